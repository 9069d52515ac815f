package config

import (
	"maps"
	"slices"
)

// Field is a property of the form as spec.json describes it, for whoever shows the form.
type Field struct {
	Name, Title, Description string
	Type                     string // of JSON Schema
	Items                    string // the type of a list's entries
	Enum                     []string
	Default                  any
	Examples                 []any
	Multiline, Hidden        bool
}

// FormFields returns the properties of the form in its order.
func FormFields() []Field { return formSpec().fields() }

// EndpointFields returns the properties of an endpoint in the order of the form.
func EndpointFields() []Field { return formSpec().Properties["endpoints"].Items.fields() }

func (n *node) fields() []Field {
	names := slices.SortedFunc(maps.Keys(n.Properties), func(a, b string) int {
		return n.Properties[a].Order - n.Properties[b].Order
	})
	fields := make([]Field, len(names))
	for i, name := range names {
		p := n.Properties[name]
		fields[i] = Field{
			Name: name, Title: p.Title, Description: p.Description, Type: p.Type, Enum: p.Enum,
			Default: p.Default, Examples: p.Examples, Multiline: p.Multiline, Hidden: p.Hidden,
		}
		if p.Items != nil {
			fields[i].Items = p.Items.Type
		}
	}
	return fields
}
