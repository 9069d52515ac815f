package state

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/plan/plantest"
)

// belowTwo returns a plan whose filtered list stands below two parents, the second of which the first
// lists. Parents and what is below the list are told apart by their variables alone.
func belowTwo(t *testing.T) *plan.Plan {
	p := *planned(t, plantest.Get(t, "s", "/me/bill/{billId}"))
	p.Chain = append([]plan.Level{{Binds: []plan.Bind{{}}}, {Binds: []plan.Bind{{}}}}, p.Chain...)
	p.Incremental = &plan.Incremental{Level: 2}
	return &p
}

func behind(from, to time.Time, parent ...string) Behind {
	return Behind{parent, plan.Interval{From: from, To: to}}
}

func reading(from, to time.Time, behind ...Behind) State {
	return State{Cursor: from, Interval: &plan.Interval{From: from, To: to}, Behind: behind}
}

func TestOweOfAParent(t *testing.T) {
	p := belowTwo(t)
	first := State{Interval: &plan.Interval{To: hours(1)}}.Owe(p, []string{"a"})
	s := reading(hours(1), hours(2), first.Finish().Behind...)
	for _, partition := range [][]string{{"a"}, {"b", "x"}, {"b", "x", "1"}} {
		s = s.Owe(p, partition)
	}
	if diff := cmp.Diff([]Behind{behind(time.Time{}, hours(2), "a"), behind(hours(1), hours(2), "b", "x")}, s.Behind); diff != "" || len(s.Owed) != 1 {
		t.Errorf("%q is owed, behind are %s", s.Owed, diff)
	}
	if diff := cmp.Diff([]Behind{behind(time.Time{}, hours(1), "a")}, first.Behind); diff != "" {
		t.Errorf("the state before is another now: %s", diff)
	}
	if end := s.Finish(); end.Interval != nil || !end.Cursor.Equal(hours(2)) {
		t.Errorf("in the end %+v", end)
	}
	for i := range MostOwed {
		s = s.Owe(p, []string{fmt.Sprint(i)})
	}
	if !s.Lacking || len(s.Behind)+len(s.Owed) != MostOwed {
		t.Errorf("%d are behind, %d owed, lacking: %t", len(s.Behind), len(s.Owed), s.Lacking)
	}
}

func TestMissed(t *testing.T) {
	begun := reading(hours(5), hours(9))
	again := begun
	again.Cursor = hours(9) // the user sets the end
	for _, tt := range []struct {
		name   string
		of     State
		behind Behind
		due    []plan.Interval
		caught bool
	}{
		{"OVH has failed at it before", begun, behind(hours(1), hours(5), "a"), []plan.Interval{{From: hours(1), To: hours(5)}}, false},
		{"since ever", begun, behind(time.Time{}, hours(5), "a"), []plan.Interval{{To: hours(5)}}, false},
		{"and has not the last time", begun, behind(hours(1), hours(3), "a"), []plan.Interval{{From: hours(1), To: hours(3)}}, false},
		{"it fails in this interval, too", begun, behind(hours(1), hours(9), "a"), nil, false},
		{"in this one alone", begun, behind(hours(5), hours(9), "a"), nil, false},
		{"in an attempt of this one that did not end", begun, behind(hours(5), hours(8), "a"), nil, true},
		{"before that, too", begun, behind(hours(1), hours(8), "a"), []plan.Interval{{From: hours(1), To: hours(5)}}, false},
		{"all ends are the same", again, behind(hours(5), hours(9), "a"), []plan.Interval{{From: hours(5), To: hours(9)}}, false},
	} {
		s := tt.of
		s.Behind = []Behind{tt.behind}
		due, caught := s.Missed()
		want := map[plan.Interval][][]string{}
		for _, i := range tt.due {
			want[i] = [][]string{{"a"}}
		}
		if diff := cmp.Diff(want, due); diff != "" || (len(caught) > 0) != tt.caught {
			t.Errorf("%s: caught up: %q, due: %s", tt.name, caught, diff)
		}
	}
}

func TestCatchUp(t *testing.T) {
	missed := plan.Interval{From: hours(1), To: hours(2)}
	a, ax, b := behind(hours(1), hours(2), "a"), behind(hours(2), hours(3), "a", "x"), behind(hours(2), hours(3), "b")
	s := reading(hours(2), hours(3), a, ax, b)
	s.Owed = [][]string{{"b", "x", "1"}}
	many := make([][]string, MostOwed)
	for i := range many {
		many[i] = []string{"a", "y", fmt.Sprint(i)}
	}
	for _, tt := range []struct {
		name   string
		still  [][]string
		behind []Behind
		owed   int
	}{
		{"all of it came", nil, []Behind{ax, b}, 1},
		{"OVH fails again", [][]string{{"a"}}, []Behind{a, ax, b}, 1},
		{"but for an item", [][]string{{"a", "x", "7"}}, []Behind{ax, b}, 2},
		{"but for a parent below", [][]string{{"a", "y"}}, []Behind{ax, b, behind(hours(1), hours(2), "a", "y")}, 1},
		{"but for one that is behind itself", [][]string{{"a", "x"}}, []Behind{behind(hours(1), hours(3), "a", "x"), b}, 1},
		{"but for too many", many, []Behind{a, ax, b}, 1},
		{"but for what is owed", [][]string{{"b", "x", "1"}}, []Behind{ax, b}, 1},
	} {
		for _, lacking := range []bool{false, true} {
			s.Lacking = lacking
			got := s.CatchUp(belowTwo(t), [][]string{{"a"}}, missed, tt.still)
			if diff := cmp.Diff(tt.behind, got.Behind, cmpopts.EquateEmpty()); diff != "" || len(got.Owed) != tt.owed || got.Lacking != lacking {
				t.Errorf("%s: %d owed, lacking: %t, behind are %s", tt.name, len(got.Owed), got.Lacking, diff)
			}
		}
	}
}
