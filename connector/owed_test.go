package connector

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"source-ovhcloud-api/connector/sandbox"
	"source-ovhcloud-api/connector/state"
)

// readThrough reads incrementally an account of which faults meet the calls.
func readThrough(t *testing.T, f form, account http.RoundTripper, stream string, states []json.RawMessage) outcome {
	t.Helper()
	args := []string{"read", "--config", write(t, "config.json", f), "--catalog", write(t, "catalog.json", map[string]any{"streams": incrementally(stream)})}
	if states != nil {
		args = append(args, "--state", write(t, "state.json", states))
	}
	return runThrough(t, account, args...)
}

// A bill that is broken, refused or empty today comes when it is no longer, and until then no other
// waits for it.
func TestABrokenBillComesLater(t *testing.T) {
	for name, meets := range map[string]fault{
		"broken":  oneItem(500, broken500),
		"refused": oneItem(400, badRequest),
		"locked":  oneItem(423, locked),
		"null":    oneBill(replacedBy(`null`)),
		"empty":   oneMeets(answering(204, ``)),
	} {
		t.Run(name, func(t *testing.T) { synctest.Test(t, func(t *testing.T) { brokenBillComesLater(t, meets) }) })
	}
}

func brokenBillComesLater(t *testing.T, meets fault) {
	f := inProcess("/me/bill/{billId}")
	account := sandbox.Transport(sandbox.New(sandbox.Options{}))
	faulty := broken{meets, account}
	has := func(o outcome) bool {
		return slices.ContainsFunc(o.records("me_bill_each"), func(record string) bool { return strings.Contains(record, `"FR40000003"`) })
	}

	until(t, "2026-01-01")
	first := readThrough(t, f, faulty, "me_bill_each", nil).succeeded(t)
	if s := stateOf(t, first); has(first) || s.Cursor.IsZero() || len(s.Owed) != 1 || !slices.Equal(s.Owed[0], []string{"FR40000003"}) {
		t.Errorf("the first sync leaves %+v", s)
	}
	until(t, "2026-07-01")
	second := readThrough(t, f, faulty, "me_bill_each", first.states()).succeeded(t)
	if s := stateOf(t, second); has(second) || !s.Cursor.After(stateOf(t, first).Cursor) || len(s.Owed) != 1 {
		t.Errorf("the second sync leaves %+v", s)
	}
	if told := strings.Join(second.logs("WARN"), "\n"); !strings.Contains(told, "1 item owed: the next sync asks again") {
		t.Errorf("it says: %s", told)
	}
	third := readThrough(t, f, account, "me_bill_each", second.states()).succeeded(t)
	if s := stateOf(t, third); !has(third) || len(s.Owed) != 0 {
		t.Errorf("the third sync leaves %+v", s)
	}
	fourth := readThrough(t, f, account, "me_bill_each", third.states()).succeeded(t)
	if has(fourth) {
		t.Error("the bill comes in every sync")
	}
}

// A failure that was taken for an item's own before everything fails costs a resumed refresh nothing.
func TestAFullRefreshThatGoesOnAsksAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess("/me/bill/{billId}/details")
		account := sandbox.Transport(sandbox.New(sandbox.Options{}))
		// One bill is broken, and those from another on. OVH is gone by the time that it is asked again
		// for what it has answered for.
		var answered sync.Map
		faulty := broken{answering(500, broken500).on(func(r *http.Request) bool {
			id, ok := strings.CutSuffix(strings.TrimPrefix(r.URL.Path, "/1.0/me/bill/"), "/details")
			if !ok || id == "FR40000003" || id >= "FR40000020" {
				return ok
			}
			_, again := answered.LoadOrStore(id, true)
			return again
		}), noBatches(account)}
		read := func(network http.RoundTripper, states []json.RawMessage) outcome {
			args := []string{"read", "--config", write(t, "config.json", f), "--catalog", write(t, "catalog.json", map[string]any{"streams": whole("me_bill_details")})}
			if states != nil {
				args = append(args, "--state", write(t, "state.json", states))
			}
			return runThrough(t, network, args...)
		}
		first := read(faulty, nil)
		if s := stateOf(t, first); ExitCode(first.err) != 1 || !slices.Equal(s.After, []string{"FR40000019"}) || len(s.Owed) != 1 || s.Owed[0][0] != "FR40000003" {
			t.Fatalf("%v, the state is %+v", first.err, s)
		}
		second := read(account, first.states()).succeeded(t)
		if s := stateOf(t, second); !s.Complete || len(s.Owed) != 0 {
			t.Errorf("in the end the state is %+v", s)
		}
		met := map[string]bool{}
		for _, record := range append(first.records("me_bill_details"), second.records("me_bill_details")...) {
			if met[record] {
				t.Errorf("twice: %s", record)
			}
			met[record] = true
		}
		if len(met) != 117 {
			t.Errorf("%d of 117 records", len(met))
		}
	})
}

// noBatches is an account of which no operation answers batches.
func noBatches(account http.RoundTripper) http.RoundTripper {
	return broken{answering(400, `{"message":"X-Ovh-Batch is not available for this call"}`).on(isBatch), account}
}

// The list below a bill that is broken is asked for again until it comes, and nothing else is read
// twice meanwhile.
func TestABrokenListComesLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess(`{"path":"/me/bill/{billId}/details/{billDetailId}","name":"details","new_parents_only":true}`)
		account := sandbox.Transport(sandbox.New(sandbox.Options{}))
		list := answering(500, broken500).on(func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/FR40000003/details") })
		alone := answering(400, badRequest).on(func(r *http.Request) bool { return isBatch(r) && strings.HasSuffix(r.URL.Path, "/details") })
		faulty := broken{alone, broken{list, account}}
		met := map[string]int{}
		read := func(network http.RoundTripper, states []json.RawMessage) outcome {
			o := readThrough(t, f, network, "details", states).succeeded(t)
			for _, record := range o.records("details") {
				met[record]++
			}
			return o
		}
		ofTheBill := func() int {
			n := 0
			for record := range met {
				if strings.Contains(record, `"FR40000003"`) {
					n++
				}
			}
			return n
		}

		until(t, "2026-01-01")
		first := read(faulty, nil)
		if s := stateOf(t, first); ofTheBill() != 0 || s.Cursor.IsZero() || !slices.EqualFunc(s.Owed, [][]string{{"FR40000003"}}, slices.Equal) {
			t.Errorf("the first sync leaves %+v", s)
		}
		until(t, "2026-07-01")
		second := read(faulty, first.states())
		if s := stateOf(t, second); ofTheBill() != 0 || !s.Cursor.After(stateOf(t, first).Cursor) || len(s.Owed) != 1 {
			t.Errorf("the second sync leaves %+v", s)
		}
		if told := strings.Join(second.logs("WARN"), "\n"); !strings.Contains(told, "1 list owed: the next sync asks again") {
			t.Errorf("it says: %s", told)
		}
		third := read(account, second.states())
		if s := stateOf(t, third); ofTheBill() == 0 || len(s.Owed) != 0 {
			t.Errorf("the third sync brings %d of the bill's details and leaves %+v", ofTheBill(), s)
		}
		all := readThrough(t, f, account, "details", nil).succeeded(t).records("details")
		if len(met) != len(all) {
			t.Errorf("%d of %d records came", len(met), len(all))
		}
		for record, times := range met {
			if times > 1 {
				t.Errorf("%d times: %s", times, record)
			}
		}
	})
}

// What is owed by a parent may be more than a state names, and OVH may fail at all of it: then the
// parent stays owed, and not everything is tried.
func TestABrokenListOfManyStaysOwed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const details = 3000
		f := inProcess(`{"path":"/me/bill/{billId}/details/{billDetailId}","name":"details","new_parents_only":true}`)
		account := sandbox.Transport(sandbox.New(sandbox.Options{Sizes: sandbox.Sizes{Bills: 1, DetailsPerBill: details}}))
		var asked atomic.Int64
		below := answering(500, broken500).on(func(r *http.Request) bool {
			if _, _, below := strings.Cut(r.URL.Path, "/details/"); !below {
				return false
			}
			asked.Add(1)
			return true
		})
		until(t, "2026-01-01")
		whole := readThrough(t, f, account, "details", nil).succeeded(t)
		bill := regexp.MustCompile(`"billId":"(\w+)"`).FindStringSubmatch(whole.records("details")[0])[1]
		states := whole.states()
		last := len(states) - 1
		states[last] = json.RawMessage(strings.Replace(string(states[last]), `"stream_state":{`, `"stream_state":{"owed":[["`+bill+`"]],`, 1))

		until(t, "2026-07-01")
		second := readThrough(t, f, broken{below, account}, "details", states).succeeded(t)
		if s := stateOf(t, second); !slices.EqualFunc(s.Owed, [][]string{{bill}}, slices.Equal) || s.Interval != nil {
			t.Errorf("the second sync leaves %+v", s)
		}
		if n := asked.Load(); n == 0 || n > state.MostOwed {
			t.Errorf("%d calls for %d details", n, details)
		}
		third := readThrough(t, f, account, "details", second.states()).succeeded(t)
		if s := stateOf(t, third); len(third.records("details")) != details || len(s.Owed) != 0 {
			t.Errorf("the third sync brings %d details and leaves %+v", len(third.records("details")), s)
		}
	})
}

// A bill that was broken and lies in the interval once more, by its lookback, comes once in that sync;
// one that is broken still is not tried twice in it.
func TestWhatIsOwedComesOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess(`{"path":"/me/bill/{billId}/details/{billDetailId}","name":"details","new_parents_only":true}`).since("", 3650)
		account := sandbox.Transport(sandbox.New(sandbox.Options{}))
		var asked atomic.Int64
		list := answering(500, broken500).on(func(r *http.Request) bool {
			alone := strings.HasSuffix(r.URL.Path, "/FR40000003/details")
			if alone {
				asked.Add(1)
			}
			return alone
		})
		faulty := broken{answering(400, badRequest).on(func(r *http.Request) bool { return isBatch(r) && strings.HasSuffix(r.URL.Path, "/details") }), broken{list, account}}
		until(t, "2026-01-01")
		first := readThrough(t, f, faulty, "details", nil).succeeded(t)
		tries := asked.Swap(0)
		second := readThrough(t, f, faulty, "details", first.states()).succeeded(t)
		if s := stateOf(t, second); len(s.Owed) != 1 || asked.Load() > tries {
			t.Errorf("the second sync tries %d times, the first %d, and leaves %+v", asked.Load(), tries, s)
		}
		third := readThrough(t, f, account, "details", second.states()).succeeded(t)
		if s := stateOf(t, third); len(s.Owed) != 0 {
			t.Errorf("the third sync leaves %+v", s)
		}
		met := map[string]bool{}
		for _, record := range third.records("details") {
			if met[record] {
				t.Errorf("twice: %s", record)
			}
			met[record] = true
		}
		if len(met) != 117 {
			t.Errorf("%d of 117 records", len(met))
		}
	})
}
