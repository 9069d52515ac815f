package connector

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"source-ovhcloud-api/connector/sandbox"
)

// A check says what a read comes to if that is known in no time, and says so only when it is asked
// to if it takes longer.
func TestCheckSaysWhatAReadComesTo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess("/me", "/me/bill/{billId}/details/{billDetailId}")
		got := runForm(t, "check", f).succeeded(t).status(t)
		var records, calls int
		_, cost, _ := strings.Cut(got, "sb12345-ovh.\n")
		if _, err := fmt.Sscanf(cost, "A first read of 2 streams comes to about %d records in %d calls: ", &records, &calls); err != nil {
			t.Fatalf("%v: %s", err, got)
		}
		// The account has 118 records in 39 calls; the first bill has more details than most.
		if records < 90 || records > 160 || calls < 30 || calls > 50 {
			t.Error(got)
		}
		f.RequestsPerSecond = 3
		got = runForm(t, "check", f).succeeded(t).status(t)
		const want = "The configuration has 2 streams; check --estimate says what a read of them comes to, which takes about 4 calls to know."
		if !strings.Contains(got, want) {
			t.Errorf("%s\nwant %s", got, want)
		}
		got = runForm(t, "check", f, "--estimate").succeeded(t).status(t)
		if !strings.Contains(got, "\nA first read of 2 streams comes to about ") || !strings.Contains(got, " at 3 calls a second.") {
			t.Error(got)
		}
	})
}

// An estimate calls nothing that may change the account, and a stream that it knows nothing of
// fails no check.
func TestCheckEstimatesWithoutSideEffects(t *testing.T) {
	t.Parallel()
	account, f := overSocket(t, sandbox.Options{})
	got := runForm(t, "check", f.with("/me", `{"path":"/me/document","method":"POST","allow_side_effects":true,"body":"{\"name\":\"a\"}"}`)).succeeded(t).status(t)
	if !strings.HasPrefix(got, "SUCCEEDED\n") || !strings.Contains(got, "comes to about 1 record in 1 call") || !strings.Contains(got, "; 1 stream not counted") {
		t.Error(got)
	}
	for route := range account.Calls().Routes {
		if strings.HasPrefix(route, "POST ") {
			t.Errorf("check called %s", route)
		}
	}
}
