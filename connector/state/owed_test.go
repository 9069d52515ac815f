package state

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/plan/plantest"
)

func TestOwe(t *testing.T) {
	items := planned(t, plantest.Get(t, "s", "/me/bill/{billId}"))
	list := planned(t, plantest.Get(t, "s", "/me/bill"))
	below := planned(t, plantest.Get(t, "s", "/me/bill/{billId}/details/{billDetailId}", plantest.NewParentsOnly))
	reading := State{Interval: &plan.Interval{To: hours(2)}, Cursor: hours(1)}
	full := reading
	for i := range MostOwed {
		full = full.Owe(items, []string{fmt.Sprint(i)})
	}
	for _, tt := range []struct {
		name      string
		of        State
		plan      *plan.Plan
		partition []string
		owed      int
		lacking   bool
	}{
		{"an item", reading, items, []string{"FR1"}, 1, false},
		{"an item twice", reading.Owe(items, []string{"FR1"}), items, []string{"FR1"}, 1, false},
		{"another", reading.Owe(items, []string{"FR1"}), items, []string{"FR2"}, 2, false},
		{"what is below a parent", reading, below, []string{"FR1"}, 1, false},
		{"what is below all", reading, below, nil, 0, true},
		{"what the filtered list has", reading, list, []string{}, 0, true},
		{"one too many", full, items, []string{"FR1"}, MostOwed, true},
		{"in a full refresh", State{}, items, []string{"FR1"}, 1, false},
		{"what is below a parent, in a full refresh", State{}, below, []string{"FR1"}, 1, false},
		{"what is below all, in a full refresh", State{}, items, nil, 0, false},
	} {
		got := tt.of.Owe(tt.plan, tt.partition)
		if len(got.Owed) != tt.owed || got.Lacking != tt.lacking {
			t.Errorf("%s: %d owed, lacking: %t", tt.name, len(got.Owed), got.Lacking)
		}
		// What is owed does not hold the cursor, what cannot be named does. A full refresh that has
		// come to its end owes nothing.
		if end := got.Finish(); (end.Interval != nil) != tt.lacking {
			t.Errorf("%s: in the end %+v", tt.name, end)
		} else if end.Complete && len(end.Owed) > 0 {
			t.Errorf("%s: a refresh that is complete owes %q", tt.name, end.Owed)
		}
	}
}

func TestSettle(t *testing.T) {
	s := State{Owed: [][]string{{"a"}, {"b"}, {"c"}, {"c", "1"}}}
	many := make([][]string, MostOwed)
	for i := range many {
		many[i] = []string{"a", fmt.Sprint(i)}
	}
	for _, tt := range []struct {
		name               string
		asked, still, want [][]string
	}{
		{"one of two came", [][]string{{"a"}, {"b"}}, [][]string{{"b"}}, [][]string{{"b"}, {"c"}, {"c", "1"}}},
		{"a list came, but for an item", [][]string{{"a"}}, [][]string{{"a", "1"}}, [][]string{{"b"}, {"c"}, {"c", "1"}, {"a", "1"}}},
		{"a list came with an item that was owed besides", [][]string{{"c"}}, nil, [][]string{{"a"}, {"b"}}},
		{"a list came, but for too many", [][]string{{"a"}}, many, s.Owed},
	} {
		if diff := cmp.Diff(tt.want, s.Settle(tt.asked, tt.still).Owed); diff != "" {
			t.Errorf("%s: %s", tt.name, diff)
		}
	}
}

// A refresh that begins anew owes nothing; what earlier intervals owe stays owed.
func TestAnew(t *testing.T) {
	owed := [][]string{{"FR1"}}
	refresh := State{After: []string{"FR2"}, Owed: owed}.Anew()
	interval := State{Interval: &plan.Interval{To: hours(2)}, Cursor: hours(1), After: []string{"FR2"}, Owed: owed}.Anew()
	if len(refresh.After)+len(refresh.Owed) > 0 || len(interval.After) > 0 || len(interval.Owed) != 1 {
		t.Errorf("%+v, %+v", refresh, interval)
	}
}
