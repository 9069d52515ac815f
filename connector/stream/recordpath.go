package stream

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/theory/jsonpath"
	"github.com/theory/jsonpath/spec"

	"source-ovhcloud-api/connector/apischema"
)

// at gives the items that a JSONPath selects in answers of a type. A selected
// array is a list of items. Where the path may select values of several types,
// the items are of any.
func (items Items) at(path *jsonpath.Path, response *apischema.Type) Items {
	selected := Items{Path: path, Scalar: "value", List: true, Type: response}
	for _, segment := range path.Query().Segments() {
		selected.Type = step(selected.Type, segment)
	}
	if selected.Type.Kind == apischema.Array {
		selected.Type = selected.Type.Elem
	}
	return selected
}

// anything is the type of which nothing is known.
var anything = &apischema.Type{Name: "any", Kind: apischema.Any}

// step gives the type of what a segment selects in values of a type.
func step(t *apischema.Type, segment *spec.Segment) *apischema.Type {
	selectors := segment.Selectors()
	if segment.IsDescendant() || len(selectors) != 1 {
		return anything
	}
	name, named := selectors[0].(spec.Name)
	switch {
	case t.Kind == apischema.Object && named:
		for _, p := range t.Properties() {
			if p.Name == string(name) {
				return p.Type
			}
		}
	case t.Kind == apischema.Map, t.Kind == apischema.Array && !named:
		return t.Elem
	}
	return anything
}

// splitAt selects the items by a JSONPath. Numbers keep their digits.
func (items Items) splitAt(body []byte, yield func(key, item value) error) error {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var answer any
	if err := dec.Decode(&answer); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	// The members of an object were decoded without their order.
	nodes := items.Path.SelectLocated(answer)
	nodes.Sort()
	for _, node := range nodes {
		item, err := encode(node.Node)
		if err != nil {
			return fmt.Errorf("selecting %s: %w", items.Path, err)
		}
		// What the path selects falls into items like an answer of its own.
		if err := (Items{}).split(item, yield); err != nil {
			return err
		}
	}
	return nil
}
