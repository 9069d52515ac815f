package connector

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/sandbox"
)

// owned is a sandbox that counts the calls which ask whose account it is, and may answer them in
// its own way: an entry is a status and a body.
type owned struct {
	me, details *answered
	asked       atomic.Int64
}

type answered struct {
	status int
	body   string
}

func (o *owned) form(t *testing.T) form {
	t.Helper()
	_, f := overSocket(t, sandbox.Options{Intercept: before(func(w http.ResponseWriter, r *http.Request) bool {
		given, ok := map[string]*answered{"/1.0/me": o.me, "/1.0/auth/details": o.details}[r.URL.Path]
		if ok {
			o.asked.Add(1)
		}
		if given == nil {
			return false
		}
		http.Error(w, given.body, given.status)
		return true
	})})
	return f.with("/me/bill", "/me/order")
}

var ownedStreams = incrementally("me_bill", "me_order")

// anew returns the warnings of a read that does not go on from its states.
func anew(o outcome) []string {
	var warnings []string
	for _, line := range o.logs("WARN") {
		if strings.Contains(line, "reading everything anew") {
			warnings = append(warnings, line)
		}
	}
	return warnings
}

// Whatever credential of the account comes next, a sync goes on; one call of each read asks whose
// account it is.
func TestAnotherCredentialOfTheAccountGoesOn(t *testing.T) {
	t.Parallel()
	for _, kind := range config.Kinds() {
		t.Run(kind.AuthType, func(t *testing.T) {
			t.Parallel()
			var o owned
			f := o.form(t)
			first := runRead(t.Context(), t, f.as(sandboxCredentials(t, kind)), ownedStreams, nil).succeeded(t)
			if n := o.asked.Load(); n != 1 {
				t.Errorf("%d calls", n)
			}
			for _, next := range config.Kinds() {
				o.asked.Store(0)
				second := runRead(t.Context(), t, f.as(sandboxCredentials(t, next)), ownedStreams, first.states()).succeeded(t)
				if n := o.asked.Load(); n != 1 || len(anew(second)) > 0 || len(second.records("me_bill")) >= len(first.records("me_bill")) {
					t.Errorf("%s: %d calls, %d records, %q", next.AuthType, n, len(second.records("me_bill")), anew(second))
				}
			}
		})
	}
}

// Another customer's key begins anew, also one for the same application.
func TestAnotherCustomerBeginsAnew(t *testing.T) {
	t.Parallel()
	for name, credentials := range map[string]map[string]string{"another key": accessToken(), "a key of the same application": applicationKeys()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var o owned
			f := o.form(t)
			first := runRead(t.Context(), t, f.as(applicationKeys()), ownedStreams, nil).succeeded(t)
			o.me = &answered{http.StatusOK, `{"nichandle":"other-ovh"}`}
			second := runRead(t.Context(), t, f.as(credentials), ownedStreams, first.states()).succeeded(t)
			if warnings := anew(second); len(warnings) != 2 || !strings.Contains(warnings[0], "the state is of another account") {
				t.Errorf("%q", warnings)
			}
			if n := len(second.records("me_bill")); n != len(first.records("me_bill")) {
				t.Errorf("%d records", n)
			}
			if states := fmt.Sprintf("%s%s", first.states(), second.states()); strings.Contains(states, "-ovh") {
				t.Errorf("a nichandle is told: %s", states)
			}
		})
	}
}

const noRight = `{"errorCode":"NOT_GRANTED_CALL","message":"This call has not been granted"}`

// Where /me is not granted, OVH tells the account of the call itself.
func TestTheAccountOfANarrowKey(t *testing.T) {
	t.Parallel()
	o := owned{me: &answered{http.StatusForbidden, noRight}}
	f := o.form(t)
	first := runRead(t.Context(), t, f, ownedStreams, nil).succeeded(t)
	if n := o.asked.Load(); n != 2 {
		t.Errorf("%d calls", n)
	}
	o.me = nil
	second := runRead(t.Context(), t, f.as(serviceAccount()), ownedStreams, first.states()).succeeded(t)
	if len(anew(second)) > 0 {
		t.Errorf("%q", anew(second))
	}
}

// Where OVH does not tell whose account it is, the read is none the worse: the same credential goes
// on, and another one begins anew.
func TestTheAccountIsNotTold(t *testing.T) {
	t.Parallel()
	denied := &answered{http.StatusForbidden, noRight}
	for name, o := range map[string]*owned{
		"a narrow key":  {me: denied, details: denied},
		"no customer":   {me: &answered{http.StatusOK, `[]`}},
		"nobody":        {me: &answered{http.StatusOK, `{"nichandle":null}`}},
		"not there":     {me: &answered{http.StatusNotFound, `{"message":"no"}`}},
		"no such right": {me: denied, details: &answered{http.StatusOK, `{"account":""}`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := o.form(t)
			first := runRead(t.Context(), t, f, ownedStreams, nil).succeeded(t)
			if said := strings.Join(first.logs("INFO"), "\n"); strings.Count(said, "the states will not say whose account they are of") != 1 {
				t.Error(said)
			}
			second := runRead(t.Context(), t, f, ownedStreams, first.states()).succeeded(t)
			if len(anew(second)) > 0 || len(second.records("me_bill")) >= len(first.records("me_bill")) {
				t.Errorf("%d and %d records, %q", len(first.records("me_bill")), len(second.records("me_bill")), anew(second))
			}
			third := runRead(t.Context(), t, f.as(accessToken()), ownedStreams, second.states()).succeeded(t)
			if warnings := anew(third); len(warnings) != 2 || !strings.Contains(warnings[0], "OVH does not tell whether the account is the same") {
				t.Errorf("%q", warnings)
			}
		})
	}
}

// A state that version 0.1.0 wrote for the sandbox's keys is good for these, and says from then on
// whose it is.
func TestAStateOfAnEarlierVersionGoesOn(t *testing.T) {
	t.Parallel()
	earlier := []json.RawMessage{json.RawMessage(`{"type": "STREAM", "stream": {"stream_descriptor": {"name": "me_bill"},
		"stream_state": {"fingerprint": "e76ba8feeb469a7d", "started": "2025-01-01T00:00:00Z", "cursor": "2025-01-01T00:00:00Z"}}}`)}
	f := inProcess("/me/bill")
	everything := runRead(t.Context(), t, f, incrementally("me_bill"), nil).succeeded(t)
	resumed := runRead(t.Context(), t, f, incrementally("me_bill"), earlier).succeeded(t)
	if a, b := len(resumed.records("me_bill")), len(everything.records("me_bill")); len(anew(resumed)) > 0 || a >= b {
		t.Errorf("%d of %d records, %q", a, b, anew(resumed))
	}
	another := runRead(t.Context(), t, f.as(accessToken()), incrementally("me_bill"), resumed.states()).succeeded(t)
	if len(anew(another)) > 0 {
		t.Errorf("%q", anew(another))
	}
}

// A credential that is refused when the account is asked for is not presented again.
func TestACredentialThatIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	_, f := overSocket(t, sandbox.Options{Intercept: before(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Header.Get("X-Ovh-Consumer") != "" {
			calls.Add(1)
		}
		return false
	})})
	f = f.with("/me/bill", "/me/order").as(changed(applicationKeys(), "consumer_key", "notTheConsumerKey"))
	o := runRead(t.Context(), t, f, ownedStreams, nil)
	if reported := o.errors(); calls.Load() != 1 || ExitCode(o.err) != 1 || len(reported) != 1 || !strings.Contains(reported[0], "NOT_CREDENTIAL") {
		t.Errorf("%d calls, %v, %q", calls.Load(), o.err, reported)
	}
}
