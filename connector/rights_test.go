package connector

import (
	"testing"

	"source-ovhcloud-api/connector/config"
)

func TestMatches(t *testing.T) {
	for _, test := range []struct {
		rule, path string
		want       bool
	}{
		{"/*", "/me/bill/*", true},
		{"*", "/v2/iam/policy", true},
		{"/*", "/v2/iam/policy", true},
		{"/me", "/me", true},
		{"/me", "/me/bill", false},
		{"/me/", "/me", false},
		{"/me*", "/me", true},
		{"/me*", "/me/bill", true},
		{"/me/*", "/me", false},
		{"/me/*", "/me/bill", true},
		{"/me/bill", "/me/bill/*", false},
		{"/me/bill/*", "/me/bill/*", true},
		{"/me/bill/*", "/me/bill/*/details/*", true},
		{"/me/bill/*/details", "/me/bill/*/details", true},
		{"/me/bill/*/details", "/me/bill/*/details/*", false},
		{"/me/*/details", "/me/bill/*/details", true},
		{"/me/*/bill/*/x", "/me/bill/*/x", false},
		{"/a*b*b", "/ab", false},
		{"/a*b*b", "/abb", true},
		{"/a**", "/a", true},
		// One item is not all of them.
		{"/me/bill/FR1", "/me/bill/*", false},
		{"/me/bill/FR*", "/me/bill/*", false},
		// v1 with its prefix, in either spelling.
		{"/1.0/me/bill", "/me/bill", true},
		{"/v1/me/*", "/me/bill", true},
		{"/v2/*", "/v2/iam/policy", true},
		{"/v2/*", "/me", false},
		{"", "/me", false},
	} {
		if got := matches(test.rule, test.path); got != test.want {
			t.Errorf("rule %q, path %q: %t, want %t", test.rule, test.path, got, test.want)
		}
	}
}

func TestCovered(t *testing.T) {
	rules := []rule{{"get", "/me/*"}, {"POST", "/me/document"}}
	for right, want := range map[rule]bool{
		{"GET", "/me/bill"}:      true, // methods have no case
		{"GET", "/vps"}:          false,
		{"POST", "/me/document"}: true,
		{"POST", "/me/bill"}:     false, // another rule's method is none
		{"PUT", "/me/document"}:  false,
	} {
		if got := covered(rules, right); got != want {
			t.Errorf("%v: %t, want %t", right, got, want)
		}
	}
	if covered(nil, rule{"GET", "/me"}) {
		t.Error("no rules cover nothing")
	}
}

func TestCreateTokenURL(t *testing.T) {
	const check = "GET=/auth/currentCredential&GET=/me"
	for _, test := range []struct {
		name, region string
		rights       map[rule]bool
		want         string
	}{
		{"what a check itself calls", "ovh-eu", map[rule]bool{}, "https://eu.api.ovh.com/createToken/?" + check},
		{"each right once", "ovh-ca", map[rule]bool{{"GET", "/me"}: true}, "https://ca.api.ovh.com/createToken/?" + check},
		{"sorted", "kimsufi-eu", map[rule]bool{{"POST", "/me/document"}: true, {"GET", "/me/bill/*"}: true}, "https://eu.api.kimsufi.com/createToken/?" + check + "&GET=/me/bill/*&POST=/me/document"},
		{"escaped", "ovh-us", map[rule]bool{{"GET", "/a b&c/*"}: true}, "https://api.us.ovhcloud.com/createToken/?GET=/a+b%26c/*&" + check},
		{"a region without keys", "sandbox", map[rule]bool{{"GET", "/me"}: true}, ""},
		{"no region", "", map[rule]bool{}, ""},
	} {
		before := len(test.rights)
		if got := createTokenURL(&config.Config{Region: test.region}, test.rights); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
		if len(test.rights) != before {
			t.Errorf("%s: the rights were changed", test.name)
		}
	}
}

func TestCounted(t *testing.T) {
	for n, want := range map[int64]string{0: "0 calls", 1: "1 call", 2: "2 calls"} {
		if got := counted(n, "call"); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
}
