package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
)

// Each typed value is asked for by the first call that needs nothing else.
func TestTypedItems(t *testing.T) {
	for _, tt := range []struct {
		name     string
		endpoint config.Endpoint
		want     []string // values, item and path
	}{
		{"none", get(t, "s", "/me/bill/{b}"), nil},
		{"a literal", get(t, "s", "/me/bill/FR1"), []string{"FR1 /me/bill/FR1 /me/bill/FR1"}},
		{"values", get(t, "s", "/me/bill/{b}/payment", values("b", "a/b", "c")),
			[]string{"a/b /me/bill/a/b /me/bill/a%2Fb/payment", "c /me/bill/c /me/bill/c/payment"}},
		{"above a list", get(t, "s", "/domain/zone/a.com/record/{r}"), []string{"a.com /domain/zone/a.com /domain/zone/a.com/record"}},
		{"below a list", get(t, "s", "/domain/zone/{z}/record/7"), nil},
		{"two", get(t, "s", "/domain/zone/{z}/record/{r}", values("z", "a", "b"), values("r", "1", "2")), []string{
			"a,1 /domain/zone/a/record/1 /domain/zone/a/record/1", "a,2 /domain/zone/a/record/2 /domain/zone/a/record/2",
			"b,1 /domain/zone/b/record/1 /domain/zone/b/record/1", "b,2 /domain/zone/b/record/2 /domain/zone/b/record/2"}},
		{"the other version", get(t, "s", "/v2/iam/resource/urn:1/tags"), []string{"urn:1 /v2/iam/resource/urn:1 /iam/resource/urn:1/tags"}},
		{"a call with side effects", get(t, "s", "/cloud/project/abc/usage", posting(`{}`), query("from", "2023")), nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for item := range planned(t, tt.endpoint).TypedItems() {
				got = append(got, strings.Join(item.Values, ",")+" "+item.Item+" "+item.Path)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
