package read

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/internal/crash"
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
				if _, err := reader.Read(t.Context(), p, nil, nil, &Stats{}, &sinks[i]); err != nil {
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
		if kept := reader.answers.kept(); kept != 0 {
			t.Errorf("%d answers are kept though nothing will read them", kept)
		}
	})
}

// kept counts the answers that are still held.
func (s *sharedAnswers) kept() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, call := range s.calls {
		n += len(call.answers)
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
		if _, err := reader.Read(t.Context(), plans[i], nil, nil, &Stats{}, &sink); err != nil {
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
			running.Go(func() { _, errs[i] = reader.Read(ctx, p, nil, nil, &Stats{}, &sinks[i]) })
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
				if _, err := reader.Read(t.Context(), p, nil, nil, &Stats{}, &transcript{}); !errors.Is(err, refused) {
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

// Answers that are no lists may be as many as the account has items: they are not kept for a stream
// that asks for the same ones later. The list that both descend from is, and counts.
func TestOnlyListsAreKept(t *testing.T) {
	plans := []*plan.Plan{planned(t, get(t, "a", "/me/bill/{b}")), planned(t, get(t, "b", "/me/bill/{b}", fields("date")))}
	client := bills(500)
	reader := NewReader(client, plans, zerolog.Nop())
	for i, want := range []int{1, 0} {
		var got transcript
		if _, err := reader.Read(t.Context(), plans[i], nil, nil, &Stats{}, &got); err != nil || len(got.records()) != 500 {
			t.Fatalf("%d records, %v", len(got.records()), err)
		}
		if kept := reader.answers.kept(); kept != want {
			t.Errorf("%d answers are kept when %d of 2 streams have been read, want %d", kept, i+1, want)
		}
		if _, bytes := reader.held.Bytes(); bytes != int64(want*len(client.pages["/me/bill"][0])) {
			t.Errorf("%d bytes count as kept", bytes)
		}
	}
	if waiting, _ := reader.held.Bytes(); waiting != 0 {
		t.Errorf("%d bytes are held for ever", waiting)
	}
}

// Streams that ask for the same answer at the same time share the call for it. The first batch,
// which tells whether there are batches, is over before the second stream forms its own.
func TestAnswersUnderWayAreShared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		plans := []*plan.Plan{planned(t, get(t, "a", "/me/bill/{b}")), planned(t, get(t, "b", "/me/bill/{b}", fields("date")))}
		client := bills(500)
		client.before = waiting(func() time.Duration { return time.Second })
		reader := NewReader(client, plans, zerolog.Nop())
		var reads sync.WaitGroup
		for _, p := range plans {
			reads.Go(func() {
				var got transcript
				if _, err := reader.Read(t.Context(), p, nil, nil, &Stats{}, &got); err != nil || len(got.records()) != 500 {
					t.Errorf("%d records, %v", len(got.records()), err)
				}
			})
		}
		reads.Wait()
		if again := client.repeated(); len(again) > 1 {
			t.Errorf("called more than once: %s", again)
		}
	})
}

// breaking is an account whose pages behind the first break the reader.
type breaking struct{ *account }

func (breaking) PagesAfter(context.Context, ovhapi.Request, *ovhapi.Response) iter.Seq2[*ovhapi.Response, error] {
	panic("a bug")
}

// A panic of the stream that fetches is nobody else's end: those who wait fetch by themselves.
func TestNobodyWaitsForAFetchThatPanics(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := billAccount()
		client.before = waiting(func() time.Duration { return time.Second })
		plans := billPlans(t)
		reader := NewReader(breaking{client}, plans, zerolog.Nop())
		var reads sync.WaitGroup
		for _, p := range plans {
			reads.Go(func() {
				_, err := reader.Read(t.Context(), p, nil, nil, &Stats{}, &transcript{})
				if crashed, ok := errors.AsType[*crash.Error](err); !ok || crashed.Value != "a bug" {
					t.Errorf("%s: %v", p.Name(), err)
				}
			})
		}
		reads.Wait()
		if kept := reader.answers.kept(); kept != 0 {
			t.Errorf("%d answers are kept though nothing will read them", kept)
		}
	})
}

// counting counts calls as a client does, each of which takes a second.
type counting struct {
	Client

	mu sync.Mutex
}

func (c *counting) Do(ctx context.Context, r ovhapi.Request) (*ovhapi.Response, error) {
	r.Stats.Calls.Add(1)
	time.Sleep(time.Second)
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Client.Do(ctx, r)
}

func (c *counting) PagesAfter(ctx context.Context, r ovhapi.Request, page *ovhapi.Response) iter.Seq2[*ovhapi.Response, error] {
	return func(yield func(*ovhapi.Response, error) bool) {
		for page, err := range c.Client.PagesAfter(ctx, r, page) {
			r.Stats.Calls.Add(1)
			if !yield(page, err) {
				return
			}
		}
	}
}

// The pages behind a first one that is shared count for the stream that asks for them.
func TestPagesBehindASharedOneCountForTheirStream(t *testing.T) {
	pages := map[string][]string{"/me/bill": {`["FR1"]`, `["FR2"]`, `["FR3"]`}}
	for name, test := range map[string]struct {
		client Client
		plans  []*plan.Plan
	}{
		"by cursor": {&account{pages: pages}, []*plan.Plan{planned(t, get(t, "a", "/me/bill")), planned(t, get(t, "b", "/me/bill"))}},
		"by query":  {&pagedServer{n: 5}, []*plan.Plan{pagedPlan(t, "offset", "limit"), pagedPlan(t, "offset", "limit")}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				reader := NewReader(&counting{Client: test.client}, test.plans, zerolog.Nop())
				var stats [2]Stats
				var reads sync.WaitGroup
				for i, p := range test.plans {
					reads.Go(func() {
						if _, err := reader.Read(t.Context(), p, nil, nil, &stats[i], &transcript{}); err != nil {
							t.Error(err)
						}
					})
				}
				reads.Wait()
				// One of them asked for the first page, both for the two behind it.
				if a, b := stats[0].Calls.Load(), stats[1].Calls.Load(); min(a, b) != 2 || max(a, b) != 3 {
					t.Errorf("%d and %d calls", a, b)
				}
			})
		})
	}
}
