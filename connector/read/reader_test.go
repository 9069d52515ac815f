package read

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

func TestReadWithoutPartitions(t *testing.T) {
	client := &account{pages: map[string][]string{"/me/bill": {`["FR2"]`, `[]`, `["FR1"]`}}}
	got, stats, err := reading(t, client, planned(t, get(t, "s", "/me/bill")), nil)
	if err != nil {
		t.Fatal(err)
	}
	// OVH's own order, and no checkpoint: there is nothing to go on from.
	if diff := cmp.Diff([]string{`{"billId":"FR2"}`, `{"billId":"FR1"}`}, got.lines); diff != "" {
		t.Error(diff)
	}
	if stats.Records.Load() != 2 || stats.Partitions.Load() != 1 || stats.Skipped.Load() != 0 {
		t.Errorf("counted %d records of %d partitions, %d skipped", stats.Records.Load(), stats.Partitions.Load(), stats.Skipped.Load())
	}
}

// Records come in the order of the partitions, each followed by its
// checkpoint, however long each call takes and however many are under way.
func TestReadKeepsTheOrderUnderAnyLatency(t *testing.T) {
	client := &account{pages: map[string][]string{}}
	var bills []string
	var want []string
	for b := range 30 {
		bill := fmt.Sprintf("FR%02d", b)
		bills = append(bills, bill)
		var details []string
		for d := range b % 4 {
			detail := fmt.Sprint(d)
			details = append(details, detail)
			client.pages["/me/bill/"+bill+"/details/"+detail] = []string{`{"description":"x"}`}
			want = append(want,
				fmt.Sprintf(`{"billId":%q,"billDetailId":%q,"description":"x"}`, bill, detail),
				"-- "+bill+", "+detail)
		}
		client.pages["/me/bill/"+bill+"/details"] = ids(details...)
	}
	rand.Shuffle(len(bills), func(i, j int) { bills[i], bills[j] = bills[j], bills[i] })
	client.pages["/me/bill"] = ids(bills...)
	client.before = waiting(func() time.Duration { return rand.N(time.Minute) })

	p := planned(t, get(t, "s", "/me/bill/{b}/details/{d}"))
	synctest.Test(t, func(t *testing.T) {
		got, _, err := reading(t, client, p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got.lines); diff != "" {
			t.Error(diff)
		}
		if again := client.repeated(); again != nil {
			t.Errorf("called more than once: %s", again)
		}
	})
}

// A slow consumer holds the calls back: what is fetched ahead is bounded.
func TestReadDoesNotRunAhead(t *testing.T) {
	client := &account{pages: map[string][]string{}, batching: true}
	var bills []string
	for b := range 2 * window * ovhapi.MaxBatch {
		bill := fmt.Sprintf("FR%05d", b)
		bills = append(bills, bill)
		client.pages["/me/bill/"+bill] = []string{`{}`}
	}
	client.pages["/me/bill"] = ids(bills...)
	p := planned(t, get(t, "s", "/me/bill/{b}"))
	synctest.Test(t, func(t *testing.T) {
		var calls atomic.Int64
		client.before = func(context.Context, string) error { calls.Add(1); return nil }
		records := int64(0)
		sink := &transcript{refuse: func(line string) error {
			if strings.HasPrefix(line, "--") {
				return nil
			}
			if records++; records%ovhapi.MaxBatch != 1 {
				return nil
			}
			synctest.Wait() // whatever can be fetched ahead has been
			// The list, the window, and one call in the hand that fills it.
			if ahead := calls.Load() - records/ovhapi.MaxBatch; ahead > window+2 {
				return fmt.Errorf("%d calls ahead of record %d", ahead, records)
			}
			return nil
		}}
		if _, err := NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, nil, nil, &Stats{}, sink); err != nil {
			t.Error(err)
		}
	})
}

func TestReadSendsWhatThePlanSays(t *testing.T) {
	document := &account{pages: map[string][]string{"/cloud/project/p%2F1/usage?from=2023": {`{"to":"2024"}`}}}
	p := planned(t, get(t, "s", "/cloud/project/{p}/usage", values("p", "p/1"), posting(`{"name":"x"}`), query("from", "2023")))
	got, stats, err := reading(t, document, p, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{`{"serviceName":"p/1","to":"2024"}`}, got.records()); diff != "" {
		t.Error(diff)
	}
	sent := document.sent[0]
	if sent.Stats != &stats.Stats {
		t.Error("the calls are not counted for their stream")
	}
	sent.Stats = nil
	want := ovhapi.Request{Method: "POST", Branch: "v1", Path: "/cloud/project/p%2F1/usage", Route: "/cloud/project/{serviceName}/usage",
		Query: "from=2023", Body: []byte(`{"name":"x"}`)}
	if diff := cmp.Diff(want, sent); diff != "" {
		t.Error(diff)
	}
}

func TestReadCallsTheBranchOfThePath(t *testing.T) {
	client := &account{pages: map[string][]string{"/iam/resource": {`[{"urn":"urn:1"}]`, `[{"urn":"urn:2"}]`}}}
	got, _, err := reading(t, client, planned(t, get(t, "s", "/v2/iam/resource")), nil)
	if err != nil || client.sent[0].Branch != "v2" {
		t.Errorf("%v, branch %s", err, client.sent[0].Branch)
	}
	if diff := cmp.Diff([]string{`{"urn":"urn:1"}`, `{"urn":"urn:2"}`}, got.lines); diff != "" {
		t.Error(diff)
	}
}

// A consumer that refuses a record or a checkpoint ends the read there, and
// nothing more is called.
func TestReadEndsWithItsSink(t *testing.T) {
	full := errors.New("stdout is closed")
	for _, at := range []string{`{"billId":"FR1"}`, "-- FR1", `{"billId":"FR2"}`} {
		t.Run(at, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := billAccount()
				p := planned(t, get(t, "s", "/me/bill/{b}"))
				sink := &transcript{refuse: func(line string) error {
					if line == at {
						return full
					}
					return nil
				}}
				_, err := NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, nil, nil, &Stats{}, sink)
				if !errors.Is(err, full) {
					t.Errorf("got %v", err)
				}
				if last := sink.lines[len(sink.lines)-1]; last != at {
					t.Errorf("it went on to %s", last)
				}
			})
		})
	}
}

// A page that cannot be had ends the read behind the records before it,
// without their checkpoint.
func TestReadEndsWithABrokenPage(t *testing.T) {
	broken := errors.New("connection reset")
	client := &account{
		pages: map[string][]string{"/cloud/project/p/instance": {`[{"id":"a"}]`}},
		cut:   map[string]error{"/cloud/project/p/instance": broken},
	}
	got, _, err := reading(t, client, planned(t, get(t, "s", "/cloud/project/p/instance")), nil)
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff([]string{`{"serviceName":"p","id":"a"}`}, got.lines); diff != "" {
		t.Error(diff)
	}
}

// forgetful is an account that forgets the cursors of its pages a number of times.
type forgetful struct {
	*account
	times int
}

func (f *forgetful) PagesAfter(ctx context.Context, r ovhapi.Request, page *ovhapi.Response) iter.Seq2[*ovhapi.Response, error] {
	if f.times == 0 {
		return f.account.PagesAfter(ctx, r, page)
	}
	f.times--
	return func(yield func(*ovhapi.Response, error) bool) {
		yield(nil, &ovhapi.Error{Method: "GET", Path: r.Path, Status: http.StatusBadRequest, Message: "invalid cursor"})
	}
}

// A cursor that OVH has forgotten costs the pages of its partition, once: as a
// stream's own pages and as a parent's.
func TestReadBeginsAnewAtAForgottenCursor(t *testing.T) {
	pages := map[string][]string{
		"/cloud/project/p/instance":   {`[{"id":"a"}]`, `[{"id":"b"}]`},
		"/cloud/project/p/instance/a": {`{"id":"a"}`},
		"/cloud/project/p/instance/b": {`{"id":"b"}`},
	}
	a, b := `{"serviceName":"p","id":"a"}`, `{"serviceName":"p","id":"b"}`
	itemA, itemB := `{"serviceName":"p","instanceId":"a","id":"a"}`, `{"serviceName":"p","instanceId":"b","id":"b"}`
	for _, test := range []struct {
		path  string
		times int
		want  []string
		fails bool
	}{
		{"/cloud/project/p/instance", 0, []string{a, b, "-- p"}, false},
		{"/cloud/project/p/instance", 1, []string{a, a, b, "-- p"}, false},
		{"/cloud/project/p/instance", 2, []string{a, a}, true},
		{"/cloud/project/p/instance/{i}", 1, []string{itemA, "-- p, a", itemB, "-- p, b"}, false},
		{"/cloud/project/p/instance/{i}", 2, nil, true},
	} {
		client := &forgetful{&account{pages: pages}, test.times}
		got, _, err := reading(t, client, planned(t, get(t, "s", test.path)), nil)
		if (err != nil) != test.fails {
			t.Errorf("%s: %v", test.path, err)
		}
		if diff := cmp.Diff(test.want, got.lines); diff != "" {
			t.Errorf("%s, forgotten %d times: %s", test.path, test.times, diff)
		}
	}
}

func TestReadNamesTheListThatIsNoJSON(t *testing.T) {
	client := &account{pages: map[string][]string{"/me/bill": {`["FR1"`}}}
	_, _, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}")), nil)
	if err == nil || !strings.HasPrefix(err.Error(), "listing GET /me/bill: reading the answer: ") {
		t.Errorf("got %v", err)
	}
}

// A cancelled read ends with the cause, and leaves no call behind.
func TestReadIsCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		interrupted := errors.New("interrupted")
		ctx, cancel := context.WithCancelCause(t.Context())
		client := billAccount()
		client.before = func(ctx context.Context, path string) error {
			if path == "/me/bill" {
				return nil
			}
			<-ctx.Done()
			return context.Cause(ctx)
		}
		p := planned(t, get(t, "s", "/me/bill/{b}"))
		done := make(chan error, 1)
		go func() {
			_, err := NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Read(ctx, p, nil, nil, &Stats{}, &transcript{})
			done <- err
		}()
		synctest.Wait()
		cancel(interrupted)
		if err := <-done; !errors.Is(err, interrupted) {
			t.Errorf("got %v", err)
		}
	})
}

// Ids that would leave their segment are never sent, and others are one segment.
func TestReadKeepsIDsInTheirSegment(t *testing.T) {
	client := &account{pages: map[string][]string{
		"/ip":                     {`["1.2.3.0/24", "..", "", ".", "../../me", "a?b#c", "%2e%2e", null, {"ip":"x"}]`},
		"/ip/1.2.3.0%2F24":        {`{}`},
		"/ip/..%2F..%2Fme":        {`{}`},
		"/ip/a%3Fb%23c":           {`{}`},
		"/ip/%252e%252e":          {`{}`},
		"/ip/":                    {`{"never":1}`},
		"/ip/..":                  {`{"never":1}`},
		"/ip/.":                   {`{"never":1}`},
		"/ip/%7B%22ip%22:%22x%22": {`{"never":1}`},
	}}
	got, stats, err := reading(t, client, planned(t, get(t, "s", "/ip/{ip}")), nil)
	if err != nil || stats.Skipped.Load() != 0 {
		t.Fatalf("%v, %d skipped", err, stats.Skipped.Load())
	}
	want := []string{`{"ip":"%2e%2e"}`, `{"ip":"../../me"}`, `{"ip":"1.2.3.0/24"}`, `{"ip":"a?b#c"}`}
	if diff := cmp.Diff(want, got.records()); diff != "" {
		t.Error(diff)
	}
	for _, call := range client.called() {
		if strings.Count(call, "/") > 2 {
			t.Errorf("called %s", call)
		}
	}
}

// Every list of the chain is paged, and so is the stream's own.
func TestReadFollowsAllPages(t *testing.T) {
	client := &account{pages: map[string][]string{
		"/cloud/project":             {`["p1"]`, `["p2"]`},
		"/cloud/project/p1/instance": {`[{"id":"a"}]`, `[{"id":"b"}]`, `[{"id":"c"}]`},
		"/cloud/project/p2/instance": {`[]`, `[{"id":"d"}]`},
	}}
	got, _, err := reading(t, client, planned(t, get(t, "s", "/cloud/project/{p}/instance")), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`{"serviceName":"p1","id":"a"}`, `{"serviceName":"p1","id":"b"}`, `{"serviceName":"p1","id":"c"}`, "-- p1",
		`{"serviceName":"p2","id":"d"}`, "-- p2",
	}
	if diff := cmp.Diff(want, got.lines); diff != "" {
		t.Error(diff)
	}
}

// A panic under a call is an error of its stream, not the end of the program.
func TestReadSurvivesAPanic(t *testing.T) {
	client := &account{pages: map[string][]string{"/me/bill": ids("a", "b")}}
	client.before = func(_ context.Context, path string) error {
		if path == "/me/bill/b" {
			panic("index out of range")
		}
		return nil
	}
	client.pages["/me/bill/a"] = []string{`{}`}
	_, _, err := reading(t, client, planned(t, get(t, "s", "/me/bill/{b}")), nil)
	if crash, ok := errors.AsType[*crash.Error](err); !ok || crash.Value != "index out of range" || crash.Stack == "" {
		t.Errorf("got %v", err)
	}
}

// A read that its sink stops has met no error, and is no whole one.
func TestStoppedReadIsNotWhole(t *testing.T) {
	p := planned(t, get(t, "s", "/me/bill/{b}"))
	for _, last := range []string{`{"billId":"FR1"}`, "-- FR1", `{"billId":"FR2"}`, "-- FR2"} {
		client := billAccount()
		sink := &transcript{refuse: func(line string) error {
			if line == last {
				return fmt.Errorf("the limit: %w", ErrEnough)
			}
			return nil
		}}
		end, err := NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, nil, nil, &Stats{}, sink)
		if end != Stopped || err != nil || sink.lines[len(sink.lines)-1] != last {
			t.Errorf("stopped at %s: %v, %v, %q", last, end, err, sink.lines)
		}
	}
	end, err := NewReader(billAccount(), []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, nil, nil, &Stats{}, &transcript{})
	if end != Whole || err != nil {
		t.Errorf("read to the end: %v, %v", end, err)
	}
	if end, err = NewReader(&account{errors: map[string]error{"/me/bill": status(500)}}, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, nil, nil, &Stats{}, &transcript{}); end != Stopped || err == nil {
		t.Errorf("failed: %v, %v", end, err)
	}
}
