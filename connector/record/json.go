package record

import (
	"bytes"
	"iter"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/internal/rawjson"
)

// This file is all that the package asks of jsontext, which Go is to have as
// encoding/json/jsontext: JSON as the bytes that came, never decoded.

// Value is the text of one JSON value.
type Value = jsontext.Value

// decoder reads a text token by token.
type decoder = jsontext.Decoder

// reader is a decoder with the text that it reads.
type reader struct {
	decoder

	text bytes.Buffer
}

// readers are used again: there are several for each record.
var readers = sync.Pool{New: func() any { return new(reader) }}

// borrow returns a decoder that reads a text token by token, without copying it, until the function
// beside it is called.
func borrow(text []byte) (dec *decoder, giveBack func()) {
	r := readers.Get().(*reader)
	r.text = *bytes.NewBuffer(text)
	// An answer is read as it is, not as it should be: a name that stands twice must not cost the user
	// the whole record.
	r.Reset(&r.text, rawjson.Lenient)
	return &r.decoder, func() {
		r.text = bytes.Buffer{} // which may be a large answer
		readers.Put(r)
	}
}

// members iterates over the members of an object, in its order.
func members(object Value) iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		dec, giveBack := borrow(object)
		defer giveBack()
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
func elements(array Value) iter.Seq[Value] {
	return func(yield func(Value) bool) {
		dec, giveBack := borrow(array)
		defer giveBack()
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
func scalarText(v Value) (string, bool) {
	text, ok := scalarBytes(v)
	return string(text), ok
}

// scalarBytes is scalarText, as a part of v where that is possible.
func scalarBytes(v Value) ([]byte, bool) {
	switch v.Kind() {
	case '"':
		if inside := v[1 : len(v)-1]; bytes.IndexByte(inside, '\\') < 0 {
			return inside, true
		}
		text, err := jsontext.AppendUnquote(nil, v)
		return text, err == nil
	case '0', 't', 'f':
		return v, true
	}
	return nil, false
}

func isNumber(s string) bool {
	v := Value(s)
	return v.Kind() == '0' && v.IsValid()
}

func quote(s string) Value {
	// Invalid UTF-8 is replaced, as in any JSON encoder; AppendQuote reports it
	// beside the quoted text.
	quoted, _ := jsontext.AppendQuote(nil, strings.ToValidUTF8(s, "\uFFFD"))
	return quoted
}

func appendMember(b []byte, name string, v Value) []byte {
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
