package read

import (
	"bytes"
	"iter"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// This file is all that the package asks of jsontext, which Go is to have as
// encoding/json/jsontext: JSON as the bytes that came, never decoded.

// value is the text of one JSON value.
type value = jsontext.Value

// decoder reads a text token by token.
type decoder = jsontext.Decoder

// An answer is read as it is, not as it should be: a name that stands twice
// must not cost the user the whole record.
var lenient = []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)}

// newDecoder reads a text token by token, without copying it.
func newDecoder(text []byte) *decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(text), lenient...)
}

// members iterates over the members of an object, in its order.
func members(object value) iter.Seq2[string, value] {
	return func(yield func(string, value) bool) {
		dec := newDecoder(object)
		if _, err := dec.ReadToken(); err != nil {
			return
		}
		for dec.PeekKind() == '"' {
			token, err := dec.ReadToken()
			if err != nil {
				return
			}
			name := token.String()
			v, err := dec.ReadValue()
			if err != nil || !yield(name, v) {
				return
			}
		}
	}
}

// elements iterates over the elements of an array.
func elements(array value) iter.Seq[value] {
	return func(yield func(value) bool) {
		dec := newDecoder(array)
		if _, err := dec.ReadToken(); err != nil {
			return
		}
		for dec.PeekKind() != ']' {
			v, err := dec.ReadValue()
			if err != nil || !yield(v) {
				return
			}
		}
	}
}

// scalarText returns a scalar's value as it stands in a path: a string without
// its quotes, a number by its digits. false for null, objects and arrays.
func scalarText(v value) (string, bool) {
	switch v.Kind() {
	case '"':
		text, err := jsontext.AppendUnquote(nil, v)
		return string(text), err == nil
	case '0', 't', 'f':
		return string(v), true
	}
	return "", false
}

func isNumber(s string) bool {
	v := value(s)
	return v.Kind() == '0' && v.IsValid()
}

func quote(s string) value {
	// Invalid UTF-8 is replaced, as in any JSON encoder; AppendQuote reports it
	// beside the quoted text.
	quoted, _ := jsontext.AppendQuote(nil, strings.ToValidUTF8(s, "\uFFFD"))
	return quoted
}

func appendMember(b []byte, name string, v value) []byte {
	b = appendComma(b)
	b, _ = jsontext.AppendQuote(b, name)
	b = append(b, ':')
	return append(b, v...)
}

func appendComma(b []byte) []byte {
	if len(b) > 0 && b[len(b)-1] != '{' {
		return append(b, ',')
	}
	return b
}
