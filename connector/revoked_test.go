package connector

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/sandbox"
)

// A credential that is withdrawn half-way ends the run at once, with one message: every further
// call would be refused alike. What has been read until then is kept.
func TestAWithdrawnCredentialEndsTheRun(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		credentials map[string]string
		withdraw    func(*sandbox.Account)
		reason      string
	}{
		"keys": {applicationKeys(), func(a *sandbox.Account) { a.Revoke(sandbox.ConsumerKey) }, "INVALID_CREDENTIAL"},
		// Its tokens are refused, and so are new ones.
		"service account": {serviceAccount(), (*sandbox.Account).ExpireTokens, "invalid_client"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := inProcess("/me/bill/{billId}", "/me/bill/{billId}/details", "/me/order/{orderId}").as(test.credentials)
			config := write(t, "config.json", f)
			streams := []string{"me_bill_each", "me_bill_details", "me_order_each"}
			catalog := write(t, "catalog.json", map[string]any{"streams": whole(streams...)})
			w := withdrawing{at: 400, withdraw: test.withdraw}
			var o outcome
			var took time.Duration
			synctest.Test(t, func(t *testing.T) {
				w.account = sandbox.New(sandbox.Options{BatchLimit: -1, Sizes: sandbox.Sizes{Bills: 20_000}})
				o = runThrough(t, broken{w.fault, sandbox.Transport(w.account)}, "read", "--config", config, "--catalog", catalog)
				took = time.Since(*w.withdrawn.Load())
			})

			if reported := o.errors(); len(reported) != 1 || !strings.HasPrefix(reported[0], ": config_error: ") || !strings.Contains(reported[0], test.reason) {
				t.Errorf("%d errors: %.500q", len(reported), reported)
			}
			if warnings := o.logs("WARN"); len(warnings) > 40 { // of calls under way that are tried with a new token
				t.Errorf("%d warnings", len(warnings))
			}
			if ExitCode(o.err) != 1 {
				t.Errorf("error: %v", o.err)
			}
			delivered := 0
			for _, stream := range streams {
				endsWell(t, stream, o.story(stream))
				delivered += len(o.records(stream))
			}
			if delivered == 0 {
				t.Error("nothing was kept")
			}
			// At 20 calls a second, those of the second that an answer takes are under way.
			if n := w.after.Load(); n == 0 || n > 40 {
				t.Errorf("%d calls were made with what had been withdrawn", n)
			}
			if took > 2*time.Second {
				t.Errorf("it took %s to end", took)
			}
			t.Logf("%d records, %d calls after the withdrawal, which ended the run in %s", delivered, w.after.Load(), took)
		})
	}
}

// withdrawing is an account whose answers take a second, and whose credential is withdrawn at some
// call.
type withdrawing struct {
	account  *sandbox.Account
	withdraw func(*sandbox.Account)
	at       int64
	// calls counts those with a credential, after those since it was withdrawn.
	calls, after atomic.Int64
	withdrawn    atomic.Pointer[time.Time]
}

func (w *withdrawing) fault(r *http.Request, account http.RoundTripper) (*http.Response, error) {
	switch {
	case signed(r):
		if n := w.calls.Add(1); n == w.at {
			now := time.Now()
			w.withdrawn.Store(&now)
			w.withdraw(w.account)
		}
	case r.URL.Path == "/auth/oauth2/token" && w.calls.Load() >= w.at:
		w.after.Add(1)
		return reply(r, 400, `{"error":"invalid_client","error_description":"ovhcloud oauth2 client does not exists"}`), nil
	default:
		return account.RoundTrip(r)
	}
	if w.calls.Load() > w.at {
		w.after.Add(1)
	}
	resp, err := account.RoundTrip(r)
	select {
	case <-time.After(time.Second):
		return resp, err
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}
