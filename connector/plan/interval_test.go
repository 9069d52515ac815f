package plan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var epoch = time.Date(2025, time.June, 1, 12, 0, 0, 0, time.UTC)

// hours returns the time some hours after the epoch, 0 for none.
func hours(n int) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return epoch.Add(time.Duration(n) * time.Hour)
}

func TestNextInterval(t *testing.T) {
	tests := []struct {
		name                 string
		start, lookback, now int
		givenFrom, givenTo   int
		cursor               int
		wantFrom, wantTo     int
		nothingLeft          bool
		afterCursor          bool // the interval begins a second earlier
	}{
		{name: "the first, of everything", now: 100, wantTo: 100},
		{name: "the first, from the start date", start: 10, now: 100, wantFrom: 10, wantTo: 100},
		{name: "the first, from the user's bound", start: 10, givenFrom: 20, now: 100, wantFrom: 20, wantTo: 100},
		{name: "the user's bound may be before the start date", start: 10, givenFrom: 5, now: 100, wantFrom: 5, wantTo: 100},
		{name: "from the cursor", afterCursor: true, cursor: 50, now: 100, wantFrom: 50, wantTo: 100},
		{name: "looking back", afterCursor: true, cursor: 50, lookback: 24, now: 100, wantFrom: 26, wantTo: 100},
		{name: "never before the start date", start: 40, cursor: 50, lookback: 24, now: 100, wantFrom: 40, wantTo: 100},
		{name: "never before the user's bound", givenFrom: 60, cursor: 50, now: 100, wantFrom: 60, wantTo: 100},
		{name: "the cursor is later than the user's bound", afterCursor: true, givenFrom: 20, cursor: 50, now: 100, wantFrom: 50, wantTo: 100},
		{name: "up to the user's bound", givenTo: 80, now: 100, wantTo: 80},
		{name: "the user's bound lies ahead", givenTo: 200, now: 100, wantTo: 100},
		{name: "all up to the user's bound is read", afterCursor: true, givenTo: 80, cursor: 90, now: 100, wantFrom: 90, wantTo: 80, nothingLeft: true},
		{name: "a cursor far ahead", afterCursor: true, cursor: 10_000, lookback: 24, now: 100, wantFrom: 9_976, wantTo: 100, nothingLeft: true},
		{name: "a cursor a little ahead", afterCursor: true, cursor: 101, lookback: 24, now: 100, wantFrom: 77, wantTo: 100},
		{name: "a start date ahead", start: 200, now: 100, wantFrom: 200, wantTo: 100, nothingLeft: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &Filter{given: Interval{hours(tt.givenFrom), hours(tt.givenTo)}}
			h := Horizon{Start: hours(tt.start), Lookback: time.Duration(tt.lookback) * time.Hour, Now: hours(tt.now)}
			got := f.next(h, hours(tt.cursor))
			want := Interval{hours(tt.wantFrom), hours(tt.wantTo)}
			if tt.afterCursor {
				want.From = want.From.Add(-time.Second)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if nothingLeft := got.From.After(got.To); nothingLeft != tt.nothingLeft {
				t.Errorf("nothing left: %t", nothingLeft)
			}
		})
	}
}

// What is bound is the list that is filtered, and each that OVH does not give
// without bounds; the plan itself stays as it is.
func TestWithin(t *testing.T) {
	i := &Interval{hours(1), hours(2)}
	h := Horizon{Start: hours(-48), Now: hours(3)}
	const bounds = "date.from=2025-06-01T13%3A00%3A00Z&date.to=2025-06-01T14%3A00%3A00Z"
	tests := []struct {
		name     string
		plan     *Plan
		interval *Interval
		want     string
	}{
		{"a list", planned(t, get(t, "s", "/me/bill")), i, "GET /me/bill?" + bounds},
		{"a list, wholly", planned(t, get(t, "s", "/me/bill")), nil, "GET /me/bill"},
		{"its items", planned(t, get(t, "s", "/me/bill/{id}")), i, "GET /me/bill?" + bounds + " -> GET /me/bill/{billId}"},
		{"below new parents", planned(t, get(t, "s", "/me/bill/{id}/details/{d}", newParentsOnly)), i,
			"GET /me/bill?" + bounds + " -> GET /me/bill/{billId}/details -> GET /me/bill/{billId}/details/{billDetailId}"},
		{"below new parents, wholly", planned(t, get(t, "s", "/me/bill/{id}/details", newParentsOnly)), nil,
			"GET /me/bill -> GET /me/bill/{billId}/details"},
		{"mapped items", planned(t, get(t, "bills", "/me/bill", query("category", "autorenew")), get(t, "s", "/me/bill/{id}", from("id", "bills"))), i,
			"GET /me/bill?category=autorenew&" + bounds + " -> GET /me/bill/{billId}"},
		{"required bounds", planned(t, get(t, "s", "/cloud/project/{p}/usage")), nil,
			"GET /cloud/project -> GET /cloud/project/{serviceName}/usage?from=2025-05-30T12%3A00%3A00Z&to=2025-06-01T15%3A00%3A00Z"},
		{"required bounds of which the user gives one", planned(t, get(t, "s", "/cloud/project/{p}/usage", query("from", "2024"))), nil,
			"GET /cloud/project -> GET /cloud/project/{serviceName}/usage?from=2024&to=2025-06-01T15%3A00%3A00Z"},
		{"an interval of required bounds", planned(t, get(t, "s", "/cloud/project/{p}/usage")), i,
			"GET /cloud/project -> GET /cloud/project/{serviceName}/usage?from=2025-06-01T13%3A00%3A00Z&to=2025-06-01T14%3A00%3A00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := tt.plan.String()
			if diff := cmp.Diff(tt.want, tt.plan.Within(tt.interval, h).String()); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(before, tt.plan.String()); diff != "" {
				t.Errorf("the plan has changed: %s", diff)
			}
		})
	}
}

// Where OVH requires bounds and nobody gives them, they hold all that can be.
func TestRequiredBoundsWithoutAStartDate(t *testing.T) {
	p := planned(t, get(t, "s", "/cloud/project/{p}/usage"))
	const want = "GET /cloud/project/{serviceName}/usage?from=1999-11-01T00%3A00%3A00Z&to=2025-06-01T15%3A00%3A00Z"
	if diff := cmp.Diff(want, p.Within(nil, Horizon{Now: hours(3)}).Call.String()); diff != "" {
		t.Error(diff)
	}
}
