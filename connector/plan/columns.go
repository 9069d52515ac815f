package plan

import (
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/internal/pathtemplate"
)

// newColumns returns the placeholder columns of a stream's records. A column
// whose name a property of the record has, without regard to case, is prefixed
// with the segment before its placeholder (bill_id), with one exception: the
// last placeholder of a path that ends in it and returns one object names that
// object, so the property is the column.
func newColumns(placeholders []placeholder, variables []int, op *apischema.Operation, items Items) []Column {
	taken := recordColumns(items)
	var columns []Column
	for i, p := range placeholders {
		c := Column{Name: p.api.Name, Parameter: p.api, Kind: kindOf(p.api, op), Variable: variables[i]}
		property, clash := taken[strings.ToLower(c.Name)]
		switch {
		case !clash:
		case isLast(p, op) && !items.List && !items.Map && items.Type.Kind == apischema.Object:
			c.Name, c.Own = property.Name, true
			c.Kind = scalarKind(property.Type)
		default:
			for clash {
				c.Name = p.segment + "_" + c.Name
				_, clash = taken[strings.ToLower(c.Name)]
			}
		}
		taken[strings.ToLower(c.Name)] = apischema.Property{Name: c.Name}
		columns = append(columns, c)
	}
	return columns
}

// recordColumns returns the columns that records have of themselves, by
// lower-case name.
func recordColumns(items Items) map[string]apischema.Property {
	columns := map[string]apischema.Property{}
	add := func(p apischema.Property) { columns[strings.ToLower(p.Name)] = p }
	switch {
	case items.Map:
		add(apischema.Property{Name: "key"})
		add(apischema.Property{Name: "value"})
	case items.Type.Kind == apischema.Object:
		for _, p := range items.Type.Properties() {
			add(p)
		}
	default:
		add(apischema.Property{Name: items.Scalar})
	}
	return columns
}

func isLast(p placeholder, op *apischema.Operation) bool {
	return p.position == len(pathtemplate.Segments(op.Path))-1
}

// kindOf returns the kind of a path parameter's values: an enum's is its base.
func kindOf(p apischema.Parameter, op *apischema.Operation) apischema.Kind {
	return scalarKind(op.Section.Type(p.Type))
}
