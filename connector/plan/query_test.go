package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
)

func TestQueryGoesWhereItIsDeclared(t *testing.T) {
	e := func(path string, options ...option) config.Endpoint { return get(t, "s", path, options...) }
	tests := []struct {
		name     string
		endpoint config.Endpoint
		want     string
	}{
		{"own operation", e("/me/bill", query("date.from", "2023")), "GET /me/bill?date.from=2023"},
		{"order of the form", e("/me/bill", query("date.to", "2024"), query("date.from", "2023")), "GET /me/bill?date.to=2024&date.from=2023"},
		{"repeated name", e("/me/bill", query("category", "a"), query("category", "b")), "GET /me/bill?category=a&category=b"},
		{"encoded", e("/me/bill", query("date.from", "2023-01-01T00:00:00+02:00"), query("category", "é & b")),
			"GET /me/bill?date.from=2023-01-01T00%3A00%3A00%2B02%3A00&category=%C3%A9%20%26%20b"},
		{"empty value", e("/me/bill", query("category", "")), "GET /me/bill?category="},
		{"parent", e("/me/bill/{id}", query("date.from", "2023")), "GET /me/bill?date.from=2023 -> GET /me/bill/{billId}"},
		{"grandparent", e("/me/bill/{id}/details/{d}", query("date.from", "2023")),
			"GET /me/bill?date.from=2023 -> GET /me/bill/{billId}/details -> GET /me/bill/{billId}/details/{billDetailId}"},
		{"the nearest of two parents", e("/me/bill/{id}/details/{d}", query("category", "a")),
			"GET /me/bill -> GET /me/bill/{billId}/details?category=a -> GET /me/bill/{billId}/details/{billDetailId}"},
		{"own before a parent", e("/me/bill/{id}/details", query("category", "a")),
			"GET /me/bill -> GET /me/bill/{billId}/details?category=a"},
		{"own, and the parent that requires it", e("/domain/zone/{z}/history/{d}", query("from", "2023")),
			"GET /domain/zone -> GET /domain/zone/{zoneName}/history?from=2023 -> GET /domain/zone/{zoneName}/history/{creationDate}?from=2023"},
		{"v2", e("/v2/iam/resource/{urn}", query("resourceType", "vps")),
			"GET /v2/iam/resource?resourceType=vps -> GET /v2/iam/resource/{resourceURN}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, planned(t, tt.endpoint).String()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// An endpoint that feeds others keeps its own parameters, whatever they have.
func TestQueryOfAMappedEndpointIsItsOwn(t *testing.T) {
	p := planned(t,
		get(t, "details", "/me/bill/{billId}/details", query("date.from", "2023"), query("category", "a")),
		get(t, "s", "/me/bill/{billId}/details/{d}", from("d", "details")))
	want := "GET /me/bill?date.from=2023 -> GET /me/bill/{billId}/details?category=a -> GET /me/bill/{billId}/details/{billDetailId}"
	if diff := cmp.Diff(want, p.String()); diff != "" {
		t.Error(diff)
	}
}
