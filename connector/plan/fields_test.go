package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The schema has the columns of the records, and no others.
func TestFieldsOfSchemas(t *testing.T) {
	tests := []struct {
		name, path string
		fields     []string
		want       []string // columns, those of objects dotted
	}{
		{"some", "/shapes/beta", []string{"size", "name"}, []string{"name", "size"}},
		{"inside an array", "/shapes/beta", []string{"parts.price.value"}, []string{"parts", "parts.price", "parts.price.value"}},
		{"whole values", "/shapes/beta", []string{"parts", "parts.code"},
			[]string{"parts", "parts.code", "parts.price", "parts.price.text", "parts.price.value"}},
		{"below a map", "/cloud/project/{p}/instance", []string{"tags.env"}, []string{"id", "serviceName", "tags"}},
		{"key and placeholders stay", "/cloud/project/{p}/instance", []string{"name"}, []string{"id", "name", "serviceName"}},
		{"its own id stays", "/me/bill/{b}", []string{"date"}, []string{"billId", "date"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := columnsOf(planned(t, get(t, "s", tt.path, fields(tt.fields...))).Properties, "")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A plan's fields take nothing from the schema of another plan of the operation.
func TestFieldsOfOnePlanOnly(t *testing.T) {
	whole, some := get(t, "whole", "/me/bill/{b}"), get(t, "some", "/me/bill/{b}", fields("priceWithTax.value"))
	before := columnsOf(planned(t, whole).Properties, "")
	planner := NewPlanner(nil, smallAPI(), nothingThere)
	if _, err := planner.Plan(t.Context(), some); err != nil {
		t.Fatal(err)
	}
	p, err := planner.Plan(t.Context(), whole)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, columnsOf(p.Properties, "")); diff != "" {
		t.Error(diff)
	}
}
