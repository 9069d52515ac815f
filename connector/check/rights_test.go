package check

import (
	"testing"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
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
	rules := []plan.Access{{Method: "get", Path: "/me/*"}, {Method: "POST", Path: "/me/document"}}
	for right, want := range map[plan.Access]bool{
		{Method: "GET", Path: "/me/bill"}:      true, // methods have no case
		{Method: "GET", Path: "/vps"}:          false,
		{Method: "POST", Path: "/me/document"}: true,
		{Method: "POST", Path: "/me/bill"}:     false, // another rule's method is none
		{Method: "PUT", Path: "/me/document"}:  false,
	} {
		if got := Covered(rules, right); got != want {
			t.Errorf("%v: %t, want %t", right, got, want)
		}
	}
	if Covered(nil, plan.Access{Method: "GET", Path: "/me"}) {
		t.Error("no rules cover nothing")
	}
}

func TestCreateKeyURL(t *testing.T) {
	const check = "GET=/auth/currentCredential&GET=/me"
	for _, test := range []struct {
		name, region string
		rights       []plan.Access
		want         string
	}{
		{"what a check itself calls", "ovh-eu", nil, "https://eu.api.ovh.com/createToken/?" + check},
		{"each right once", "ovh-ca", []plan.Access{{Method: "GET", Path: "/me"}}, "https://ca.api.ovh.com/createToken/?" + check},
		{"sorted", "kimsufi-eu", []plan.Access{{Method: "POST", Path: "/me/document"}, {Method: "GET", Path: "/me/bill/*"}}, "https://eu.api.kimsufi.com/createToken/?" + check + "&GET=/me/bill/*&POST=/me/document"},
		{"escaped", "ovh-us", []plan.Access{{Method: "GET", Path: "/a b&c/*"}}, "https://api.us.ovhcloud.com/createToken/?GET=/a+b%26c/*&" + check},
		{"a region without keys", "sandbox", []plan.Access{{Method: "GET", Path: "/me"}}, ""},
		{"no region", "", nil, ""},
	} {
		if got := CreateKeyURL(&config.Config{Region: test.region}, test.rights); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
