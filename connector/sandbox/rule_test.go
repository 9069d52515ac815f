package sandbox

import "testing"

func TestGranted(t *testing.T) {
	for _, test := range []struct {
		rule, path string
		want       bool
	}{
		{"/*", "/me", true},
		{"/*", "/v2/iam/resource", true},
		{"*", "/me", true},
		{"/me", "/me", true},
		{"/me", "/me/bill", false},
		{"/me*", "/me/bill", true},
		{"/me*", "/menu", true},
		{"/me/*", "/me", false},
		{"/me/bill/*/details", "/me/bill/FR1/details", true},
		{"/me/bill/*/details", "/me/bill/FR1/details/2", false},
		{"/me/*/details/*", "/me/bill/FR1/details/2", true},
		{"/me/*/details/*", "/me/bill/FR1", false},
		{"/a*a", "/a", false},
		{"", "/me", false},
	} {
		if got := granted([]AccessRule{{"GET", test.rule}}, "GET", test.path); got != test.want {
			t.Errorf("GET %s grants %s: %v", test.rule, test.path, got)
		}
		if granted([]AccessRule{{"GET", test.rule}}, "POST", test.path) {
			t.Errorf("GET %s grants POST", test.rule)
		}
	}
	if granted(nil, "GET", "/me") {
		t.Error("no rules grant a call")
	}
}
