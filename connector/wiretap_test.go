package connector

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"source-ovhcloud-api/connector/sandbox"
)

// wiretap hears what goes over a network: the signatures and tokens, which nobody else may.
type wiretap struct {
	next http.RoundTripper
	mu   sync.Mutex
	sent []string
}

func (w *wiretap) RoundTrip(r *http.Request) (*http.Response, error) {
	_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	// Of a signature, $1$ and the digits, the digits are what must not be told.
	signature := strings.TrimPrefix(r.Header.Get("X-Ovh-Signature"), "$1$")
	w.mu.Lock()
	for _, secret := range []string{token, signature} {
		if secret != "" {
			w.sent = append(w.sent, secret)
		}
	}
	w.mu.Unlock()
	return w.next.RoundTrip(r)
}

// secrets are the sandbox's and those that were sent.
func (w *wiretap) secrets() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Concat(w.sent, []string{
		sandbox.ApplicationKey, sandbox.ApplicationSecret, sandbox.ConsumerKey, sandbox.ClientID, sandbox.ClientSecret,
	})
}

// tellsNothing holds an outcome to have no secret in it, and nothing of a bill but in its record.
func (w *wiretap) tellsNothing(t *testing.T, o outcome) {
	t.Helper()
	for _, secret := range w.secrets() {
		if i := strings.Index(o.stdout+o.stderr, secret); i >= 0 {
			t.Errorf("the secret %q is in …%.300s…", secret, (o.stdout + o.stderr)[max(0, i-200):])
		}
	}
	for line := range strings.Lines(o.stdout) {
		for _, type_ := range []string{`{"type":"LOG"`, `{"type":"TRACE"`, `{"type":"CONNECTION_STATUS"`} {
			if strings.HasPrefix(line, type_) && containsAny(line, "passwd=", "cgi-bin", `\"password\"`) {
				t.Errorf("a bill is quoted in %s", line)
			}
		}
	}
}

func containsAny(s string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(s, part) })
}
