package connector

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox"
	"source-ovhcloud-api/connector/state"
)

// Bills, all of them or cut at seven.
const (
	allBills   = `{"name":"bills","path":"/me/bill/{billId}"}`
	sevenBills = `{"name":"bills","path":"/me/bill/{billId}","max_records":7}`
)

// saysThatItIsCut fails the test unless a run of a stream ended well after so many records, and
// warns that there are more, and how they come.
func (o outcome) saysThatItIsCut(t *testing.T, stream, records string, n int) outcome {
	t.Helper()
	o.succeeded(t)
	if got := len(o.records(stream)); got != n {
		t.Errorf("%d records, want %d", got, n)
	}
	if story := o.story(stream); !strings.Contains(story[len(story)-1], "COMPLETE") {
		t.Errorf("the end is %q", story)
	}
	more := "there are more, which come once it is removed"
	if len(stateOf(t, o).After) > 0 {
		more = "there are more, with which the next sync goes on"
	}
	if told := o.logs("WARN"); !slices.ContainsFunc(told, func(s string) bool { return strings.Contains(s, "cut at max_records, "+records+": "+more) }) {
		t.Errorf("it warns of %q", told)
	}
	if told := strings.Join(o.logs("INFO"), "\n"); !strings.Contains(told, records+", ") {
		t.Errorf("its statistics are %q", told)
	}
	if strings.Contains(o.stdout, `"ESTIMATE"`) {
		t.Error("it estimates what is not to come")
	}
	return o
}

// An incremental stream that is cut keeps its cursor: the syncs that follow bring every bill, each
// of them once, cut or not.
func TestACutIncrementalStreamLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until(t, "2026-01-01")
		years := func(endpoint string) form { return inProcess(endpoint).since("2023-01-01", 0) }
		want := runRead(t.Context(), t, years(allBills), incrementally("bills"), nil).succeeded(t).records("bills")
		if len(want) < 30 {
			t.Fatalf("only %d bills", len(want))
		}
		first := runRead(t.Context(), t, years(sevenBills), incrementally("bills"), nil).saysThatItIsCut(t, "bills", "7 records", 7)
		if s := stateOf(t, first); s.Interval == nil || !s.Cursor.IsZero() || len(s.After) != 1 {
			t.Errorf("the first sync leaves %+v", s)
		}
		second := runRead(t.Context(), t, years(sevenBills), incrementally("bills"), first.states()).saysThatItIsCut(t, "bills", "7 records", 7)
		third := runRead(t.Context(), t, years(allBills), incrementally("bills"), second.states()).succeeded(t)
		got := slices.Concat(first.records("bills"), second.records("bills"), third.records("bills"))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if s := stateOf(t, third); s.Interval != nil || s.Cursor.IsZero() {
			t.Errorf("the third sync leaves %+v", s)
		}
	})
}

// The syncs of an interval bring each of its records once, however far they lie apart and however
// much of it hangs below one bill.
func TestACutIncrementalStreamGetsThrough(t *testing.T) {
	for stream, endpoint := range map[string]string{
		"bills":   `{"name":"bills","path":"/me/bill/{billId}","max_records":1}`,
		"ids":     `{"name":"ids","path":"/me/bill/{billId}/details","new_parents_only":true,"max_records":2}`,
		"details": `{"name":"details","path":"/me/bill/{billId}/details/{billDetailId}","new_parents_only":true,"max_records":5}`,
	} {
		t.Run(stream, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				until(t, "2026-01-01")
				f := inProcess(endpoint)
				all := inProcess(maxRecords.ReplaceAllString(endpoint, ""))
				want := runRead(t.Context(), t, all, incrementally(stream), nil).succeeded(t).records(stream)
				got, last := f.readOn(t, sandbox.Transport(sandbox.New(sandbox.Options{})), stream, nil)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
				if s := stateOf(t, last); s.Cursor.Format(time.DateOnly) != "2026-01-01" {
					t.Errorf("the last sync leaves %+v", s)
				}
			})
		})
	}
}

// maxRecords is what an endpoint says of its bound.
var maxRecords = regexp.MustCompile(`,"max_records":\d+`)

// readOn syncs a stream that is cut in each sync until its interval is read, and returns all records
// and what the last sync came to. So much time passes between two that no refresh would go on.
func (f form) readOn(t *testing.T, account http.RoundTripper, stream string, states []json.RawMessage) ([]string, outcome) {
	t.Helper()
	var records []string
	for range 200 { // which is more than the sandbox has
		o := readThrough(t, f, account, stream, states).succeeded(t)
		came := o.records(stream)
		records = append(records, came...)
		warned := slices.ContainsFunc(o.logs("WARN"), func(s string) bool { return strings.Contains(s, "there are more, with which the next sync goes on") })
		switch open := stateOf(t, o).Interval != nil; {
		case open != warned:
			t.Fatalf("the state is %+v, and it warns of %q", stateOf(t, o), o.logs("WARN"))
		case !open:
			return records, o
		case len(came) == 0:
			t.Fatalf("a sync without records leaves %+v", stateOf(t, o))
		}
		time.Sleep(2 * state.StaleAfter)
		states = o.states()
	}
	t.Fatal("it never gets through")
	return nil, outcome{}
}

// A list comes in one call or a few and leaves no place to go on from: the next sync reads its
// interval from the beginning.
func TestAListThatIsCutIsReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until(t, "2026-01-01")
		all, cut := inProcess("/me/bill"), inProcess(`{"path":"/me/bill","max_records":7}`)
		want := runRead(t.Context(), t, all, incrementally("me_bill"), nil).succeeded(t).records("me_bill")
		first := runRead(t.Context(), t, cut, incrementally("me_bill"), nil).saysThatItIsCut(t, "me_bill", "7 records", 7)
		until(t, "2026-01-02")
		second := runRead(t.Context(), t, all, incrementally("me_bill"), first.states()).succeeded(t)
		got := map[string]bool{}
		for _, record := range second.records("me_bill") {
			got[record] = true
		}
		for _, record := range want {
			if !got[record] {
				t.Errorf("%s is missing", record)
			}
		}
	})
}

// A full refresh that is cut is none that goes on: what replaces a table has all of it.
func TestACutFullRefreshBeginsAnew(t *testing.T) {
	for endpoints, streams := range map[[2]string]string{
		{allBills, sevenBills}: "bills",
		{"/me/bill/{billId}/details", `{"path":"/me/bill/{billId}/details","max_records":7}`}: "me_bill_details",
		{"/me/bill/{billId}/details", `{"path":"/me/bill/{billId}/details","max_records":1}`}: "me_bill_details",
		{"/me/bill", `{"path":"/me/bill","max_records":7}`}:                                   "me_bill",
	} {
		synctest.Test(t, func(t *testing.T) {
			n, records := 7, "7 records"
			if strings.Contains(endpoints[1], ":1}") {
				n, records = 1, "1 record"
			}
			want := runRead(t.Context(), t, inProcess(endpoints[0]), whole(streams), nil).succeeded(t).records(streams)
			first := runRead(t.Context(), t, inProcess(endpoints[1]), whole(streams), nil).saysThatItIsCut(t, streams, records, n)
			if s := stateOf(t, first); s.Complete || s.Finished() || len(s.After) > 0 {
				t.Errorf("%s leaves %+v", endpoints[1], s)
			}
			again := runRead(t.Context(), t, inProcess(endpoints[1]), whole(streams), first.states()).saysThatItIsCut(t, streams, records, n)
			if diff := cmp.Diff(first.records(streams), again.records(streams)); diff != "" {
				t.Errorf("cut once more: %s", diff)
			}
			time.Sleep(2 * state.StaleAfter) // which is nothing to warn of, either
			second := runRead(t.Context(), t, inProcess(endpoints[0]), whole(streams), again.states()).succeeded(t)
			if diff := cmp.Diff(want, second.records(streams)); diff != "" {
				t.Error(diff)
			}
			if told := second.logs("WARN"); len(told) > 0 {
				t.Errorf("it warns of %q", told)
			}
		})
	}
}

// A stream that has no more than the form wants is not cut.
func TestWhatIsEnoughIsNotCut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		until(t, "2026-01-01")
		ids := len(runRead(t.Context(), t, inProcess("/me/bill"), whole("me_bill"), nil).succeeded(t).records("me_bill"))
		f := inProcess(strings.Replace(sevenBills, ":7", fmt.Sprint(":", ids), 1))
		if o := runRead(t.Context(), t, f, whole("bills"), nil).succeeded(t); !stateOf(t, o).Complete || len(o.logs("WARN")) > 0 {
			t.Errorf("a refresh leaves %+v and warns of %q", stateOf(t, o), o.logs("WARN"))
		}
		if o := runRead(t.Context(), t, f, incrementally("bills"), nil).succeeded(t); stateOf(t, o).Cursor.IsZero() || len(o.logs("WARN")) > 0 {
			t.Errorf("a sync leaves %+v and warns of %q", stateOf(t, o), o.logs("WARN"))
		}
	})
}

// Streams that need the list of one that is cut, or its records, have all of theirs.
func TestACutStreamCutsNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		below := `{"name":"each","path":"/me/bill/{b}","path_parameters":[{"name":"b","source":{"type":"endpoint","endpoint":"ids"}}]}`
		f := inProcess(`{"name":"ids","path":"/me/bill","max_records":1}`, below, sevenBills, "/me/bill/{billId}/details")
		o := runRead(t.Context(), t, f, whole("ids", "each", "bills", "me_bill_details"), nil).succeeded(t)
		got := map[string]int{}
		for _, stream := range []string{"ids", "each", "bills", "me_bill_details"} {
			got[stream] = len(o.records(stream))
		}
		if got["ids"] != 1 || got["bills"] != 7 || got["each"] < 30 || got["me_bill_details"] != 117 {
			t.Errorf("records: %v", got)
		}
	})
}

// What earlier syncs owe waits until the interval has been read and then comes in one sync, however
// much of it there is.
func TestACutStreamIsPaidWhatItIsOwed(t *testing.T) {
	onList := func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/FR40000003/details") }
	for stream, test := range map[string]struct {
		endpoint string
		meets    fault
		owed     [][]string
	}{
		"bills": {
			`{"name":"bills","path":"/me/bill/{billId}"}`,
			refusing(func(id string) bool { return id == "FR40000003" || id == "FR40000004" }, 500, broken500),
			[][]string{{"FR40000003"}, {"FR40000004"}},
		},
		"details": {
			`{"name":"details","path":"/me/bill/{billId}/details/{billDetailId}","new_parents_only":true}`,
			answering(500, broken500).on(onList),
			[][]string{{"FR40000003"}},
		},
	} {
		t.Run(stream, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				account := sandbox.Transport(sandbox.New(sandbox.Options{}))
				all := inProcess(test.endpoint).since("", 0)
				cut := inProcess(strings.TrimSuffix(test.endpoint, "}")+`,"max_records":1}`).since("", 0)

				until(t, "2025-01-01")
				first := readThrough(t, all, broken{test.meets, noBatches(account)}, stream, nil).succeeded(t)
				if diff := cmp.Diff(test.owed, stateOf(t, first).Owed); diff != "" {
					t.Fatal(diff)
				}
				until(t, "2026-01-01")
				want := readThrough(t, all, account, stream, nil).succeeded(t).records(stream)
				until(t, "2026-01-02")
				second := readThrough(t, cut, account, stream, first.states()).saysThatItIsCut(t, stream, "1 record", 1)
				if diff := cmp.Diff(test.owed, stateOf(t, second).Owed); diff != "" {
					t.Error(diff)
				}
				rest, last := cut.readOn(t, account, stream, second.states())
				if s := stateOf(t, last); len(s.Owed) != 0 || s.Cursor.Format(time.DateOnly) != "2026-01-02" {
					t.Errorf("the last sync leaves %+v", s)
				}
				got := slices.Concat(first.records(stream), second.records(stream), rest)
				slices.Sort(want)
				slices.Sort(got)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}
