package console

import (
	"slices"

	"source-ovhcloud-api/connector/apischema"
)

const (
	// deepestField is where a tree of fields ends: what lies deeper is in the models that
	// the page names, and no one reads that far.
	deepestField = 6
	// mostFields bounds one tree. The largest answer that OVH describes has 858.
	mostFields = 1000
	// mostAllowed is how many allowed values stand in a page; the longest list has 822.
	mostAllowed = 60
)

// fieldView is a field of a type, with those inside it.
type fieldView struct {
	Name, Type, Description string
	Required, ReadOnly      bool
	Nullable                bool
	Allowed                 []string
	MoreAllowed             int
	Fields                  []fieldView
	// Cut tells that the fields inside are not shown again: the type contains itself.
	Cut bool
}

// typeViewer makes one tree.
type typeViewer struct {
	left  int
	stack []string
}

// viewType returns a type as a tree of which the root has no name.
func viewType(t *apischema.Type) fieldView {
	v := typeViewer{left: mostFields}
	return v.view(fieldView{Type: t.Name, Description: t.Description}, t)
}

// viewParameter returns a parameter with its type.
func viewParameter(o *apischema.Operation, p apischema.Parameter) fieldView {
	v := typeViewer{left: mostFields}
	t := o.Section.Type(p.Type)
	return v.view(fieldView{Name: p.Name, Type: t.Name, Description: p.Description, Required: p.Required}, t)
}

// view completes a field with what its type says.
func (v *typeViewer) view(f fieldView, t *apischema.Type) fieldView {
	if f.Description == "" {
		f.Description = t.Description
	}
	f.Allowed, f.MoreAllowed = allowed(t)
	for t.Elem != nil {
		t = t.Elem
		if f.Allowed == nil {
			f.Allowed, f.MoreAllowed = allowed(t)
		}
	}
	if t.Kind != apischema.Object {
		return f
	}
	if slices.Contains(v.stack, t.Name) || len(v.stack) == deepestField {
		f.Cut = true
		return f
	}
	v.stack = append(v.stack, t.Name)
	defer func() { v.stack = v.stack[:len(v.stack)-1] }()
	for _, p := range t.Properties() {
		if v.left--; v.left < 0 {
			f.Cut = true
			return f
		}
		f.Fields = append(f.Fields, v.view(fieldView{
			Name: p.Name, Type: p.Type.Name, Description: p.Description, ReadOnly: p.ReadOnly, Nullable: p.CanBeNull,
		}, p.Type))
	}
	return f
}

func allowed(t *apischema.Type) (values []string, more int) {
	if t.Kind != apischema.Enum {
		return nil, 0
	}
	shown := min(len(t.Enum), mostAllowed)
	return t.Enum[:shown], len(t.Enum) - shown
}
