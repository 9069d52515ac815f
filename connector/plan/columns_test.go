package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
)

func TestColumns(t *testing.T) {
	type want struct {
		Name string
		Kind apischema.Kind
		Own  bool
	}
	tests := []struct {
		name, path string
		want       []want
	}{
		{"none", "/me/bill", nil},
		{"the API's spelling", "/me/bill/{billid}/details", []want{{"billId", apischema.String, false}}},
		{"the object's own property", "/me/bill/{billId}", []want{{"billId", apischema.String, true}}},
		{"a property of that name of something else", "/me/bill/{billId}/payment", []want{{"bill_billId", apischema.String, false}}},
		{"a parent beside the object's own", "/domain/zone/{z}/record/{id}", []want{
			{"zoneName", apischema.String, false}, {"id", apischema.Integer, true}}},
		{"a long", "/me/order/{orderId}/status", []want{{"orderId", apischema.Integer, false}}},
		{"an enum of integers", "/price/backup/{size}", []want{{"size", apischema.Integer, false}}},
		{"an enum of strings", "/price/vps/{model}", []want{{"model", apischema.String, false}}},
		{"a map", "/v2/iam/resource/{urn}/tags", []want{{"resourceURN", apischema.String, false}}},
		{"a list", "/cloud/project/{p}/instance", []want{{"serviceName", apischema.String, false}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []want
			for _, c := range planned(t, get(t, "s", tt.path)).Columns {
				got = append(got, want{c.Name, c.Kind, c.Own})
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A clash is one without regard to case: warehouses fold it.
func TestColumnsThatDifferByCaseClash(t *testing.T) {
	op := operation(t, "GET", "/me/bill/{billId}/payment")
	placeholders := placeholdersOf(get(t, "s", op.Path).Path, op)
	placeholders[0].api.Name = "BILLID"
	items, err := newItems(get(t, "s", op.Path), op)
	if err != nil {
		t.Fatal(err)
	}
	if got := newColumns(placeholders, []int{0}, op, items)[0].Name; got != "bill_BILLID" {
		t.Errorf("the column is %s", got)
	}
}
