package plan

import (
	"encoding/json"

	"source-ovhcloud-api/connector/apischema"
)

// Selected returns what a catalog's schema of the stream lets pass, nil for all. One that leaves
// out anything of the plan's, inside of a column too, is a list of what may be written: a field
// that OVH's description does not know is not on it. One that has everything says nothing of such
// fields, and they pass. A schema of another form selects everything, as one without properties
// does.
func (p *Plan) Selected(schema json.RawMessage) *FieldTree {
	tree := selectedBy(schema)
	if tree == nil || tree.covers(p.Properties) {
		return nil
	}
	return tree
}

// selectedBy returns the properties of a JSON Schema, of an array those of its elements; nil if it
// names none.
func selectedBy(schema json.RawMessage) *FieldTree {
	var node struct {
		Properties map[string]json.RawMessage `json:"properties"`
		Items      json.RawMessage            `json:"items"`
	}
	if err := json.Unmarshal(schema, &node); err != nil {
		return nil
	}
	if len(node.Properties) == 0 {
		return selectedBy(node.Items)
	}
	tree := &FieldTree{Children: map[string]*FieldTree{}}
	for name, property := range node.Properties {
		tree.Children[name] = selectedBy(property)
	}
	return tree
}

// covers reports whether a tree has all of some properties.
func (t *FieldTree) covers(properties map[string]*apischema.Schema) bool {
	for name, schema := range properties {
		sub, ok := t.Children[name]
		if !ok {
			return false
		}
		if sub != nil && !sub.covers(schema.Inside()) {
			return false
		}
	}
	return true
}
