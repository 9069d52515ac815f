package plan

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
)

// A catalog that has every column, by its own words or because it says nothing, selects all. One
// that leaves out any, inside of others too, selects what it names.
func TestSelected(t *testing.T) {
	price := &apischema.Schema{Properties: map[string]*apischema.Schema{"value": {}, "text": {}}}
	p := &Plan{Properties: map[string]*apischema.Schema{
		"id": {}, "price": price, "lines": {Items: &apischema.Schema{Items: price}},
	}}
	all := (*FieldTree)(nil)
	of := func(children map[string]*FieldTree) *FieldTree { return &FieldTree{Children: children} }
	value := of(map[string]*FieldTree{"value": nil})
	for schema, want := range map[string]*FieldTree{
		``:                  all,
		`null`:              all,
		`{}`:                all,
		`{"properties":{}}`: all,
		`{"properties":[]}`: all,
		`"text"`:            all,
		`{"properties":{"id":{},"price":{},"lines":{},"more":{}}}`:                                    all,
		`{"properties":{"id":true,"price":{"properties":{"value":{},"text":{}}},"lines":{}}}`:         all,
		`{"properties":{"id":{"type":"string"}}}`:                                                     of(map[string]*FieldTree{"id": nil}),
		`{"properties":{"gone":{}}}`:                                                                  of(map[string]*FieldTree{"gone": nil}),
		`{"properties":{"id":{},"price":{"properties":{"value":{}}},"lines":{}}}`:                     of(map[string]*FieldTree{"id": nil, "price": value, "lines": nil}),
		`{"properties":{"id":{},"price":{},"lines":{"items":{"items":{"properties":{"value":{}}}}}}}`: of(map[string]*FieldTree{"id": nil, "price": nil, "lines": value}),
	} {
		if diff := cmp.Diff(want, p.Selected(json.RawMessage(schema))); diff != "" {
			t.Errorf("%s: %s", schema, diff)
		}
	}
}
