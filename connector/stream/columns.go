package stream

import (
	"strings"

	"source-ovhcloud-api/connector/apischema"
)

// newColumns gives the placeholder columns of a stream's records. A column
// whose name a property of the record has, without regard to case, is prefixed
// with the segment before its placeholder (bill_id), with one exception: the
// last placeholder of a path that ends in it and returns one object names that
// object, so the property is the column.
func newColumns(places []place, variables []int, op *apischema.Operation, items Items) []Column {
	taken := recordNames(items)
	var columns []Column
	for i, p := range places {
		c := Column{Name: p.api.Name, Parameter: p.api, Kind: kindOf(p.api, op), Variable: variables[i]}
		property, clash := taken[strings.ToLower(c.Name)]
		switch {
		case !clash:
		case isLast(p, op) && !items.List && !items.Map && items.Type.Kind == apischema.Object:
			c.Name, c.Own = property, true
		default:
			c.Name = p.segment + "_" + c.Name
		}
		taken[strings.ToLower(c.Name)] = c.Name
		columns = append(columns, c)
	}
	return columns
}

// recordNames gives the columns that records have of themselves, by lower-case name.
func recordNames(items Items) map[string]string {
	names := map[string]string{}
	add := func(name string) { names[strings.ToLower(name)] = name }
	switch {
	case items.Map:
		add("key")
		add("value")
	case items.Type.Kind == apischema.Object:
		for _, p := range items.Type.Properties() {
			add(p.Name)
		}
	default:
		add(items.Scalar)
	}
	return names
}

func isLast(p place, op *apischema.Operation) bool {
	return p.position == len(splitPath(op.Path))-1
}

// kindOf gives the kind of a path parameter's values: an enum's is its base.
func kindOf(p apischema.Parameter, op *apischema.Operation) apischema.Kind {
	return scalarKind(op.Section.Type(p.Type))
}
