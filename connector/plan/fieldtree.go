package plan

import "strings"

// FieldTree holds the dotted paths of a projection: a nil subtree keeps all
// that is below.
type FieldTree struct {
	Children map[string]*FieldTree
}

// Has reports whether a tree keeps anything of a field; nil keeps all.
func (t *FieldTree) Has(field string) bool {
	if t == nil {
		return true
	}
	_, ok := t.Children[field]
	return ok
}

func newFieldTree(fields []string) *FieldTree {
	if len(fields) == 0 {
		return nil
	}
	root := &FieldTree{Children: map[string]*FieldTree{}}
	for _, field := range fields {
		node := root
		names := strings.Split(field, ".")
		for i, name := range names {
			next, ok := node.Children[name]
			switch {
			case ok && next == nil:
				// A shorter path has kept all of it already.
			case i == len(names)-1:
				node.Children[name] = nil
			case !ok:
				next = &FieldTree{Children: map[string]*FieldTree{}}
				node.Children[name] = next
			}
			if next == nil {
				break
			}
			node = next
		}
	}
	return root
}
