package record

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFieldsOfRecords(t *testing.T) {
	const thing = `{"id": 7, "size": 1.10, "name": null, "parts": [{"code": "a", "price": {"value": 1e400, "text": "x"}}, null, {"price": null}, [{"code": "b"}], 3], "new": {"a": 1}}`
	tests := []struct {
		name, path string
		fields     []string
		partition  []string
		body       string
		want       string
	}{
		{"some", "/shapes/beta", []string{"size", "name"}, nil, thing, `{"size":1.10,"name":null}`},
		{"whole values", "/shapes/beta", []string{"parts"}, nil, `{"parts": [ {"code": "a"} ]}`, `{"parts":[ {"code": "a"} ]}`},
		{"inside an array", "/shapes/beta", []string{"parts.code"}, nil, thing, `{"parts":[{"code":"a"},null,{},[{"code":"b"}],3]}`},
		{"inside an object in an array", "/shapes/beta", []string{"parts.price.value"}, nil, thing,
			`{"parts":[{"price":{"value":1e400}},null,{"price":null},[{}],3]}`},
		{"both of two", "/shapes/beta", []string{"parts.price.value", "parts.code"}, nil, `{"parts":[{"x":0,"price":{"text":"x","value":2},"code":"a"}]}`,
			`{"parts":[{"price":{"value":2},"code":"a"}]}`},
		{"a part of what stays whole", "/shapes/beta", []string{"parts", "parts.code"}, nil, `{"parts":[{"x":0}]}`, `{"parts":[{"x":0}]}`},
		{"a whole of which a part stays", "/shapes/beta", []string{"parts.code", "parts"}, nil, `{"parts":[{"x":0}]}`, `{"parts":[{"x":0}]}`},
		{"empty where none is there", "/shapes/beta", []string{"parts.code"}, nil, `{"parts":[]}`, `{"parts":[]}`},
		{"a column that OVH added is none of them", "/shapes/beta", []string{"id"}, nil, thing, `{"id":7}`},
		{"a scalar where an object was described", "/me/bill/{b}", []string{"priceWithTax.value"}, []string{"FR1"}, `{"billId":"FR1","priceWithTax":3.50}`,
			`{"billId":"FR1","priceWithTax":3.50}`},
		{"below a map", "/cloud/project/{p}/instance", []string{"tags.env"}, []string{"p1"}, `[{"id":"a","tags":{"env":"x","team":"y"}}]`,
			`{"serviceName":"p1","id":"a","tags":{"env":"x"}}`},
		{"key and placeholders stay", "/cloud/project/{p}/instance", []string{"name"}, []string{"p1"}, `[{"id":"a","name":"n","region":"GRA"}]`,
			`{"serviceName":"p1","id":"a","name":"n"}`},
		{"its own id stays", "/me/bill/{b}", []string{"date"}, []string{"FR1"}, `{"date":"2023","category":"x"}`, `{"billId":"FR1","date":"2023"}`},
		{"of a list of scalars", "/me/bill", []string{"billId"}, nil, `["FR1"]`, `{"billId":"FR1"}`},
		{"of a map", "/shapes/map", []string{"value"}, nil, `{"a":1}`, `{"key":"a","value":1}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := recordsOf(t, planned(t, get(t, "s", tt.path, fields(tt.fields...))), tt.partition, tt.body)
			if diff := cmp.Diff([]string{tt.want}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
