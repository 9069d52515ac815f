package record

import "source-ovhcloud-api/connector/plan"

// selection says which columns of a record stay: those that the catalog has
// selected and, of an object's, those that the endpoint's fields name.
type selection struct {
	// columns are those that the catalog selects, nil for all: then what OVH
	// sends beyond its description stays, too.
	columns map[string]bool
	// fields is the endpoint's projection, nil for all.
	fields *plan.FieldTree
}

// newSelection returns what a read of a plan keeps of these columns, nil for all.
func newSelection(p *plan.Plan, columns map[string]bool) selection {
	return selection{columns: columns, fields: p.Kept()}
}

func (s selection) everything() bool { return s.columns == nil && s.fields == nil }

func (s selection) has(column string) bool {
	if s.columns != nil && !s.columns[column] {
		return false
	}
	if s.fields == nil {
		return true
	}
	_, ok := s.fields.Children[column]
	return ok
}

// within returns what the projection keeps of a column's value, its shape kept.
func (s selection) within(column string, v Value) Value {
	if s.fields == nil {
		return v
	}
	return project(s.fields.Children[column], nil, v)
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
