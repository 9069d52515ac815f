package connector

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox"
)

func TestServiceAccountInProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess(`{"path":"/me/bill/{billId}","fields":["date"]}`).as(serviceAccount())
		if got, want := runForm(t, "check", f).succeeded(t).status(t), "SUCCEEDED\nConnected as sb12345-ovh.\nA first read of 1 stream comes to "; !strings.HasPrefix(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		o := runRead(t.Context(), t, f, whole("me_bill_each"), nil).succeeded(t)
		if diff := cmp.Diff(complete(36), o.story("me_bill_each")); diff != "" {
			t.Error(diff)
		}
	})
}

// The sandbox's tokens last an hour, and so slow a read longer: each is replaced before it expires.
func TestATokenIsRenewedBeforeItExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess("/me/bill/{billId}/details/{billDetailId}").as(serviceAccount())
		f.RequestsPerSecond = 0.005 // one call in 200 seconds
		began := time.Now()
		o := runRead(t.Context(), t, f, whole("me_bill_details_each"), nil).succeeded(t)
		if took := time.Since(began); took < time.Hour {
			t.Fatalf("the read took %s, less than a token lasts", took)
		}
		if n := len(o.records("me_bill_details_each")); n != 117 {
			t.Errorf("%d records", n)
		}
		for _, line := range o.logs("WARN") {
			if strings.Contains(line, "new clock or token") {
				t.Errorf("a token was used after its end: %s", line)
			}
		}
	})
}

// A token can be withdrawn at any time, under many calls at once.
func TestATokenThatIsWithdrawnIsRenewed(t *testing.T) {
	t.Parallel()
	var account *sandbox.Account
	var calls atomic.Int64
	account, f := overSocket(t, sandbox.Options{BatchLimit: -1, Intercept: before(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/1.0/me/") && calls.Add(1) == 15 {
			account.ExpireTokens()
		}
		return false
	})})
	f = f.with("/me/bill/{billId}").as(serviceAccount())
	o := runRead(t.Context(), t, f, whole("me_bill_each"), nil)
	if o.err != nil {
		t.Fatal(o.err, o.errors())
	}
	if diff := cmp.Diff(complete(36), o.story("me_bill_each")); diff != "" {
		t.Error(diff)
	}
	if n := account.Calls().Routes["POST /auth/oauth2/token"]; n != 2 {
		t.Errorf("%d tokens were fetched", n)
	}
}

// A service account may lack the right to /me, too.
func TestCheckOfANarrowServiceAccount(t *testing.T) {
	t.Parallel()
	_, f := overSocket(t, sandbox.Options{Intercept: before(func(w http.ResponseWriter, r *http.Request) bool {
		denied := r.URL.Path == "/1.0/me"
		if denied {
			http.Error(w, `{"message":"User not granted for this request","details":{"unauthorizedActionsByIAM":"account:apiovh:me/get"}}`, http.StatusForbidden)
		}
		return denied
	})})
	got := runForm(t, "check", f.with("/me/bill").as(serviceAccount())).succeeded(t).status(t)
	const want = "SUCCEEDED\nConnected as sb12345-ovh.\nA first read of 1 stream comes to about 36 records in 1 call: less than a second at 100000 calls a second.\nNote: GET /me is not granted to the credentials; they were validated by GET /auth/details\n"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A token server that is down is not the user's fault.
func TestReadWithoutATokenServer(t *testing.T) {
	address := nobody(t)
	synctest.Test(t, func(t *testing.T) {
		f := inProcess("/me").as(serviceAccount())
		f.TokenURL = "http://" + address + "/auth/oauth2/token"
		f.APIURL = "http://" + address + "/1.0"
		o := runRead(t.Context(), t, f, whole("me"), nil)
		if reported := o.errors(); len(reported) != 1 || !strings.HasPrefix(reported[0], "me: transient_error: ") {
			t.Errorf("%q", reported)
		}
	})
}
