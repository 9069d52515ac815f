package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAccesses(t *testing.T) {
	for name, tt := range map[string]struct {
		plan *Plan
		want []string
	}{
		"a chain": {planned(t, get(t, "bills", "/me/bill"), get(t, "s", "/me/bill/{b}/details/{d}", from("b", "bills"))),
			[]string{"GET /me/bill", "GET /me/bill/*/details", "GET /me/bill/*/details/*"}},
		"a literal": {planned(t, get(t, "s", "/cloud/project/abc/instance")), []string{"GET /cloud/project/abc/instance"}},
		"typed values": {planned(t, get(t, "s", "/cloud/project/{p}/instance/{i}", values("p", "a", "b"))),
			[]string{"GET /cloud/project/a/instance", "GET /cloud/project/b/instance", "GET /cloud/project/a/instance/*", "GET /cloud/project/b/instance/*"}},
	} {
		var got []string
		for _, a := range tt.plan.Accesses() {
			got = append(got, a.String())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestNotice(t *testing.T) {
	tests := map[string]string{
		"/shapes/list": "",
		"/shapes/beta": "GET /shapes/beta is in beta at OVH and may change without notice",
		"/shapes/old":  "GET /shapes/old is deprecated by OVH and will be removed on 2026-12-01; use /shapes/list instead",
	}
	for path, want := range tests {
		if diff := cmp.Diff(want, planned(t, get(t, "s", path)).Notice()); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}

func TestResumable(t *testing.T) {
	for path, want := range map[string]bool{"/me/bill": false, "/me/bill/{b}": true, "/me/bill/FR1": true} {
		if got := planned(t, get(t, "s", path)).Resumable(); got != want {
			t.Errorf("%s: %t", path, got)
		}
	}
}

func TestJSONSchema(t *testing.T) {
	const (
		head = `{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","additionalProperties":true,"properties":`
		text = `{"type":["null","string"]}`
		long = `{"type":["null","integer"]}`
	)
	tests := []struct{ name, path, properties string }{
		{"object", "/me", `{"email":` + text + `,"nichandle":` + text + `}`},
		{"list of scalars", "/me/bill", `{"billId":` + text + `}`},
		{"scalar", "/shapes/scalar", `{"value":` + text + `}`},
		{"enum", "/me/order/{o}/status", `{"orderId":` + long + `,"value":{"description":"Known values: delivered, notPaid.","type":["null","string"]}}`},
		{"map", "/shapes/map", `{"key":` + text + `,"value":` + long + `}`},
		{"arrays", "/shapes/matrix", `{"value":{"type":["null","array"],"items":` + long + `}}`},
		{"anything", "/shapes/any", `{"value":{}}`},
		{"placeholders beside properties", "/cloud/project/{p}/region/{r}",
			`{"name":` + text + `,"regionName":` + text + `,"serviceName":` + text + `,"status":` + text + `}`},
		{"an enum's column", "/price/backup/{size}",
			`{"currencyCode":` + text + `,"size":{"description":"Known values: 500, 1000.","type":["null","integer"]},"value":{"type":["null","number"]}}`},
		{"its own id is one column", "/me/order/{o}",
			`{"date":{"type":["null","string"],"format":"date-time","airbyte_type":"timestamp_with_timezone"},"orderId":` + long + `}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := get(t, "s", tt.path)
			if tt.path == "/cloud/project/{p}/region/{r}" {
				values("r", "GRA")(&e)
			}
			got, err := planned(t, e).JSONSchema()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(head+tt.properties+"}", string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
