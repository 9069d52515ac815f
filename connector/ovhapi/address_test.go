package ovhapi

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestURL(t *testing.T) {
	for _, tc := range []struct {
		name, base, branch, path, query string
		want                            string
	}{
		{"v1", "https://h/1.0", "v1", "/me", "", "https://h/1.0/me"},
		{"v2 beside 1.0", "https://h/1.0", "v2", "/iam/policy", "", "https://h/v2/iam/policy"},
		{"v2 beside v1", "http://127.0.0.1:1234/v1", "v2", "/iam", "", "http://127.0.0.1:1234/v2/iam"},
		{"a base without a version", "https://h", "v1", "/me", "", "https://h/me"},
		{"v2 under a base without a version", "https://h/api", "v2", "/iam", "", "https://h/api/v2/iam"},
		{"a slash at the end of the base", "https://h/1.0/", "v1", "/me", "", "https://h/1.0/me"},
		{"an id with a slash", "https://h/1.0", "v1", "/ip/1.2.3.0%2F24", "", "https://h/1.0/ip/1.2.3.0%2F24"},
		{"an IPv6 block", "https://h/1.0", "v1", "/ip/2001:db8::%2F64", "", "https://h/1.0/ip/2001:db8::%2F64"},
		{"a batch separator", "https://h/1.0", "v1", "/x/1,2,3", "", "https://h/1.0/x/1,2,3"},
		{"encoded blanks", "https://h/1.0", "v1", "/x/a%20b", "q=a%20b", "https://h/1.0/x/a%20b?q=a%20b"},
		{"raw blanks", "https://h/1.0", "v1", "/x/a b", "q=a b", "https://h/1.0/x/a%20b?q=a%20b"},
		{"raw non-ASCII", "https://h/1.0", "v1", "/x/é", "q=é", "https://h/1.0/x/%C3%A9?q=%C3%A9"},
		{"a raw question mark in the path", "https://h/1.0", "v1", "/x/a?b", "", "https://h/1.0/x/a%3Fb"},
		{"a raw number sign", "https://h/1.0", "v1", "/x/a#b", "q=#", "https://h/1.0/x/a%23b?q=%23"},
		{"an offset in a date", "https://h/1.0", "v1", "/x", "from=2023-01-01T00:00:00%2B02:00",
			"https://h/1.0/x?from=2023-01-01T00:00:00%2B02:00"},
		{"a v1 path that looks like a branch", "https://h/1.0", "v1", "/v2/x", "", "https://h/1.0/v2/x"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			where, err := parseAddress(tc.base)
			if err != nil {
				t.Fatal(err)
			}
			got, err := where.url(tc.branch, tc.path, tc.query)
			if err != nil || got != tc.want {
				t.Errorf("%s, %v, want %s", got, err, tc.want)
			}
		})
	}
}

func TestURLRefuses(t *testing.T) {
	for _, tc := range []struct{ branch, path, want string }{
		{"", "/me", "v1 or v2"},
		{"v3", "/me", "v1 or v2"},
		{"v1", "me", "must start with /"},
		{"v1", "/a%zz", "invalid URL escape"},
	} {
		where := address{base: "https://h/1.0", root: "https://h"}
		if got, err := where.url(tc.branch, tc.path, ""); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%q %q: %q, %v, want an error with %q", tc.branch, tc.path, got, err, tc.want)
		}
	}
}

// FuzzURL holds what the signature depends on: whatever the path and query, net/http sends the
// bytes that were returned.
func FuzzURL(f *testing.F) {
	for _, seed := range []string{"/ip/1.2.3.0%2F24", "/a b", "/é", "/%zz", "//x", "/a?b#c", "/%2f%2F", "/\x00", "/a;b=c&d", "/[x]"} {
		f.Add(seed, strings.TrimPrefix(seed, "/"))
	}
	where := address{base: "https://api.test/1.0", root: "https://api.test"}
	f.Fuzz(func(t *testing.T, path, query string) {
		target, err := where.url("v1", path, query)
		if err != nil {
			return // refused before anything is signed
		}
		req, err := http.NewRequest(http.MethodGet, target, nil)
		if err != nil {
			t.Fatalf("%q: %v", target, err)
		}
		if wire := "https://" + req.URL.Host + req.URL.RequestURI(); wire != target {
			t.Errorf("signed %q, sent %q", target, wire)
		}
		if _, err := url.ParseRequestURI(req.URL.RequestURI()); err != nil {
			t.Errorf("%q cannot be received: %v", target, err)
		}
	})
}
