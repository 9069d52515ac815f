package plan

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
)

// What a user reads when the form and OVH's description do not fit.
func TestConfigErrors(t *testing.T) {
	e := func(name, path string, options ...option) config.Endpoint { return get(t, name, path, options...) }
	tests := []struct {
		name      string
		endpoints []config.Endpoint
		want      string
	}{
		{"another method", []config.Endpoint{e("s", "/me/bill", posting(`{}`))},
			`endpoint s, Path: OVH's API has no POST /me/bill, only GET there.`},
		{"an answer without records", []config.Endpoint{e("s", "/shapes/void")},
			`endpoint s, Path: GET /shapes/void returns nothing that could become records; remove this endpoint.`},

		{"no list before the placeholder", []config.Endpoint{e("s", "/shapes/unlisted/{x}")},
			`endpoint s, Path Parameters › x: OVH cannot list its values: there is no GET /shapes/unlisted. Give them as values, or map {x} to an endpoint of this configuration that yields them.`},
		{"no list but an object", []config.Endpoint{e("s", "/shapes/object/{part}")},
			`endpoint s, Path Parameters › part: OVH cannot list its values: GET /shapes/object is not a list. Give them as values, or map {part} to an endpoint of this configuration that yields them.`},
		{"a list of objects without an id", []config.Endpoint{e("s", "/shapes/nameless/{token}")},
			`endpoint s, Path Parameters › token: OVH cannot list its values: the items of GET /shapes/nameless have no id. Give them as values, or map {token} to an endpoint of this configuration that yields them.`},
		{"a value of another type", []config.Endpoint{e("s", "/me/order/{id}", values("id", "7", "FR7"))},
			`endpoint s, Path Parameters › id: "FR7" is not a whole number, which OVH expects for {orderId}.`},
		{"a placeholder without its braces", []config.Endpoint{e("s", "/me/order/id")},
			`endpoint s, Path Parameters › orderId: "id" is not a whole number, which OVH expects for {orderId}; write {orderId} in the path to read them all.`},
		{"a value that leaves its segment", []config.Endpoint{e("s", "/me/bill/{id}", values("id", ".."))},
			`endpoint s, Path Parameters › id: ".." cannot stand in a path; write the id as OVH shows it.`},

		{"an unknown endpoint", []config.Endpoint{e("s", "/me/bill/{id}", from("id", "bils"))},
			`endpoint s, Path Parameters › id: there is no endpoint named "bils".`},
		{"an endpoint with side effects", []config.Endpoint{
			e("documents", "/me/document", posting(`{}`)), e("s", "/me/document/{id}", from("id", "documents"))},
			`endpoint s, Path Parameters › id: the endpoint "documents" is a POST; only the records of a GET endpoint can feed a placeholder.`},
		{"an endpoint of itself", []config.Endpoint{e("s", "/me/bill/{id}", from("id", "s"))},
			`endpoint s, Path Parameters › id: the mappings form a cycle: s -> s. Map this placeholder to another endpoint or to values.`},
		{"a cycle", []config.Endpoint{
			e("a", "/me/bill/{id}", from("id", "b")), e("b", "/me/bill/{id}/payment", from("id", "a"))},
			`endpoint a, Path Parameters › id: the mappings form a cycle: b -> a -> b. Map this placeholder to another endpoint or to values.`},
		{"a field of scalars", []config.Endpoint{
			e("bills", "/me/bill"), e("s", "/me/bill/{x}", fromField("x", "bills", "id"))},
			`endpoint s, Path Parameters › x: the records of bills have no field "id"; they have only "billId".`},
		{"a field that objects lack", []config.Endpoint{
			e("quotas", "/cloud/project/{p}/quota"), e("s", "/domain/zone/{x}", fromField("x", "quotas", "zone"))},
			`endpoint s, Path Parameters › x: the records of quotas have no field "zone"; they have maxCores, region.`},
		{"a nested field that objects lack", []config.Endpoint{
			e("instances", "/cloud/project/{p}/instance"), e("s", "/domain/zone/{x}", fromField("x", "instances", "flavor.cores"))},
			`endpoint s, Path Parameters › x: the records of instances have no field "flavor.cores"; they have flavor, id, ipAddresses, name, region, tags.`},
		{"objects without a likely field", []config.Endpoint{
			e("quotas", "/cloud/project/{p}/quota"), e("s", "/domain/zone/{x}", from("x", "quotas"))},
			`endpoint s, Path Parameters › x: which field of quotas holds the value is not clear; name one of maxCores, region.`},

		{"a parameter for the endpoint that feeds it", []config.Endpoint{
			e("bills", "/me/bill"), e("s", "/me/bill/{id}", from("id", "bills"), query("date.from", "2023"))},
			`endpoint s, Query Parameters › date.from: the endpoint bills, which feeds this one, takes it; set it there.`},
		{"a parameter that nothing takes", []config.Endpoint{e("s", "/me/bill/{id}", query("from", "2023"))},
			`endpoint s, Query Parameters › from: no operation that this endpoint calls takes it; they take category, date.from, date.to.`},
		{"a parameter where nothing takes any", []config.Endpoint{e("s", "/me", query("from", "2023"))},
			`endpoint s, Query Parameters › from: no operation that this endpoint calls takes query parameters; remove it.`},
		{"a required parameter", []config.Endpoint{e("s", "/domain/zone/{z}/history")},
			`endpoint s, Query Parameters: GET /domain/zone/{zoneName}/history requires from; add it with a value.`},
		{"a parameter that a parent requires", []config.Endpoint{e("s", "/domain/zone/{z}/history/{d}")},
			`endpoint s, Query Parameters: GET /domain/zone/{zoneName}/history requires from; add it with a value.`},
		{"a bound that is no time", []config.Endpoint{e("s", "/me/bill/{b}", query("date.from", "January"))},
			`endpoint s, Query Parameters › date.from: "January" is not a date; write 2023, 2023-01-31 or 2023-01-31T00:00:00Z.`},
		{"new parents of lists that have no time", []config.Endpoint{e("s", "/domain/zone/{z}/record/{r}", newParentsOnly)},
			`endpoint s, New Parents Only: OVH can filter none of the lists above this endpoint by time; remove it.`},

		{"a field that records lack", []config.Endpoint{e("s", "/me", fields("email", "e-mail"))},
			`endpoint s, Fields: the records have no field "e-mail": "e-mail" is not one of email, nichandle.`},
		{"a nested field that records lack", []config.Endpoint{e("s", "/me/bill/{id}", fields("priceWithTax.Value"))},
			`endpoint s, Fields: the records have no field "priceWithTax.Value": "Value" is not one of currencyCode, text, value.`},
		{"a field of scalars that are columns", []config.Endpoint{e("s", "/me/bill", fields("date"))},
			`endpoint s, Fields: the records have no field "date": "date" is not one of billId.`},
		{"a key that records lack", []config.Endpoint{e("s", "/me", primaryKey("id"))},
			`endpoint s, Primary Key: the records have no column "id"; they have email, nichandle.`},
		{"a parent's fault", []config.Endpoint{
			e("things", "/shapes/unlisted/{x}"), e("s", "/me/order/{id}", from("id", "things"))},
			`endpoint things, Path Parameters › x: OVH cannot list its values: there is no GET /shapes/unlisted. Give them as values, or map {x} to an endpoint of this configuration that yields them.`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := plannedOr(t, tt.endpoints...)
			fault, ok := errors.AsType[*ConfigError](err)
			if !ok {
				t.Fatalf("got %v, want a ConfigError", err)
			}
			if diff := cmp.Diff(tt.want, fault.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A path that OVH neither describes nor answers is a fault of the form that
// names what is near it.
func TestUnknownPathIsAFaultOfTheForm(t *testing.T) {
	_, err := plannedOr(t, get(t, "s", "/me/bil"))
	fault, ok := errors.AsType[*ConfigError](err)
	if !ok || fault.Place.Property() != "path" || !strings.Contains(fault.Message, "Near it: /me/bill") {
		t.Errorf("got %v", err)
	}
}

// What may have been meant by a path that OVH does not have is said with it.
func TestUnknownPathHints(t *testing.T) {
	for path, want := range map[string]string{
		"/iam/resource":                "OVH's API has no GET /iam/resource. The other version of the API has it: write /v2/iam/resource.",
		"/v1/iam/resource/{urn}/tags":  "OVH's API has no GET /v1/iam/resource/{urn}/tags. The other version of the API has it: write /v2/iam/resource/{urn}/tags.",
		"/me/bil/{billId}":             "OVH's API has no GET /me/bil/{billId}. Near it: /me/bill/{billId}.",
		"/nothing/like/{it}":           "OVH's API has no GET /nothing/like/{it}. If the path is right, give the values of its placeholders under Path Parameters.",
		"/v2/me/bill/FR1":              "OVH's API has no GET /v2/me/bill/FR1. The other version of the API has it: write /me/bill/FR1.",
		"/cloud/project/a/b1/instance": "OVH's API has no GET /cloud/project/a/b1/instance. If a slash belongs to an id, write it as %2F: /cloud/project/a%2Fb1/instance.",
		"/v2/iam/resource/a/b1/tags":   "OVH's API has no GET /v2/iam/resource/a/b1/tags. If a slash belongs to an id, write it as %2F: /v2/iam/resource/a%2Fb1/tags.",
		"/me/bill/FR2/tax":             "OVH's API has no GET /me/bill/FR2/tax.",
		"/cloud/nothing/like/it":       "OVH's API has no GET /cloud/nothing/like/it.",
	} {
		_, err := plannedOr(t, get(t, "s", path))
		if fault, ok := errors.AsType[*ConfigError](err); !ok || fault.Message != want {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}

// A description that cannot be read now says nothing of the form.
func TestUnreadableDescriptionIsNoConfigError(t *testing.T) {
	broken := errors.New("connection reset")
	descriptions := apischema.New(func(context.Context, string, string) (io.ReadCloser, error) { return nil, broken })
	_, err := NewPlanner(nil, descriptions, nothingThere).Plan(t.Context(), get(t, "s", "/me/bill"))
	if _, ok := errors.AsType[*ConfigError](err); ok || !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// A plan with a fault is none: half of one would be read.
func TestAFaultyPlanIsNone(t *testing.T) {
	for name, e := range map[string]config.Endpoint{
		"key":          get(t, "s", "/me/bill/{b}", primaryKey("none")),
		"fields":       get(t, "s", "/me/bill/{b}", fields("Date")),
		"record path":  get(t, "s", "/shapes/object", recordPath("$.Count")),
		"parents":      get(t, "s", "/me/order/{o}/status", newParentsOnly, values("o", "1")),
		"path":         get(t, "s", "/me/none"),
		"placeholders": get(t, "s", "/me/bill/{b}", from("b", "none")),
	} {
		if p, err := plannedOr(t, e); p != nil || !is[*ConfigError](err) {
			t.Errorf("%s: %v, %v", name, p, err)
		}
	}
}
