package read

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

func TestAttempts(t *testing.T) {
	for _, tt := range []struct {
		name string
		of   outcome
		want int
	}{
		{"nothing was answered", outcome{failing: 1}, 0},
		{"others were answered", outcome{answered: []string{"a"}, failing: 1}, attemptsAmongAnswered},
		{"another lasted", outcome{answered: []string{"a"}, failing: 1, lasting: map[string]bool{"500": true}}, attemptsOfKnown},
		{"one of another kind lasted", outcome{answered: []string{"a"}, failing: 1, lasting: map[string]bool{"503": true}}, attemptsAmongAnswered},
		{"many fail at once", outcome{answered: []string{"a"}, failing: outage, lasting: map[string]bool{"500": true}}, 0},
		{"many were given up", outcome{answered: []string{"a"}, failing: outage, givenUp: outage}, attemptsOfKnown},
		{"almost too many", outcome{answered: []string{"a"}, failing: outage - 1}, attemptsAmongAnswered},
	} {
		if got := tt.of.attempts("500"); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
}

// What is no answer of an item's says nothing of the items.
func TestAttemptsAreBoundForItemsOnly(t *testing.T) {
	c := planned(t, get(t, "s", "/me/bill/{b}")).Call
	o := newOutcomes()
	o.note(&c, []string{"a"}, nil, false)
	for _, tt := range []struct {
		failed error
		want   int
	}{
		{&ovhapi.Error{Status: http.StatusTooManyRequests}, 0},
		{errors.New("connection refused"), 0},
		{&ovhapi.Error{Status: http.StatusBadGateway}, attemptsAmongAnswered},
	} {
		if got := o.attempts(&c, false)(tt.failed); got != tt.want {
			t.Errorf("%v: %d, want %d", tt.failed, got, tt.want)
		}
	}
}

// A failure of a call that had few attempts is none that lasts: others of its kind still get theirs.
func TestFewAttemptsSayNothingOfOthers(t *testing.T) {
	c := planned(t, get(t, "s", "/me/bill/{b}")).Call
	failed := &ovhapi.Error{Status: http.StatusInternalServerError}
	given := &ovhapi.TransientError{Attempts: 2, Err: failed}
	for known, want := range map[bool]int{true: attemptsAmongAnswered, false: attemptsOfKnown} {
		o := newOutcomes()
		o.note(&c, []string{"a"}, nil, false)
		o.note(&c, []string{"b"}, given, known)
		if got := o.attempts(&c, false)(failed); got != want {
			t.Errorf("known %t: %d attempts, want %d", known, got, want)
		}
	}
}

// broken is an account's side of the wire that fails at some items for ever.
type broken struct {
	*remote

	answer func() *http.Response
	fails  func(path string) bool
}

func serverError() *http.Response {
	return response(http.StatusInternalServerError, `{"message":"Internal server error"}`, nil)
}

func (o broken) RoundTrip(r *http.Request) (*http.Response, error) {
	if o.fails(r.URL.Path) {
		return o.answer(), nil
	}
	return o.remote.RoundTrip(r)
}

// billsOf is an account with n bills, without batches.
func billsOf(n int) *remote {
	o := &remote{holdings: holdings{lists: map[string][]string{}, others: map[string]string{}}, attempts: map[string]int{}}
	for i := range n {
		id := fmt.Sprintf("FR%04d", i)
		o.lists["/me/bill"] = append(o.lists["/me/bill"], fmt.Sprintf("%q", id))
		o.others["/me/bill/"+id] = fmt.Sprintf(`{"billId":%q}`, id)
	}
	return o
}

// readBroken reads the bills, and gives how long that took and what was logged.
func readBroken(t *testing.T, o broken, got *transcript, stats *Stats) (time.Duration, string, error) {
	t.Helper()
	return readBrokenAfter(t, o, nil, got, stats)
}

// readBrokenAfter is readBroken that goes on after a bill.
func readBrokenAfter(t *testing.T, o broken, after []string, got *transcript, stats *Stats) (time.Duration, string, error) {
	t.Helper()
	client, err := ovhapi.New(ovhapi.Options{BaseURL: "https://api.test/1.0", Credentials: ovhapi.ApplicationKeys{
		ApplicationKey: "7kbG7Bk7S9Nt7ZSV", ApplicationSecret: "EXEgWIz07P0HYwtQDs7cNIqCiQaWSuHF", ConsumerKey: "MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1",
	}, Transport: o, RequestsPerSecond: 20})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	var log strings.Builder
	p := planned(t, get(t, "s", "/me/bill/{b}"))
	began := time.Now()
	_, err = NewReader(client, []*plan.Plan{p}, zerolog.New(&log)).Read(t.Context(), p, after, nil, stats, got)
	return time.Since(began), log.String(), err
}

// The broken items are spread, among them the first and the last, or stand together anywhere.
func TestBrokenItemsCostFew(t *testing.T) {
	const items, bad = 537, 52
	positions := map[string]func(i int) bool{
		"every tenth":   func(i int) bool { return i%10 == 0 && i/10 < bad-1 || i == items-1 },
		"both ends":     func(i int) bool { return i < bad/2 || i >= items-bad/2 },
		"twice as many": func(i int) bool { return i >= 100 && i < 100+2*bad },
	}
	for _, first := range []int{0, 1, outage - 1, outage, window - bad, window, 100, items / 2, items - bad - 1, items - bad} {
		positions[fmt.Sprintf("from the %dth on", first+1)] = func(i int) bool { return i >= first && i < first+bad }
	}
	for name, fails := range positions {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				count := 0
				for i := range items {
					if fails(i) {
						count++
					}
				}
				o := broken{billsOf(items), serverError, func(path string) bool {
					var i int
					n, _ := fmt.Sscanf(path, "/1.0/me/bill/FR%d", &i)
					return n == 1 && !strings.Contains(path, ",") && fails(i)
				}}
				var got transcript
				var stats Stats
				took, log, err := readBroken(t, o, &got, &stats)
				if err != nil || len(got.records()) != items-count || stats.Skipped.Load() != int64(count) || len(got.owed) != count {
					t.Errorf("%d records, %d skipped, %d owed, %v", len(got.records()), stats.Skipped.Load(), len(got.owed), err)
				}
				beyond := took - time.Duration(stats.Calls.Load())*time.Second/20
				t.Logf("%s beyond its %d calls", beyond, stats.Calls.Load())
				if beyond > time.Minute {
					t.Error("want a minute at most")
				}
				if n := strings.Count(log, `"warn"`); n != 1 || !strings.Contains(log, fmt.Sprintf("skipped %d items of GET /me/bill/{billId}", count)) {
					t.Errorf("%d warnings: %s", n, log)
				}
			})
		})
	}
}

// Items that do not come in batches are asked for in their order, but for those that are under way
// beside each other: what comes first can be given, and a state written, while the rest is read.
func TestSinglesAreAskedForInTheirOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var asked []int
		o := broken{billsOf(1000), serverError, func(path string) bool {
			if id, single := strings.CutPrefix(path, "/1.0/me/bill/FR"); single && !strings.Contains(id, ",") {
				mu.Lock()
				defer mu.Unlock()
				n, err := strconv.Atoi(id)
				if err != nil {
					t.Error(err)
				}
				asked = append(asked, n)
			}
			return false
		}}
		if _, _, err := readBroken(t, o, &transcript{}, &Stats{}); err != nil {
			t.Fatal(err)
		}
		for i, n := range asked {
			if n >= i+window || n <= i-window {
				t.Errorf("item %d is asked for as the %dth of %d", n, i, len(asked))
			}
		}
	})
}

// When OVH fails at everything it is not the items' fault, from the start or half-way.
func TestAnOutageIsNoSkip(t *testing.T) {
	for name, first := range map[string]int64{"from the start": 0, "half-way": 500} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var answered atomic.Int64 // then it begins
				o := broken{billsOf(1000), serverError, func(path string) bool {
					single := strings.HasPrefix(path, "/1.0/me/bill/") && !strings.Contains(path, ",")
					return single && answered.Add(1) > first
				}}
				var got transcript
				took, _, err := readBroken(t, o, &got, &Stats{})
				if !is[*ovhapi.TransientError](err) || took > 10*time.Minute {
					t.Errorf("%v, after %s", err, took)
				}
				records := got.records()
				if len(records) == 0 {
					if first > 0 {
						t.Error("no records")
					}
					return
				}
				// The state is where the records end, and what lacks up to there is owed.
				last := got.last()[0]
				if !strings.Contains(records[len(records)-1], last) {
					t.Errorf("%d records, state %s", len(records), last)
				}
				there := strings.Join(records, " ") + fmt.Sprint(got.owed)
				for i := 0; fmt.Sprintf("FR%04d", i) <= last; i++ {
					if !strings.Contains(there, fmt.Sprintf("FR%04d", i)) {
						t.Errorf("item %d is neither there nor owed", i)
					}
				}
			})
		})
	}
}

// A read goes on after an outage, and often amid it: that something was answered in an earlier read is
// no reason to wait for less. Where one or two are passed over, they are owed.
func TestAReadGoesOnAmidAnOutage(t *testing.T) {
	for _, left := range []int{1, 5, 15, 19, 25, 100} {
		t.Run(fmt.Sprint(left), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				o := broken{billsOf(10 + left), serverError, func(path string) bool {
					return strings.HasPrefix(path, "/1.0/me/bill/") && time.Since(began) < time.Minute
				}}
				var got transcript
				if _, _, err := readBrokenAfter(t, o, []string{"FR0009"}, &got, &Stats{}); err != nil {
					t.Fatal(err)
				}
				if n := len(got.records()); n < left-2 || n+len(got.owed) != left {
					t.Errorf("%d of %d records, %d owed", n, left, len(got.owed))
				}
			})
		})
	}
}
