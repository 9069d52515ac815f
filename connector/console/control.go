package console

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/config"
)

// control is a field of the form that a page shows by what spec.json says of it.
type control struct {
	config.Field
	Value       string // as a person types it; a list with commas between its entries
	Placeholder string
	Faults      []string
}

// controls returns those of the fields that pages do not lay out themselves. A field that is hidden
// in the form is in no page, and no control can be made for an object.
func controls(fields []config.Field, laidOut []string, values rest) []control {
	var shown []control
	for _, f := range fields {
		if f.Hidden || slices.Contains(laidOut, f.Name) {
			continue
		}
		c := control{Field: f}
		if c.Kind() == "" {
			continue
		}
		c.Value = c.show(values.get(f.Name))
		if example := f.Default; example != nil {
			c.Placeholder = c.show(encodeJSON(example))
		} else if len(f.Examples) > 0 {
			c.Placeholder = c.show(encodeJSON(f.Examples[0]))
		}
		shown = append(shown, c)
	}
	return shown
}

// Kind says how a field is filled in: "switch", "choice", "number", "list", "lines" or "text"; ""
// for what no control can hold.
func (c control) Kind() string {
	switch {
	case c.Type == "boolean":
		return "switch"
	case c.Type == "integer" || c.Type == "number":
		return "number"
	case c.Type == "array" && c.Items == "string":
		return "list"
	case c.Type != "string":
		return ""
	case len(c.Enum) > 0:
		return "choice"
	case c.Multiline:
		return "lines"
	}
	return "text"
}

// Choices are what may be chosen: nothing, what the form knows, and what is there.
func (c control) Choices() []string {
	choices := append([]string{""}, c.Enum...)
	if !slices.Contains(choices, c.Value) {
		choices = append(choices, c.Value)
	}
	return choices
}

// On reports whether a switch is on.
func (c control) On() bool { return c.Value == "true" }

// show writes a value as a person would type it. One of another type is shown as JSON.
func (c control) show(value jsontext.Value) string {
	var text string
	var texts []string
	switch {
	case len(value) == 0 || value.Kind() == jsontext.KindNull:
		return ""
	case c.Kind() == "list" && json.Unmarshal(value, &texts) == nil:
		return strings.Join(texts, ", ")
	case json.Unmarshal(value, &text) == nil:
		return text
	}
	return string(value)
}

// parse reads what was typed; nil for nothing. What is no number is text, which package config
// refuses.
func (c control) parse(typed string) jsontext.Value {
	raw := jsontext.Value(typed)
	switch {
	case typed == "":
		return nil
	case c.Kind() == "list":
		return encodeJSON(list(typed))
	case c.Kind() == "switch", c.Kind() == "number" && raw.IsValid() && raw.Kind() == jsontext.KindNumber:
		return raw
	}
	return encodeJSON(typed)
}

// read returns the values with what a request says of this one. What a person did not change stays
// as it was written.
func (c control) read(r *http.Request, values rest) rest {
	typed := text(r, c.Name)
	if c.Kind() == "switch" {
		if on := typed != ""; on != c.On() {
			return values.with(c.Name, c.parse(strconv.FormatBool(on)))
		}
		return values
	}
	if typed == clean(c.Value) {
		return values
	}
	return values.with(c.Name, c.parse(typed))
}

// text returns a field of a request as clean writes it.
func text(r *http.Request, name string) string { return clean(r.PostFormValue(name)) }

// clean drops the blanks around a text, and what browsers make of its line breaks.
func clean(text string) string { return strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")) }

// edited returns what was typed, or the text as it was if that is what was typed.
func edited(was, typed string) string {
	if clean(was) == clean(typed) {
		return was
	}
	return clean(typed)
}

// list takes apart names with commas or line breaks between them.
func list(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(", \r\n\t", r) })
}
