package connector

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"source-ovhcloud-api/connector/sandbox"
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

// A bill that is broken today comes when it is no longer, and until then no other waits for it.
func TestABrokenBillComesLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess("/me/bill/{billId}")
		account := sandbox.Transport(sandbox.New(sandbox.Options{}))
		faulty := broken{oneItem(500, broken500), account}
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
	})
}

// What cannot be asked for by itself keeps the interval from being finished: the bills behind a
// list that failed are not lost.
func TestABrokenListKeepsTheInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess(`{"path":"/me/bill/{billId}/details/{billDetailId}","name":"details","new_parents_only":true}`)
		account := sandbox.Transport(sandbox.New(sandbox.Options{}))
		list := answering(500, broken500).on(func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/FR40000003/details") })
		alone := answering(400, badRequest).on(func(r *http.Request) bool { return isBatch(r) && strings.HasSuffix(r.URL.Path, "/details") })
		of := func(o outcome) int {
			n := 0
			for _, record := range o.records("details") {
				if strings.Contains(record, `"FR40000003"`) {
					n++
				}
			}
			return n
		}

		until(t, "2026-01-01")
		first := readThrough(t, f, broken{alone, broken{list, account}}, "details", nil).succeeded(t)
		if s := stateOf(t, first); of(first) != 0 || !s.Lacking || s.Interval == nil || s.After != nil || !s.Cursor.IsZero() {
			t.Errorf("the first sync leaves %+v", s)
		}
		second := readThrough(t, f, account, "details", first.states()).succeeded(t)
		if s := stateOf(t, second); of(second) == 0 || s.Lacking || s.Cursor.IsZero() {
			t.Errorf("the second sync brings %d of the bill's details and leaves %+v", of(second), s)
		}
	})
}
