package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/theory/jsonpath"

	"source-ovhcloud-api/connector/internal/plainjson"
	"source-ovhcloud-api/connector/plan"
)

// Split calls yield with each item of an answer, which is JSON, in order: the elements of an
// array, the entries of a map, or the answer itself. What counts is the JSON
// that came, not the type that was described; null and an empty body are no
// item. An item is only valid until yield returns; key is an entry's name,
// quoted, and nil elsewhere.
func Split(items plan.Items, body []byte, yield func(key, item Value) error) error {
	answer := Value(bytes.TrimSpace(body))
	kind := answer.Kind()
	switch {
	case len(answer) == 0:
		return nil
	case items.Path != nil:
		return splitAt(items.Path, body, yield)
	case kind == '[' || kind == '{' && items.Map:
		dec, giveBack := borrow(answer)
		defer giveBack()
		return splitMembers(dec, kind == '{', yield)
	case kind == 'n':
		return nil
	}
	return yield(nil, answer)
}

// splitAt selects the items by a JSONPath. Numbers keep their digits.
func splitAt(path *jsonpath.Path, body []byte, yield func(key, item Value) error) error {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var answer any
	if err := dec.Decode(&answer); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	// The members of an object were decoded without their order.
	nodes := path.SelectLocated(answer)
	nodes.Sort()
	for _, node := range nodes {
		item, err := plainjson.Encode(node.Node)
		if err != nil {
			return fmt.Errorf("selecting %s: %w", path, err)
		}
		// What the path selects falls into items like an answer of its own.
		if err := Split(plan.Items{}, item, yield); err != nil {
			return err
		}
	}
	return nil
}

func splitMembers(dec *decoder, named bool, yield func(key, item Value) error) error {
	if _, err := dec.ReadToken(); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	var key Value
	for dec.PeekKind() != ']' && dec.PeekKind() != '}' {
		if named {
			name, err := dec.ReadValue()
			if err != nil {
				return fmt.Errorf("reading the answer: %w", err)
			}
			key = append(key[:0], name...)
		}
		v, err := dec.ReadValue()
		if err != nil {
			return fmt.Errorf("reading the answer: %w", err)
		}
		// An entry of null is an entry: its key may be all that it says.
		if v.Kind() == 'n' && !named {
			continue
		}
		if err := yield(key, v); err != nil {
			return err
		}
	}
	return nil
}

// EntryField returns the scalar that a field of a map's entry holds: its key, or
// what is below its value.
func EntryField(key, v Value, field string) ([]byte, bool) {
	if field == "key" {
		return scalarBytes(key)
	}
	_, below, _ := strings.Cut(field, ".")
	return Field(v, below)
}

// Field returns the scalar at a dotted field of an item; the item itself
// where field is empty.
func Field(item Value, field string) ([]byte, bool) {
	for field != "" {
		var name string
		name, field, _ = strings.Cut(field, ".")
		var ok bool
		if item, ok = member(item, name); !ok {
			return nil, false
		}
	}
	return scalarBytes(item)
}

// member returns the value of an object's member.
func member(object Value, name string) (Value, bool) {
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
