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

// A field that is not described is a column that may be anything, and is remarked on.
func TestFieldsThatAreNotDescribed(t *testing.T) {
	tests := []struct {
		name, path string
		fields     []string
		columns    []string
		notice     string
	}{
		{"a column", "/me/bill/{b}", []string{"date", "isPaid"}, []string{"billId", "date", "isPaid"},
			`OVH does not describe the field "isPaid": it is there only where OVH sends it`},
		{"inside a column", "/me/bill/{b}", []string{"priceWithTax.vat"}, []string{"billId", "priceWithTax", "priceWithTax.vat"},
			`OVH does not describe the field "priceWithTax.vat": it is there only where OVH sends it`},
		{"inside what is not described", "/me/bill/{b}", []string{"payment.card"}, []string{"billId", "payment"},
			`OVH does not describe the field "payment.card": it is there only where OVH sends it`},
		{"nearly a described one", "/me/bill/{b}", []string{"dates"}, []string{"billId", "dates"},
			`OVH does not describe the field "dates": it is there only where OVH sends it; did you mean "date"?`},
		{"two", "/me", []string{"vatNumber", "vatNumbers"}, []string{"vatNumber", "vatNumbers"},
			`OVH does not describe the field "vatNumber": it is there only where OVH sends it; OVH does not describe the field "vatNumbers": it is there only where OVH sends it`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := planned(t, get(t, "s", tt.path, fields(tt.fields...)))
			if diff := cmp.Diff(tt.columns, columnsOf(p.Properties, "")); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.notice, p.Notice()); diff != "" {
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
