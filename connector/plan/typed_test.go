package plan

import (
	"slices"
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

// A literal that looks like a placeholder is one that has lost its braces, most likely.
func TestForgotten(t *testing.T) {
	for _, tt := range []struct {
		path      string // up to the literal
		forgotten []string
		ids       []string
	}{
		{
			"/me/bill/",
			[]string{
				"billId", "BILLID", "bill_id", "bill-id", "YOUR_BILL_ID", "myId", "the-bill-id", "bill_name", "serviceName", "id",
				":id", "$bill", "*", "%3Cid%3E", "%7Bid%7D", "%7B%7BbillId%7D%7D", "%25s", "xxx", "XXXX",
			},
			[]string{"FR1", "FR12345678", "bill", "a:b", "my", "theId1", "xf"},
		},
		{
			"/cloud/project/",
			[]string{"projectId", "project_id", "your-project-id", "serviceName", "yourServiceName", "PROJECT_NAME"},
			[]string{"0123456789abcdef0123456789abcdef", "default", "12", "project-1"},
		},
		{"/domain/zone/", []string{"zoneName", "zone_name", "zoneId"}, []string{"example.com", "xxx.com", "myzone.fr", "id.fr"}},
		{"/ip/", []string{"ip", "ip_id", "%3Cip%3E"}, []string{"1.2.3.4", "1.2.3.0%2F24", "2001:db8::%2F64"}},
	} {
		for _, literal := range tt.forgotten {
			p := planned(t, get(t, "s", tt.path+literal))
			variable := p.Operation.PathParameters()[0].Name
			if literals, placeholders := p.Forgotten(); len(literals) != 1 || !slices.Equal(placeholders, []string{"{" + variable + "}"}) {
				t.Errorf("%s%s: %s, %s", tt.path, literal, literals, placeholders)
			}
		}
		for _, literal := range tt.ids {
			if literals, _ := planned(t, get(t, "s", tt.path+literal)).Forgotten(); literals != nil {
				t.Errorf("%s%s may be an id", tt.path, literal)
			}
		}
	}
	if literals, _ := planned(t, get(t, "s", "/me/bill/{b}")).Forgotten(); literals != nil {
		t.Errorf("a placeholder: %s", literals)
	}
}
