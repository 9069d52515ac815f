package connector

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sandbox"
	"source-ovhcloud-api/connector/state"
)

// incrementally selects streams as a platform does that reads what is new.
func incrementally(names ...string) []protocol.ConfiguredStream {
	streams := whole(names...)
	for i := range streams {
		streams[i].SyncMode = protocol.Incremental
	}
	return streams
}

// until lets virtual time pass up to a day.
func until(t *testing.T, day string) {
	t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	must(t, err)
	time.Sleep(time.Until(at))
}

// since returns what the form says of incremental syncs.
func (f form) since(start string, lookback int) form {
	f.StartDate, f.LookbackDays = start, &lookback
	return f
}

// dates returns the first and the last date of bills.
func dates(t *testing.T, records []string) (first, last string) {
	t.Helper()
	var all []string
	for _, record := range records {
		var bill struct{ Date string }
		must(t, json.Unmarshal([]byte(record), &bill))
		all = append(all, bill.Date[:len(time.DateOnly)])
	}
	return slices.Min(all), slices.Max(all)
}

// A sync brings what the account has had since the last one, and its lookback.
func TestIncrementalSyncs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess("/me/bill", "/me/bill/{billId}", `{"path":"/me/bill/{billId}/details","new_parents_only":true}`, `{"name":"all_details","path":"/me/bill/{billId}/details"}`)
		names := []string{"me_bill", "me_bill_each", "me_bill_details", "all_details"}
		everything := runRead(t.Context(), t, f, whole(names...), nil).succeeded(t)

		until(t, "2024-01-01")
		first := runRead(t.Context(), t, f.since("2023-01-01", 0), incrementally(names...), nil).succeeded(t)
		from, to := dates(t, first.records("me_bill_each"))
		if from < "2023-01-01" || from > "2023-02-15" || to < "2023-11-15" || to > "2024-01-01" {
			t.Errorf("the first sync brings %s to %s", from, to)
		}
		state := first.states()

		until(t, "2025-01-01")
		second := runRead(t.Context(), t, f.since("2023-01-01", 0), incrementally(names...), state).succeeded(t)
		from, to = dates(t, second.records("me_bill_each"))
		if from < "2024-01-01" || from > "2024-02-15" || to < "2024-11-15" || to > "2025-01-01" {
			t.Errorf("the second sync brings %s to %s", from, to)
		}

		until(t, "2026-01-01")
		third := runRead(t.Context(), t, f.since("2023-01-01", 31), incrementally(names...), second.states()).succeeded(t)
		if from, _ = dates(t, third.records("me_bill_each")); from < "2024-12-01" || from > "2025-01-01" {
			t.Errorf("the third sync looks back to %s", from)
		}

		// Together they have every bill of the years, and no other; the details are
		// those of the same bills, and without the user's word for it they are all of them.
		union := map[string]bool{}
		for _, o := range []outcome{first, second, third} {
			for _, record := range o.records("me_bill_each") {
				union[record] = true
			}
			if len(o.records("me_bill")) != len(o.records("me_bill_each")) {
				t.Errorf("%d ids and %d bills", len(o.records("me_bill")), len(o.records("me_bill_each")))
			}
			if diff := cmp.Diff(everything.records("all_details"), o.records("all_details")); diff != "" {
				t.Error(diff)
			}
		}
		var want []string
		for _, record := range everything.records("me_bill_each") {
			if day, _ := dates(t, []string{record}); day >= "2023-01-01" {
				want = append(want, record)
			}
		}
		if diff := cmp.Diff(slices.Sorted(slices.Values(want)), slices.Sorted(maps.Keys(union))); diff != "" {
			t.Error(diff)
		}
	})
}

// The list that several streams descend from is fetched once, as in a full refresh.
func TestIncrementalStreamsShareTheirList(t *testing.T) {
	account, f := overSocket(t, sandbox.Options{})
	f = f.with("/me/bill", "/me/bill/{billId}", `{"path":"/me/bill/{billId}/details","new_parents_only":true}`)
	runRead(t.Context(), t, f, incrementally("me_bill", "me_bill_each", "me_bill_details"), nil).succeeded(t)
	if got := account.Calls().Routes["GET /me/bill"]; got != 1 {
		t.Errorf("the bills were listed %d times", got)
	}
}

// What the user asks for of the list bounds every sync of it.
func TestIncrementalWithinTheUsersBounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until(t, "2026-01-01")
		f := inProcess(`{"name":"bills","path":"/me/bill","query_parameters":[{"name":"date.from","value":"2023"},{"name":"date.to","value":"20240101"}]}`,
			`{"name":"each","path":"/me/bill/{b}","path_parameters":[{"name":"b","source":{"type":"endpoint","endpoint":"bills"}}]}`)
		first := runRead(t.Context(), t, f.since("2020-01-01", 0), incrementally("each"), nil).succeeded(t)
		if from, to := dates(t, first.records("each")); from < "2023-01-01" || from > "2023-02-15" || to < "2023-11-15" || to > "2024-01-01" {
			t.Errorf("the first sync brings %s to %s", from, to)
		}
		second := runRead(t.Context(), t, f.since("2020-01-01", 0), incrementally("each"), first.states()).succeeded(t)
		if n := len(second.records("each")); n != 0 {
			t.Errorf("the second sync brings %d bills", n)
		}
	})
}

// stateOf returns the state that a run of one stream came to.
func stateOf(t *testing.T, o outcome) (s state.State) {
	t.Helper()
	for _, m := range o.messages {
		if m.Type == "STATE" {
			s = state.State{} // what a state leaves out is none of the one before it
			must(t, json.Unmarshal(m.State.Stream.State, &s))
		}
	}
	return s
}

// A stream that ends in the middle of an interval goes on in the same interval.
func TestIncrementalGoesOnInTheInterval(t *testing.T) {
	failing := true
	account, f := overSocket(t, sandbox.Options{BatchLimit: -1, Intercept: before(func(w http.ResponseWriter, r *http.Request) bool {
		if failing && strings.HasSuffix(r.URL.Path, "/FR40000020") {
			http.Error(w, `{"errorCode":"NOT_GRANTED_CALL","message":"no"}`, http.StatusForbidden)
			return true
		}
		return false
	})})
	f = f.with("/me/bill/{billId}").since("2022-07-01", 1)
	first := runRead(t.Context(), t, f, incrementally("me_bill_each"), nil)
	if first.err == nil || len(first.records("me_bill_each")) != 20 {
		t.Fatalf("%v after %d records", first.err, len(first.records("me_bill_each")))
	}
	failing = false
	second := runRead(t.Context(), t, f, incrementally("me_bill_each"), first.states()).succeeded(t)
	if diff := cmp.Diff(complete(16), second.story("me_bill_each")); diff != "" {
		t.Error(diff)
	}
	if end, cursor := stateOf(t, first).Interval.To, stateOf(t, second).Cursor; end.IsZero() || !cursor.Equal(end) {
		t.Errorf("the interval ends at %s, the cursor is %s", end, cursor)
	}
	if got := account.Calls().Routes["GET /me/bill"]; got != 2 {
		t.Errorf("the bills were listed %d times", got)
	}
}

// A stream that OVH does not give without bounds has them in every mode.
func TestRequiredBoundsAreFilled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until(t, "2026-01-01")
		f := inProcess("/me/consumption/usage/history")
		full := runRead(t.Context(), t, f, whole("me_consumption_usage_history"), nil).succeeded(t)
		incremental := runRead(t.Context(), t, f, incrementally("me_consumption_usage_history"), nil).succeeded(t)
		if n := len(full.records("me_consumption_usage_history")); n == 0 {
			t.Error("no records")
		}
		if diff := cmp.Diff(full.records("me_consumption_usage_history"), incremental.records("me_consumption_usage_history")); diff != "" {
			t.Error(diff)
		}
	})
}
