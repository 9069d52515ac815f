//go:build browser

package browser

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/apischema/corpustest"
	"source-ovhcloud-api/connector/sandbox"
)

var errNoDocument = errors.New("no such document")

// wholeAPI serves OVH's whole description before the sandbox's account, which
// answers the calls of its part, and gives a configuration of that account.
func wholeAPI(t *testing.T) (config string) {
	t.Helper()
	fetch := corpustest.Fetch(t, errNoDocument)
	account := sandbox.New(sandbox.Options{RequestsPerSecond: -1})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		branch, path, ok := document(r.URL.Path)
		if !ok {
			account.ServeHTTP(w, r)
			return
		}
		body, err := fetch(r.Context(), branch, path)
		if err != nil {
			http.Error(w, `{"message": "Got an invalid (or empty) URL"}`, http.StatusNotFound)
			return
		}
		defer body.Close()
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.Copy(w, body)
	}))
	t.Cleanup(server.Close)
	form, err := json.Marshal(map[string]any{
		"region": "sandbox", "api_url": server.URL + "/1.0", "requests_per_second": 1000, "endpoints": []any{},
		"credentials": map[string]string{
			"auth_type": "application_keys", "application_key": sandbox.ApplicationKey,
			"application_secret": sandbox.ApplicationSecret, "consumer_key": sandbox.ConsumerKey,
		},
	})
	check(t, err)
	return write(t, "config.json", form)
}

// document takes apart the path of a document of the description.
func document(path string) (branch, name string, ok bool) {
	for prefix, branch := range map[string]string{"/1.0": "v1", "/v2": "v2"} {
		if name, ok := strings.CutPrefix(path, prefix); ok && (name == "/" || strings.HasSuffix(name, ".json")) {
			return branch, name, true
		}
	}
	return "", "", false
}
