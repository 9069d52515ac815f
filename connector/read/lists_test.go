package read

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// billPlans are four streams that all need the list of bills, two of them the
// lists of details.
func billPlans(t testing.TB) []*plan.Plan {
	t.Helper()
	return []*plan.Plan{
		planned(t, get(t, "bills", "/me/bill")),
		planned(t, get(t, "bill", "/me/bill/{b}")),
		planned(t, get(t, "details", "/me/bill/{b}/details")),
		planned(t, get(t, "detail", "/me/bill/{b}/details/{d}")),
	}
}

func billAccount() *account {
	return &account{pages: map[string][]string{
		"/me/bill":               {`["FR2"]`, `["FR1"]`},
		"/me/bill/FR1":           {`{"billId":"FR1"}`},
		"/me/bill/FR2":           {`{"billId":"FR2"}`},
		"/me/bill/FR1/details":   ids("a"),
		"/me/bill/FR2/details":   ids("b"),
		"/me/bill/FR1/details/a": {`{"billDetailId":"a"}`},
		"/me/bill/FR2/details/b": {`{"billDetailId":"b"}`},
	}}
}

func TestListsAreFetchedOnceForStreamsReadTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := billAccount()
		client.before = waiting(func() time.Duration { return time.Second })
		plans := billPlans(t)
		reader := NewReader(client, plans, zerolog.Nop())
		sinks := make([]transcript, len(plans))
		var running sync.WaitGroup
		for i, p := range plans {
			running.Go(func() {
				if err := reader.Read(t.Context(), p, nil, nil, &Stats{}, &sinks[i]); err != nil {
					t.Errorf("%s: %v", p.Name(), err)
				}
			})
		}
		running.Wait()
		if again := client.repeated(); again != nil {
			t.Errorf("called more than once: %s", again)
		}
		want := [][]string{
			{`{"billId":"FR2"}`, `{"billId":"FR1"}`},
			{`{"billId":"FR1"}`, `{"billId":"FR2"}`},
			{`{"billId":"FR1","billDetailId":"a"}`, `{"billId":"FR2","billDetailId":"b"}`},
			{`{"billId":"FR1","billDetailId":"a"}`, `{"billId":"FR2","billDetailId":"b"}`},
		}
		for i := range sinks {
			if diff := cmp.Diff(want[i], sinks[i].records()); diff != "" {
				t.Errorf("%s: %s", plans[i].Name(), diff)
			}
		}
		if kept := reader.lists.kept(); kept != 0 {
			t.Errorf("%d answers are kept though nothing will read them", kept)
		}
	})
}

// kept counts the answers that are still held.
func (l *lists) kept() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, s := range l.calls {
		n += len(s.answers)
	}
	return n
}

// What is asked with other parameters is another list.
func TestListsWithOtherParametersAreOthers(t *testing.T) {
	plans := []*plan.Plan{
		planned(t, get(t, "all", "/me/bill/{b}")),
		planned(t, get(t, "new", "/me/bill/{b}", query("date.from", "2023"))),
	}
	client := billAccount()
	client.pages["/me/bill?date.from=2023"] = ids("FR2")
	reader := NewReader(client, plans, zerolog.Nop())
	for i, want := range [][]string{{`{"billId":"FR1"}`, `{"billId":"FR2"}`}, {`{"billId":"FR2"}`}} {
		var sink transcript
		if err := reader.Read(t.Context(), plans[i], nil, nil, &Stats{}, &sink); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, sink.records()); diff != "" {
			t.Errorf("%s: %s", plans[i].Name(), diff)
		}
	}
}

// When the stream that fetches a list is cancelled, one of those that wait
// fetches it in its place, and the others have its answer.
func TestListSurvivesTheCancelledStreamThatFetchedIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := billAccount()
		client.before = waiting(func() time.Duration { return time.Minute })
		plans := billPlans(t)[1:]
		reader := NewReader(client, plans, zerolog.Nop())
		cancelled, cancel := context.WithCancel(t.Context())
		errs := make([]error, len(plans))
		sinks := make([]transcript, len(plans))
		var running sync.WaitGroup
		for i, p := range plans {
			ctx := t.Context()
			if i == 0 {
				ctx = cancelled
			}
			running.Go(func() { errs[i] = reader.Read(ctx, p, nil, nil, &Stats{}, &sinks[i]) })
			synctest.Wait() // the first one fetches
		}
		time.Sleep(time.Second)
		cancel()
		running.Wait()

		if errs[0] == nil || errs[1] != nil || errs[2] != nil {
			t.Errorf("got %v", errs)
		}
		want := []string{`{"billId":"FR1","billDetailId":"a"}`, `{"billId":"FR2","billDetailId":"b"}`}
		for i := range sinks[1:] {
			if diff := cmp.Diff(want, sinks[1+i].records()); diff != "" {
				t.Error(diff)
			}
		}
		if diff := cmp.Diff([]string{"/me/bill"}, client.repeated()); diff != "" {
			t.Errorf("called more than once: %s", diff)
		}
	})
}

// A list that OVH refuses is refused for all that need it, by one call.
func TestRefusedListIsNotAskedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refused := &ovhapi.Error{Method: "GET", Path: "/v1/me/bill", Status: http.StatusForbidden, Code: "NOT_GRANTED_CALL"}
		client := &account{errors: map[string]error{"/me/bill": refused}}
		client.before = waiting(func() time.Duration { return time.Second })
		plans := billPlans(t)
		reader := NewReader(client, plans, zerolog.Nop())
		var running sync.WaitGroup
		for _, p := range plans {
			running.Go(func() {
				if err := reader.Read(t.Context(), p, nil, nil, &Stats{}, &transcript{}); !errors.Is(err, refused) {
					t.Errorf("%s: %v", p.Name(), err)
				}
			})
		}
		running.Wait()
		if diff := cmp.Diff([]string{"/me/bill"}, client.called()); diff != "" {
			t.Error(diff)
		}
	})
}
