package ovhapi

import (
	"crypto/sha1"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// signature computes OVH's signature of a request as received, independently of go-ovh.
func signature(k ApplicationKeys, req *http.Request, url string, body []byte) string {
	text := strings.Join([]string{
		k.ApplicationSecret, k.ConsumerKey, req.Method, url, string(body), req.Header.Get("X-Ovh-Timestamp"),
	}, "+")
	return fmt.Sprintf("$1$%x", sha1.Sum([]byte(text)))
}

// TestSignatureVector checks the signature of OVH's documented sample keys at a known time.
func TestSignatureVector(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, newScript(t,
			step{"GET https://eu.api.ovh.com/1.0/auth/time", answer(http.StatusOK, "1366560945")},
			step{"GET https://eu.api.ovh.com/1.0/domain/zone", func(req *http.Request) (*http.Response, error) {
				for name, want := range map[string]string{
					"X-Ovh-Application": testKeys.ApplicationKey,
					"X-Ovh-Consumer":    testKeys.ConsumerKey,
					"X-Ovh-Timestamp":   "1366560945",
					"X-Ovh-Signature":   "$1$eba73e191a24380e0d8f7ab822e7166c788b2dec",
					"User-Agent":        "source-ovhcloud-api",
					"Accept":            "application/json",
				} {
					if got := req.Header.Get(name); got != want {
						t.Errorf("%s: %q, want %q", name, got, want)
					}
				}
				return answer(http.StatusOK, `["example.com"]`)(req)
			}},
		), func(o *Options) { o.BaseURL = "https://eu.api.ovh.com/1.0" })
		resp, err := c.Do(t.Context(), signedGet("/domain/zone"))
		if err != nil || string(resp.Body) != `["example.com"]` {
			t.Errorf("answer %v, %v", resp, err)
		}
	})
}

// TestSignatureCoversTheWire checks, on the server's side, that what was signed is what arrived.
func TestSignatureCoversTheWire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, r := range []Request{
			{Method: http.MethodGet, Branch: "v1", Path: "/ip/1.2.3.0%2F24"},
			{Method: http.MethodGet, Branch: "v1", Path: "/ip/2001:db8::%2F64", Query: "description=a%20b&x=%C3%A9"},
			{Method: http.MethodGet, Branch: "v2", Path: "/iam/resource", Header: http.Header{"X-Pagination-Size": {"100"}}},
			{Method: http.MethodGet, Branch: "v1", Path: "/raw blank é", Query: "q=raw blank é"},
			{Method: http.MethodPost, Branch: "v1", Path: "/me/document", Body: []byte(`{ "name": "a<b>", "tags": [ ] }`)},
			{Method: http.MethodDelete, Branch: "v1", Path: "/me/document/1"},
		} {
			seen := 0
			c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
				if strings.HasSuffix(req.URL.Path, "/auth/time") {
					return answer(http.StatusOK, fmt.Sprint(time.Now().Unix()))(req)
				}
				seen++
				var body []byte
				if req.Body != nil {
					body, _ = io.ReadAll(req.Body)
				}
				if got, want := req.Header.Get("X-Ovh-Signature"), signature(testKeys, req, req.URL.String(), body); got != want {
					t.Errorf("%s: signature %s, want %s", req.URL, got, want)
				}
				for name, values := range r.Header {
					if req.Header.Get(name) != values[0] {
						t.Errorf("%s: header %s is missing", req.URL, name)
					}
				}
				return answer(http.StatusOK, "null")(req)
			}))
			if _, err := c.Do(t.Context(), r); err != nil || seen != 1 {
				t.Errorf("%s %s: %v after %d calls", r.Method, r.Path, err, seen)
			}
		}
	})
}

// TestGoOvhReadsNothingElse checks that neither the environment nor a configuration file of
// go-ovh's leaks into a client.
func TestGoOvhReadsNothingElse(t *testing.T) {
	t.Setenv("OVH_CLIENT_ID", "from the environment")
	t.Setenv("OVH_ACCESS_TOKEN", "from the environment")
	t.Setenv("OVH_CONSUMER_KEY", "from the environment")
	t.Setenv("OVH_ENDPOINT", "ovh-us")
	t.Chdir(t.TempDir())
	if err := os.WriteFile("ovh.conf", []byte("not an ini file"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := newTestClient(t, newScript(t, clockStep(),
		step{"GET https://api.test/1.0/me", func(req *http.Request) (*http.Response, error) {
			if req.Header.Get("X-Ovh-Consumer") != testKeys.ConsumerKey || req.Header.Get("Authorization") != "" {
				t.Errorf("headers %v", req.Header)
			}
			return answer(http.StatusOK, "{}")(req)
		}}))
	if _, err := c.Do(t.Context(), signedGet("/me")); err != nil {
		t.Error(err)
	}
}

func TestClockTransportAnswersNothingElse(t *testing.T) {
	for _, url := range []string{"https://api.test/me", "https://api.test/auth/credential"} {
		req, err := http.NewRequest(http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := clockTransport{&clock{}}.RoundTrip(req)
		if err == nil {
			resp.Body.Close()
			t.Errorf("%s was answered", url)
		}
	}
}

func TestAuthIsRequired(t *testing.T) {
	c := newTestClient(t, newScript(t), withoutAuth)
	if _, err := c.Do(t.Context(), signedGet("/me")); err == nil || !strings.Contains(err.Error(), "needs credentials") {
		t.Errorf("error %v", err)
	}
}

func TestNoAuthSendsNoCredential(t *testing.T) {
	c := newTestClient(t, newScript(t, step{"GET https://api.test/1.0/me.json", func(req *http.Request) (*http.Response, error) {
		for name := range req.Header {
			if strings.HasPrefix(name, "X-Ovh-") || name == "Authorization" {
				t.Errorf("header %s was sent", name)
			}
		}
		return answer(http.StatusOK, "{}")(req)
	}}))
	if _, err := c.Do(t.Context(), get("/me.json")); err != nil {
		t.Error(err)
	}
}
