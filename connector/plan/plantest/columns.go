package plantest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/apischema"
)

// Table is what a plan says of its records' columns.
type Table struct {
	Call       string
	Properties map[string]*apischema.Schema
	// Placeholders are the columns that the placeholders of the path fill.
	Placeholders, Key []string
}

// Check holds what must be true of any stream's columns and key, for a path of so many
// placeholders.
func (p Table) Check(t testing.TB, placeholders int) {
	t.Helper()
	folded := map[string]string{}
	for name := range p.Properties {
		if other, clash := folded[strings.ToLower(name)]; clash {
			t.Errorf("%s: the columns %s and %s differ only by case", p.Call, name, other)
		}
		folded[strings.ToLower(name)] = name
	}
	if len(p.Placeholders) != placeholders {
		t.Errorf("%s: %d columns for the placeholders of the path", p.Call, len(p.Placeholders))
	}
	for _, name := range p.Placeholders {
		if p.Properties[name] == nil {
			t.Errorf("%s: the column %s is not in the schema", p.Call, name)
		}
	}
	for _, name := range p.Key {
		if p.Properties[name] == nil {
			t.Errorf("%s: the key's column %s is not in the schema", p.Call, name)
		}
	}
}

// ColumnsOf returns the columns of a schema, those inside of others dotted.
func ColumnsOf(properties map[string]*apischema.Schema, prefix string) []string {
	var columns []string
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		columns = append(columns, prefix+name)
		schema := properties[name]
		for schema.Items != nil {
			schema = schema.Items
		}
		columns = append(columns, ColumnsOf(schema.Properties, prefix+name+".")...)
	}
	return columns
}
