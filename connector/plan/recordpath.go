package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/theory/jsonpath"
	"github.com/theory/jsonpath/spec"

	"source-ovhcloud-api/connector/apischema"
)

// at returns the items that a JSONPath selects in answers of a type. A selected
// array is a list of items. Where the path may select values of several types,
// or asks for a property that is not described, the items are of any.
func (items Items) at(path *jsonpath.Path, response *apischema.Type) (Items, error) {
	selected := Items{Path: path, Scalar: "value", Type: response}
	for _, segment := range path.Query().Segments() {
		var err error
		if selected.Type, err = selected.step(segment); err != nil {
			return Items{}, err
		}
	}
	switch {
	case selected.Type.Kind == apischema.Array:
		selected.List, selected.Type = true, selected.Type.Elem
	case path.Query().Singular() == nil, selected.Type == anything:
		selected.List = true
	}
	return selected, nil
}

// anything is the type of which nothing is known.
var anything = &apischema.Type{Name: "any", Kind: apischema.Any}

// step returns the type of what a segment selects in the items, and remarks on a property that is
// not described. One that differs from a described one only in its spelling would select nothing.
func (items *Items) step(segment *spec.Segment) (*apischema.Type, error) {
	t := items.Type
	selectors := segment.Selectors()
	if segment.IsDescendant() || len(selectors) != 1 {
		return anything, nil
	}
	name, named := selectors[0].(spec.Name)
	switch {
	case t.Kind == apischema.Object && named:
		var known []string
		for _, p := range t.Properties() {
			if p.Name == string(name) {
				return p.Type, nil
			}
			known = append(known, p.Name)
		}
		if slices.ContainsFunc(known, spelledLike(string(name))) {
			return nil, fmt.Errorf("there is no %q in it; it has %s", string(name), strings.Join(known, ", "))
		}
		items.remark = fmt.Sprintf("OVH does not describe %q, which Record Path asks for: there are records only where OVH sends it%s", string(name), didYouMean(string(name), known))
		return anything, nil
	case t.Kind == apischema.Array && named:
		return nil, fmt.Errorf("%q is asked of a list; write [*] before it", string(name))
	case t.Kind == apischema.Map, t.Kind == apischema.Array:
		return t.Elem, nil
	}
	return anything, nil
}
