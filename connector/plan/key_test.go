package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
)

func TestMatchProperty(t *testing.T) {
	section := operation(t, "GET", "/cloud/project").Section
	iam := operation(t, "GET", "/v2/iam/resource").Section
	instance, resource := section.Type("cloud.Instance"), iam.Type("iam.Resource")
	tests := []struct {
		name        string
		object      *apischema.Type
		placeholder string
		kind        apischema.Kind
		want        string
		ok          bool
	}{
		{"the same name", instance, "region", apischema.String, "region", true},
		{"the same name in other case", instance, "REGION", apischema.Integer, "region", true},
		{"a suffix", resource, "resourceURN", apischema.String, "urn", true},
		{"the longest suffix", resource, "displayname", apischema.String, "displayName", true},
		{"the longest of two suffixes", resource, "theDisplayName", apischema.String, "displayName", true},
		{"a suffix of another type", instance, "instanceName", apischema.Integer, "id", true},
		{"id for want of better", instance, "server", apischema.String, "id", true},
		{"nothing", section.Type("cloud.Quota"), "quotaId", apischema.String, "", false},
		{"no object", section.Type("string"), "id", apischema.String, "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := MatchProperty(tt.object, tt.placeholder, tt.kind)
			if got != tt.want || ok != tt.ok {
				t.Errorf("got %q, %t; want %q, %t", got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestKeys(t *testing.T) {
	tests := []struct {
		name, path string
		options    []option
		want       []string
	}{
		{"one record for all", "/me", nil, nil},
		{"one record per partition", "/me/bill/{b}/details/{d}", nil, []string{"billDetailId", "billId"}},
		{"a prefixed column", "/me/bill/{b}/payment", nil, []string{"bill_billId"}},
		{"a scalar per partition", "/me/order/{o}/status", nil, []string{"orderId"}},
		{"scalars with a detail", "/domain/zone/{z}/record", nil, []string{"id", "zoneName"}},
		{"scalars without a detail", "/shapes/scalars", nil, []string{"value"}},
		{"objects with a detail, by id", "/cloud/project/{p}/instance", nil, []string{"id", "serviceName"}},
		{"objects with a detail, by suffix", "/v2/iam/resource", nil, []string{"urn"}},
		{"objects with a detail that nothing matches", "/shapes/nameless", nil, nil},
		{"objects without a detail", "/cloud/project/{p}/quota", nil, nil},
		{"arrays", "/shapes/matrix", nil, nil},
		{"a map", "/shapes/map", nil, []string{"key"}},
		{"a map per partition", "/v2/iam/resource/{urn}/tags", nil, []string{"key", "resourceURN"}},
		{"from inside the answer", "/shapes/object", []option{recordPath("$.things")}, nil},
		{"the product's record path is no other place", "/shapes/list", []option{recordPath("$[*]")}, []string{"id"}},
		{"the user's own", "/cloud/project/{p}/quota", []option{primaryKey("serviceName", "region")}, []string{"serviceName", "region"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, planned(t, get(t, "s", tt.path, tt.options...)).Key); diff != "" {
				t.Error(diff)
			}
		})
	}
}
