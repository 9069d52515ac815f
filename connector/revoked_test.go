package connector

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"source-ovhcloud-api/connector/sandbox"
)

// A credential that is withdrawn ends the run: every further call would be refused alike. What has been
// read until then is kept.
func TestAWithdrawnCredentialEndsTheRun(t *testing.T) {
	t.Parallel()
	var account *sandbox.Account
	var calls, refused atomic.Int64
	account, f := overSocket(t, sandbox.Options{Sizes: sandbox.Sizes{Bills: 2000}, Intercept: before(func(http.ResponseWriter, *http.Request) bool {
		switch n := calls.Add(1); {
		case n == 20:
			account.Revoke(sandbox.ConsumerKey)
		case n > 20:
			refused.Add(1)
		}
		return false
	})})
	f = f.with("/me/bill/{billId}", "/me/bill/{billId}/details")
	f.RequestsPerSecond = 200 // so that calls queue, as they do at OVH's limit
	o := runRead(t.Context(), t, f, whole("me_bill_each", "me_bill_details"), nil)
	if ExitCode(o.err) != 1 {
		t.Errorf("error: %v", o.err)
	}
	reported := o.errors()
	if len(reported) == 0 {
		t.Error("nothing is reported")
	}
	for _, line := range reported {
		if !strings.Contains(line, ": config_error: ") || !strings.Contains(line, "INVALID_CREDENTIAL") {
			t.Error(line)
		}
	}
	for _, name := range []string{"me_bill_each", "me_bill_details"} {
		endsWell(t, name, o.story(name))
	}
	// What is under way at the first refusal is not called back, but nothing follows it.
	if n := refused.Load(); n > 64 {
		t.Errorf("%d calls were made after the first refusal", n)
	}
}
