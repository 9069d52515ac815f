package ovhapi

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// TestRedirectsAreNotFollowed holds that what a request carries, a signature, a token or a client's
// secret, goes nowhere but where it was meant to, with any status that redirects.
func TestRedirectsAreNotFollowed(t *testing.T) {
	var strayed atomic.Int64
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		strayed.Add(1)
		t.Errorf("another host was sent %s %s with %v", r.Method, r.URL, r.Header)
	}))
	t.Cleanup(elsewhere.Close)
	targets := map[string]string{
		"another host":       elsewhere.URL + "/1.0/me",
		"another port":       "//" + strings.TrimPrefix(elsewhere.URL, "http://") + "/1.0/me",
		"the same host":      "/1.0/elsewhere",
		"the same path":      "?again=1",
		"a file":             "file:///etc/passwd",
		"with a credential":  strings.Replace(elsewhere.URL, "http://", "http://user:password@", 1),
		"nowhere":            "",
		"something unusable": "http://[::1",
	}
	for _, status := range []int{301, 302, 303, 307, 308} {
		for name, target := range targets {
			for who, request := range map[string]Request{
				"signed": signedGet("/me"), "unsigned": get("/me"),
				"POST": {Method: http.MethodPost, Branch: "v1", Path: "/me", Body: []byte(`{"a":1}`)},
			} {
				t.Run(fmt.Sprintf("%d to %s, %s", status, name, who), func(t *testing.T) {
					calls := 0
					c := newSocketClient(t, func(w http.ResponseWriter, _ *http.Request) {
						calls++
						w.Header()["Location"] = []string{target}
						w.WriteHeader(status)
					})
					_, err := c.Do(t.Context(), request)
					refused, ok := errors.AsType[*Error](err)
					if !ok || refused.Status != status || calls != 1 || strings.Contains(err.Error(), "password@") {
						t.Errorf("%d calls, error %v", calls, err)
					}
				})
			}
		}
	}
	if n := strayed.Load(); n > 0 {
		t.Errorf("%d requests went astray", n)
	}
}

// TestTokenIsNotAskedForElsewhere: the body of this one is the client's secret, which 307 and 308
// would have sent again.
func TestTokenIsNotAskedForElsewhere(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("another host was asked for a token: %s %s", r.Method, r.URL)
	}))
	t.Cleanup(elsewhere.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		server := httptest.NewServer(http.RedirectHandler(elsewhere.URL, status))
		t.Cleanup(server.Close)
		c := newTestClient(t, nil, func(o *Options) {
			account := testAccount
			account.TokenURL = server.URL + "/auth/oauth2/token"
			o.BaseURL, o.Credentials = server.URL+"/1.0", account
		})
		_, err := c.Do(t.Context(), signedGet("/me"))
		if refused, ok := errors.AsType[*Error](err); !ok || refused.Status != status {
			t.Errorf("%d: %v", status, err)
		}
	}
}
