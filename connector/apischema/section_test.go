package apischema

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func operation(t *testing.T, method, path string) *Operation {
	t.Helper()
	op, err := New(newLibrary().fetch).Operation(t.Context(), method, "v1", path)
	if err != nil {
		t.Fatal(err)
	}
	return op
}

func TestOperationFields(t *testing.T) {
	tests := []struct {
		method, path string
		want         Operation
	}{
		{"GET", "/me/bill", Operation{
			Branch: "v1", Method: "GET", Path: "/me/bill",
			Description:     "List the bills",
			LongDescription: "List the bills of the account that asks",
			Parameters: []Parameter{
				{Name: "date.from", Type: "datetime", In: "query", Description: "Not before"},
				{Name: "date.to", Type: "datetime", In: "query", Description: "Not after"},
				{Name: "owner", Type: "coreTypes.AccountId:string", In: "query", Description: "Whose"},
			},
			ResponseType: "string[]",
			Status:       Status{Value: "PRODUCTION", Description: "Stable"},
			IAMActions:   []string{"account:apiovh:me/bill/get"},
		}},
		// Notation of earlier years: 0 and 1, actions as strings, no fullType.
		{"GET", "/me/bill/{billId}", Operation{
			Branch: "v1", Method: "GET", Path: "/me/bill/{billId}",
			Description:  "Get a bill",
			Parameters:   []Parameter{{Name: "billId", Type: "string", In: "path", Description: "Its id", Required: true}},
			ResponseType: "billing.Bill",
			Status: Status{
				Value: "DEPRECATED", Description: "Will go",
				Deprecated: "2024-01-02T00:00:00Z", Deletion: "2025-01-02T00:00:00Z",
				Replacement: "/me/invoice/{id}",
			},
			IAMActions: []string{"account:apiovh:me/bill/get"},
		}},
		{"GET", "/me/bill/summary", Operation{
			Branch: "v1", Method: "GET", Path: "/me/bill/summary",
			Description:      "Sum up",
			ResponseType:     "double",
			Status:           Status{Value: "PRODUCTION", Description: "Stable"},
			NoAuthentication: true,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			got := operation(t, tt.method, tt.path)
			if diff := cmp.Diff(&tt.want, got, cmpopts.IgnoreFields(Operation{}, "Section")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestParameters(t *testing.T) {
	bill := operation(t, "PUT", "/me/bill/{billId}")
	if p, ok := bill.Parameter("body", ""); !ok || p.Type != "billing.Bill" || !p.Required {
		t.Errorf("whole body: got %+v, %v", p, ok)
	}
	if p, ok := bill.Parameter("query", "billId"); ok {
		t.Errorf("wrong place: got %+v", p)
	}
	if got := bill.Query(); len(got) != 0 {
		t.Errorf("query: got %+v", got)
	}
	list := operation(t, "GET", "/me/bill")
	if diff := cmp.Diff(list.Parameters, list.Query()); diff != "" {
		t.Error(diff)
	}

	line := operation(t, "GET", "/me/bill/{b}/details/{l}")
	want := []Parameter{
		{Name: "billId", Type: "string", In: "path", Required: true}, // the document forgets it
		{Name: "billDetailId", Type: "long", In: "path", Required: true, Description: "Its number"},
	}
	if diff := cmp.Diff(want, line.PathParameters()); diff != "" {
		t.Error(diff)
	}
}
