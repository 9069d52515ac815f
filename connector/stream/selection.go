package stream

import (
	"strings"
)

// selection says which columns of a record stay: those that the catalog has
// selected and, of an object's, those that the endpoint's fields name.
type selection struct {
	// columns are those that the catalog selects, nil for all: then what OVH
	// sends beyond its description stays, too.
	columns map[string]bool
	// fields is the endpoint's projection, nil for all.
	fields *fieldTree
	// always are the columns that a projection never drops.
	always map[string]bool
}

// fieldTree holds the dotted paths of a projection: a nil subtree keeps all
// that is below.
type fieldTree struct {
	children map[string]*fieldTree
}

func newFieldTree(fields []string) *fieldTree {
	if len(fields) == 0 {
		return nil
	}
	root := &fieldTree{children: map[string]*fieldTree{}}
	for _, field := range fields {
		node := root
		names := strings.Split(field, ".")
		for i, name := range names {
			next, ok := node.children[name]
			switch {
			case ok && next == nil:
				// A shorter path has kept all of it already.
			case i == len(names)-1:
				node.children[name] = nil
			case !ok:
				next = &fieldTree{children: map[string]*fieldTree{}}
				node.children[name] = next
			}
			if next == nil {
				break
			}
			node = next
		}
	}
	return root
}

func (s selection) everything() bool { return s.columns == nil && s.fields == nil }

func (s selection) has(column string) bool {
	if s.columns != nil && !s.columns[column] {
		return false
	}
	if s.fields == nil || s.always[column] {
		return true
	}
	_, ok := s.fields.children[column]
	return ok
}

// within gives what the projection keeps of a column's value, its shape kept.
func (s selection) within(column string, v value) value {
	if s.fields == nil || s.always[column] {
		return v
	}
	return s.fields.children[column].project(nil, v)
}

// project appends what the tree keeps of a value: of an array, of each element.
func (t *fieldTree) project(b []byte, v value) []byte {
	if t == nil {
		return append(b, v...)
	}
	switch v.Kind() {
	case '{':
		b = append(b, '{')
		for name, m := range members(v) {
			if sub, ok := t.children[name]; ok {
				b = appendMember(b, name, sub.project(nil, m))
			}
		}
		return append(b, '}')
	case '[':
		b = append(b, '[')
		for element := range elements(v) {
			if b[len(b)-1] != '[' {
				b = append(b, ',')
			}
			b = t.project(b, element)
		}
		return append(b, ']')
	}
	return append(b, v...)
}
