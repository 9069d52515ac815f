package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
)

func TestPath(t *testing.T) {
	type parts struct {
		Branch, Template       string
		Segments, Placeholders []string
	}
	for written, want := range map[string]parts{
		"/me":                      {"v1", "/me", []string{"me"}, nil},
		"/v1/me/bill/{billId}":     {"v1", "/me/bill/{billId}", []string{"me", "bill", "{billId}"}, []string{"billId"}},
		"/v2/iam/resource/{urn}/x": {"v2", "/iam/resource/{urn}/x", []string{"iam", "resource", "{urn}", "x"}, []string{"urn"}},
		"/v2x/iam":                 {"v1", "/v2x/iam", []string{"v2x", "iam"}, nil},
		"/ip/1.2.3.0%2F24/{a}/{b}": {"v1", "/ip/1.2.3.0%2F24/{a}/{b}", []string{"ip", "1.2.3.0%2F24", "{a}", "{b}"}, []string{"a", "b"}},
	} {
		t.Run(written, func(t *testing.T) {
			p := path(t, written)
			if diff := cmp.Diff(want, parts{p.Branch(), p.Template(), p.Segments(), p.Placeholders()}); diff != "" {
				t.Error(diff)
			}
			if p.String() != written {
				t.Errorf("String() = %s", p)
			}
		})
	}
}

// The slash of an IP block belongs to its segment, written as OVH shows it.
func TestPathOfAnIPBlock(t *testing.T) {
	for written, want := range map[string]string{
		"/ip/192.0.2.0/28/mitigation":       "/ip/192.0.2.0%2F28/mitigation",
		"/v1/ip/2001:db8::/64/reverse/{ip}": "/v1/ip/2001:db8::%2F64/reverse/{ip}",
		"/ip/192.0.2.0%2F28/mitigation":     "/ip/192.0.2.0%2F28/mitigation",
		"/ip/192.0.2.1/mitigation":          "/ip/192.0.2.1/mitigation",
		"/ip/192.0.2.1/99":                  "/ip/192.0.2.1/99",
		"/me/order/28/details":              "/me/order/28/details",
	} {
		if got := path(t, written).String(); got != want {
			t.Errorf("%s: %s, want %s", written, got, want)
		}
	}
}

func TestParsePathRefuses(t *testing.T) {
	for written, want := range map[string]string{
		"":                      "is empty",
		"me":                    `must begin with "/"`,
		" /me":                  `must begin with "/"`,
		"/":                     "names no operation",
		"/v1":                   "names no operation",
		"/v2/":                  "names no operation",
		"/v1//me":               `"//"`,
		"/me/":                  `must not end in "/"`,
		"/1.0":                  "/1.0",
		"/1.0/me":               "/1.0",
		"http://host/me":        "host",
		"/me?x=1":               `"?"`,
		"/me#x":                 `"#"`,
		"/me/..":                `".."`,
		"/me/%2e%2E/x":          `".."`,
		"/me/./x":               `"."`,
		"/{section}/x":          "section of the API",
		"/v2/{section}":         "section of the API",
		"/1234/x":               "section of the API",
		"/me/bill/<billId>":     "write it as {billId}",
		"/me/bill/[id]/x":       "write it as {id}",
		"/me/{}":                "braces",
		"/me/{bill Id}":         "braces",
		"/me/{a}{b}":            "braces",
		"/me/a{b}":              "braces",
		"/me/{a/b}":             "braces",
		"/me/a}":                "braces",
		"/me/{a}/{a}":           "{a} twice",
		"/me/{billId}/{BILLID}": "{BILLID} twice",
		"/me/a b":               "character",
		"/me/a\n":               "character",
		"/me/é":                 "character",
		"/me/100%":              "character",
		"/me/%2":                "character",
	} {
		t.Run(written, func(t *testing.T) {
			if p, err := config.ParsePath(written); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, %v, want an error with %s", p, err, want)
			}
		})
	}
}
