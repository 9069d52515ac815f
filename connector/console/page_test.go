package console

import (
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// filledForm is a form of a page as a browser without JavaScript sends it.
type filledForm struct {
	url.Values
	names map[string]bool // of its controls, switches that are off included
}

// formOf returns the form of a page that is posted to an address.
func formOf(t *testing.T, page, action string) filledForm {
	t.Helper()
	f := filledForm{url.Values{}, map[string]bool{}}
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	inside, found := false, false
	var list, textarea string // the control that is open
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, page)
		}
		switch tag := token.(type) {
		case xml.StartElement:
			a := attributes(tag)
			switch tag.Name.Local {
			case "form":
				inside = a["action"] == action && a["method"] == "post"
				found = found || inside
			case "input", "select", "textarea":
				if !inside {
					continue
				}
				f.names[a["name"]] = true
				list, textarea = "", ""
				switch tag.Name.Local {
				case "select":
					list = a["name"]
				case "textarea":
					textarea = a["name"]
				default:
					f.input(a)
				}
			case "option":
				if list == "" {
					continue
				}
				var text string
				if err := d.DecodeElement(&text, &tag); err != nil {
					t.Fatal(err)
				}
				value, ok := a["value"]
				if !ok {
					value = text
				}
				if _, selected := a["selected"]; selected || !f.Has(list) {
					f.Set(list, value)
				}
			}
		case xml.CharData:
			if textarea != "" {
				f.Set(textarea, f.Get(textarea)+strings.ReplaceAll(string(tag), "\n", "\r\n"))
			}
		case xml.EndElement:
			switch tag.Name.Local {
			case "form":
				inside = false
			case "select":
				list = ""
			case "textarea":
				textarea = ""
			}
		}
	}
	if !found {
		t.Fatalf("no form for %s in\n%s", action, page)
	}
	return f
}

func (f filledForm) input(a map[string]string) {
	_, checked := a["checked"]
	if kind := a["type"]; kind != "checkbox" && kind != "radio" || checked {
		value, ok := a["value"]
		if !ok && checked {
			value = "on"
		}
		f.Add(a["name"], value)
	}
}

func attributes(tag xml.StartElement) map[string]string {
	all := map[string]string{}
	for _, a := range tag.Attr {
		all[a.Name.Local] = a.Value
	}
	return all
}

// pairs returns the form as browser.post takes it.
func (f filledForm) pairs() []string {
	var pairs []string
	for name, values := range f.Values {
		for _, value := range values {
			pairs = slices.Concat(pairs, []string{name, value})
		}
	}
	return pairs
}
