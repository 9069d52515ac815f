package record

import "source-ovhcloud-api/connector/plan"

// selection says which columns of a record stay: those that the catalog has
// selected and, of an object's, those that the endpoint's fields name.
type selection struct {
	// selected is what the catalog selects, nil for all: then what OVH sends beyond
	// its description stays, too.
	selected *plan.FieldTree
	// fields is the endpoint's projection, nil for all.
	fields *plan.FieldTree
}

// newSelection returns what a read of a plan keeps of what the catalog selects, nil for all.
func newSelection(p *plan.Plan, selected *plan.FieldTree) selection {
	return selection{selected: selected, fields: p.Kept()}
}

func (s selection) everything() bool { return s.selected == nil && s.fields == nil }

func (s selection) has(column string) bool { return s.selected.Has(column) && s.fields.Has(column) }

// within returns what is kept of a column's value, its shape kept.
func (s selection) within(column string, v Value) Value {
	for _, tree := range []*plan.FieldTree{s.selected, s.fields} {
		if tree != nil && tree.Children[column] != nil {
			v = project(tree.Children[column], nil, v)
		}
	}
	return v
}

// project appends what the tree keeps of a value: of an array, of each element.
func project(t *plan.FieldTree, b []byte, v Value) []byte {
	if t == nil {
		return append(b, v...)
	}
	switch v.Kind() {
	case '{':
		b = append(b, '{')
		for name, m := range members(v) {
			if sub, ok := t.Children[name]; ok {
				b = appendMember(b, name, project(sub, nil, m))
			}
		}
		return append(b, '}')
	case '[':
		b = append(b, '[')
		for element := range elements(v) {
			if b[len(b)-1] != '[' {
				b = append(b, ',')
			}
			b = project(t, b, element)
		}
		return append(b, ']')
	}
	return append(b, v...)
}
