package stream

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// An answer is read as it is, not as it should be: a name that stands twice
// must not cost the user the whole record.
var lenient = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

// split calls yield with each item of an answer, in order: the elements of an
// array, the entries of a map, or the answer itself. What counts is the JSON
// that came, not the type that was described; null and an empty body are no
// item. An item is only valid until yield returns; key is an entry's name,
// quoted, and nil elsewhere.
func (items Items) split(body []byte, yield func(key, item jsontext.Value) error) error {
	if items.Path != nil {
		return items.splitAt(body, yield)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	dec := jsontext.NewDecoder(bytes.NewBuffer(body), lenient...)
	switch kind := dec.PeekKind(); {
	case kind == '[' || kind == '{' && items.Map:
		return splitMembers(dec, kind == '{', yield)
	default:
		value, err := dec.ReadValue()
		if err != nil {
			return fmt.Errorf("reading the answer: %w", err)
		}
		return yieldItem(nil, value, yield)
	}
}

func splitMembers(dec *jsontext.Decoder, named bool, yield func(key, item jsontext.Value) error) error {
	if _, err := dec.ReadToken(); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	var key jsontext.Value
	for dec.PeekKind() != ']' && dec.PeekKind() != '}' {
		if named {
			name, err := dec.ReadValue()
			if err != nil {
				return fmt.Errorf("reading the answer: %w", err)
			}
			key = append(key[:0], name...)
		}
		value, err := dec.ReadValue()
		if err != nil {
			return fmt.Errorf("reading the answer: %w", err)
		}
		if err := yieldItem(key, value, yield); err != nil {
			return err
		}
	}
	return nil
}

func yieldItem(key, value jsontext.Value, yield func(key, item jsontext.Value) error) error {
	if value.Kind() == 'n' {
		return nil
	}
	return yield(key, value)
}

// encode gives v as JSON without the escapes that HTML would need.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// scalarText gives a scalar's value as it stands in a path: a string without
// its quotes, a number by its digits. false for null, objects and arrays.
func scalarText(v jsontext.Value) (string, bool) {
	switch v.Kind() {
	case '"':
		text, err := jsontext.AppendUnquote(nil, v)
		return string(text), err == nil
	case '0', 't', 'f':
		return string(v), true
	}
	return "", false
}

// fieldText gives the scalar at a dotted field of an item; the item itself
// where field is empty.
func fieldText(item jsontext.Value, field string) (string, bool) {
	for field != "" {
		var name string
		name, field, _ = strings.Cut(field, ".")
		var ok bool
		if item, ok = member(item, name); !ok {
			return "", false
		}
	}
	return scalarText(item)
}

// member gives the value of an object's member.
func member(object jsontext.Value, name string) (jsontext.Value, bool) {
	if object.Kind() != '{' {
		return nil, false
	}
	for n, v := range members(object) {
		if n == name {
			return v, true
		}
	}
	return nil, false
}
