package connector

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/sandbox"
)

// TestADayOfSyncs syncs an account every hour of a day, through faults, and ends every third sync in
// the middle, so that the next goes on with its state. Nothing of it may grow, and nothing may be
// missing in the end.
func TestADayOfSyncs(t *testing.T) {
	names := []string{"me_bill_each", "me_bill", "me_bill_details", "v2_iam_resource"}
	f := inProcess("/me/bill/{billId}", "/me/bill", "/me/bill/{billId}/details", "/v2/iam/resource")
	synctest.Test(t, func(t *testing.T) {
		until(t, "2026-03-01")
		account := sandbox.Transport(sandbox.New(sandbox.Options{}))
		s := soak{
			account: account,
			args: []string{
				"read", "--config", write(t, "config.json", f),
				"--catalog", write(t, "catalog.json", map[string]any{"streams": incrementally(names...)}),
			},
			faults: 0.1,
			states: map[string]json.RawMessage{}, bills: map[string]bool{},
		}
		var after []growth
		for hour := range 24 {
			began := time.Now()
			s.sync(t, uint64(hour), hour%3 == 1)
			after = append(after, s.grown())
			time.Sleep(time.Until(began.Add(time.Hour)))
		}
		if s.faults = 0; s.sync(t, 24, false) != nil {
			t.Error("the last sync, without faults, failed")
		}
		if len(s.bills) != 36 {
			t.Errorf("%d of 36 bills arrived", len(s.bills))
		}
		first, last := mostOf(after[:6]), mostOf(after[18:])
		t.Logf("in the first quarter at most %+v, in the last %+v; %d syncs were cut short", first, last, s.cut)
		// What the collector has not come to yet, and what is kept for the whole program.
		const slack = 1 << 20
		if last.heap > first.heap+first.heap/10+slack || last.goroutines > first.goroutines || last.files > first.files || last.states > first.states+first.states/10 {
			t.Errorf("in the first quarter at most %+v, in the last %+v", first, last)
		}
		if s.cut < 4 {
			t.Errorf("%d syncs were cut short", s.cut)
		}
	})
}

// soak is a connection that is synced again and again.
type soak struct {
	account http.RoundTripper
	faults  float64 // the share of attempts that fail
	args    []string
	states  map[string]json.RawMessage
	bills   map[string]bool
	cut     int
}

// sync runs once, through faults, and returns how that ended. If it is to be cut, it ends before it is
// through.
func (s *soak) sync(t *testing.T, seed uint64, cut bool) error {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var hit, calls atomic.Int64
	random := randomly(seed, s.faults, &hit)
	faulty := broken{func(r *http.Request, account http.RoundTripper) (*http.Response, error) {
		if calls.Add(1) == 8 && cut {
			cancel()
		}
		return random(r, account)
	}, s.account}
	args := s.args
	if len(s.states) > 0 {
		args = append(slices.Clone(args), "--state", write(t, "state.json", slices.Collect(maps.Values(s.states))))
	}
	o := runUntil(ctx, t, faulty, args...)
	if o.err != nil {
		s.cut++
	}
	for _, state := range o.states() {
		var of message
		must(t, json.Unmarshal(state, &of.State))
		s.states[of.State.Stream.Descriptor.Name] = state
	}
	for _, record := range o.records("me_bill_each") {
		var bill struct{ BillID string }
		must(t, json.Unmarshal([]byte(record), &bill))
		s.bills[bill.BillID] = true
	}
	return o.err
}

// growth is what must not grow from sync to sync.
type growth struct {
	heap, states      int64 // bytes
	goroutines, files int
}

func (s *soak) grown() growth {
	synctest.Wait()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	g := growth{heap: int64(m.HeapAlloc), goroutines: runtime.NumGoroutine()}
	for _, state := range s.states {
		g.states += int64(len(state))
	}
	// Where there is no such folder there are no descriptors to count, neither before nor after.
	open, _ := os.ReadDir("/proc/self/fd")
	g.files = len(open)
	return g
}

func mostOf(all []growth) growth {
	most := all[0]
	for _, g := range all {
		most = growth{max(most.heap, g.heap), max(most.states, g.states), max(most.goroutines, g.goroutines), max(most.files, g.files)}
	}
	return most
}
