package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
)

func TestLargest(t *testing.T) {
	for description, want := range map[string]int{
		"Limit query result, default 20, max 50":                      50,
		"Maximum bounces limit ( default : 20 / max : 100 )":          100,
		"Limit the number of objects returned (1000 maximum, default": 1000,
		"Gateway listing limit (default and max is 50)":               50,
		"Size of the result set":                                      queryPageSize,
		"":                                                            queryPageSize,
		"max 99999999999999999999":                                    queryPageSize,
	} {
		if got := largest(description); got != want {
			t.Errorf("%q: %d, want %d", description, got, want)
		}
	}
}

// pagedOperation is a list of objects with query parameters, the named ones of
// type long but for marker.
func pagedOperation(t *testing.T, query ...string) *apischema.Operation {
	t.Helper()
	op, err := apischema.Undescribed("GET", "v1", "/things", nil, []byte(`[{"id": "a"}]`))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range query {
		kind := "long"
		if name == "marker" {
			kind = "string"
		}
		op.Parameters = append(op.Parameters, apischema.Parameter{Name: name, Type: kind, In: "query", Description: "max 3"})
	}
	return op
}

func pagedCall(t *testing.T, op *apischema.Operation, given ...config.QueryParameter) *Plan {
	t.Helper()
	items := Items{Type: op.Response().Elem, List: true, Scalar: "value"}
	call := Call{Operation: op, Path: newTemplate(op.Path, nil), Items: items, Query: given, Paging: newPaging(op, items, given)}
	path, err := config.ParsePath(op.Path)
	if err != nil {
		t.Fatal(err)
	}
	return &Plan{Endpoint: config.Endpoint{Name: "things", Path: path, Method: "GET"}, Operation: op, Call: call}
}

func TestNewPaging(t *testing.T) {
	for name, tt := range map[string]struct {
		query []string
		given []config.QueryParameter
		want  Paging
	}{
		"none":                {nil, nil, Paging{}},
		"page and size":       {[]string{"page", "size"}, nil, Paging{Size: "size", PerPage: 3, Page: "page", IDField: "id"}},
		"page and pageSize":   {[]string{"page", "pageSize"}, nil, Paging{Size: "pageSize", PerPage: 3, Page: "page", IDField: "id"}},
		"offset and limit":    {[]string{"offset", "limit"}, nil, Paging{Size: "limit", PerPage: 3, Offset: "offset", IDField: "id"}},
		"marker and limit":    {[]string{"marker", "limit"}, nil, Paging{Size: "limit", PerPage: 3, Marker: "marker", IDField: "id"}},
		"a limit alone":       {[]string{"limit"}, nil, Paging{Size: "limit", PerPage: 3, IDField: "id"}},
		"a page without size": {[]string{"page"}, nil, Paging{}},
		"the user's own":      {[]string{"page", "size"}, []config.QueryParameter{{Name: "page", Value: "2"}}, Paging{}},
	} {
		got := pagedCall(t, pagedOperation(t, tt.query...), tt.given...).Call.Paging
		if got.Size == "" {
			got.Page, got.Offset, got.Marker, got.IDField = "", "", "", ""
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
