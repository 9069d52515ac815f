package connector

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"source-ovhcloud-api/connector/sandbox"
)

// echo answers with everything that a call gives away, as a careless proxy does.
type echo struct {
	mu   sync.Mutex
	sent []string // signatures and tokens
}

func (e *echo) answer(w http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path == "/auth/oauth2/token" {
		return false
	}
	_, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	signature := r.Header.Get("X-Ovh-Signature")
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, secret := range []string{token, signature} {
		if secret != "" {
			e.sent = append(e.sent, secret)
		}
	}
	w.WriteHeader(http.StatusBadRequest)
	_, _ = fmt.Fprintf(w, `{"message":"%s and %s and %s and %s, signed %s, token %s","errorCode":"%[2]s"}`,
		sandbox.ApplicationSecret, sandbox.ConsumerKey, sandbox.ClientSecret, sandbox.ApplicationKey, signature, token)
	return true
}

func (e *echo) secrets() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.sent
}

// No secret is in any message at any level, even if the other side says it.
func TestSecretsAreNeverWritten(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		keys    map[string]string
		secrets []string
	}{
		"application keys": {applicationKeys(), []string{sandbox.ApplicationKey, sandbox.ApplicationSecret, sandbox.ConsumerKey}},
		"service account":  {serviceAccount(), []string{sandbox.ClientID, sandbox.ClientSecret}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var e echo
			_, f := overSocket(t, sandbox.Options{Intercept: before(e.answer)})
			f = f.with("/me", "/me/undescribed").as(test.keys)
			said := []string{
				runForm(t, "check", f, "--debug").stdout,
				runForm(t, "discover", f, "--debug").stdout,
				runRead(t.Context(), t, f, whole("me"), nil, "--debug").stdout,
			}
			if len(e.secrets()) == 0 || !strings.Contains(said[2], "****") {
				t.Fatal("the test has not heard what it sent")
			}
			for _, secret := range slices.Concat(test.secrets, e.secrets()) {
				for _, text := range said {
					if i := strings.Index(text, secret); i >= 0 {
						t.Fatalf("%q is in …%s…", secret, text[max(0, i-200):i+len(secret)])
					}
				}
			}
		})
	}
}

// A form that is wrong has secrets, too, wherever they were pasted.
func TestSecretsOfAWrongFormAreNeverWritten(t *testing.T) {
	const secret = "aSecretThatIsPasted"
	f := inProcess("/me").as(map[string]string{"auth_type": "application_keys", "application_secret": secret})
	f.Region = secret
	if o := runForm(t, "check", f, "--debug"); strings.Contains(o.stdout, secret) || !strings.HasPrefix(o.status(t), "FAILED\n") {
		t.Error(o.stdout)
	}
	if o := runForm(t, "discover", f, "--debug"); strings.Contains(o.stdout+o.stderr, secret) || ExitCode(o.err) != 1 {
		t.Error(o.stdout)
	}
}
