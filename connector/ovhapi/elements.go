package ovhapi

import (
	"bytes"
	"encoding/json"

	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/internal/rawjson"
)

// isJSON reports whether a body is one JSON value. A name that stands twice costs no record (see the
// streams), nor does a stray byte ([rawjson.ValidUnicode]). It is the half of a large page's time,
// and jsontext takes a third of what encoding/json does.
func isJSON(body []byte) bool { return jsontext.Value(body).IsValid(rawjson.Lenient) }

// splitArray returns the elements of a body that is a JSON array, without copying them; false if it
// is anything else. To look where they end takes as long as to see that they are JSON.
func splitArray(body []byte) (elements []json.RawMessage, ok bool) {
	return eachOf(body, readValue)
}

// eachOf returns what read makes of each element of a body that is a JSON array; false if it is
// none, or read fails.
func eachOf[T any](body []byte, read func(dec *jsontext.Decoder, body []byte) (T, bool)) (elements []T, ok bool) {
	dec := jsontext.NewDecoder(bytes.NewBuffer(body), rawjson.Lenient)
	if dec.PeekKind() != '[' {
		return nil, false
	}
	if _, err := dec.ReadToken(); err != nil {
		return nil, false
	}
	elements = []T{}
	for dec.PeekKind() != ']' {
		element, ok := read(dec, body)
		if !ok {
			return nil, false
		}
		elements = append(elements, element)
	}
	if _, err := dec.ReadToken(); err != nil || len(bytes.TrimSpace(body[dec.InputOffset():])) > 0 {
		return nil, false
	}
	return elements, true
}

// readValue returns the next value of a decoder that reads body; false if that is no JSON. The decoder's copy is only valid
// until its next read; the same bytes stay in the body.
func readValue(dec *jsontext.Decoder, body []byte) (json.RawMessage, bool) {
	v, err := dec.ReadValue()
	if err != nil {
		return nil, false
	}
	end := dec.InputOffset()
	return json.RawMessage(body[end-int64(len(v)) : end : end]), true
}
