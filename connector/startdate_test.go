package connector

import (
	"strings"
	"testing"
	"time"

	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sandbox"
)

// What begins in the future is a mistake: check says so, and a sync that would read nothing and
// take all for read does not run.
func TestABeginningInTheFuture(t *testing.T) {
	t.Parallel()
	const bounded = `{"path":"/me/bill","query_parameters":[{"name":"date.from","value":"2062"}]}`
	const form, bound = "Start Date (start_date) is 2062-01-01, which lies in the future", "Endpoint me_bill, Query Parameters › date.from: 2062-01-01 lies in the future"
	for name, tt := range map[string]struct {
		start, endpoint string
		streams         []protocol.ConfiguredStream
		want            string
	}{
		"a start date":                       {"2062-01-01", "/me/bill", incrementally("me_bill"), form},
		"a start date, of full refreshes":    {"2062-01-01", "/me/bill", whole("me_bill"), form},
		"an endpoint's bound":                {"2022-01-01", bounded, incrementally("me_bill"), bound},
		"a start date that a bound replaces": {"2062-01-01", bounded, incrementally("me_bill"), form},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account, f := overSocket(t, sandbox.Options{})
			f = f.with(tt.endpoint).since(tt.start, 1)
			if got := runForm(t, "check", f).succeeded(t).status(t); !strings.HasPrefix(got, "FAILED\n") || !strings.Contains(got, tt.want) {
				t.Error(got)
			}
			o := runRead(t.Context(), t, f, tt.streams, nil)
			if o.err == nil || len(o.states()) > 0 || account.Calls().Routes["GET /me/bill"] > 0 {
				t.Errorf("%v and %d states after %v", o.err, len(o.states()), account.Calls().Routes)
			}
			if errors := strings.Join(o.errors(), "\n"); !strings.Contains(errors, "config_error") || !strings.Contains(errors, tt.want) {
				t.Error(errors)
			}
		})
	}
}

// Today is tomorrow elsewhere, and a full refresh may ask OVH for whatever it likes.
func TestABeginningThatIsAllowed(t *testing.T) {
	t.Parallel()
	today := time.Now().In(time.FixedZone("", 14*60*60)).Format(time.DateOnly)
	_, f := overSocket(t, sandbox.Options{})
	runForm(t, "check", f.with("/me/bill").since(today, 1)).succeeded(t).connected(t)
	runRead(t.Context(), t, f.with("/me/bill").since(today, 1), incrementally("me_bill"), nil).succeeded(t)
	bounded := f.with(`{"path":"/me/bill","query_parameters":[{"name":"date.from","value":"2062"}]}`)
	runRead(t.Context(), t, bounded, whole("me_bill"), nil).succeeded(t)
}

// connected fails the test if a check has not succeeded.
func (o outcome) connected(t *testing.T) {
	t.Helper()
	if got := o.status(t); !strings.HasPrefix(got, "SUCCEEDED\n") {
		t.Error(got)
	}
}
