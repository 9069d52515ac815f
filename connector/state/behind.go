package state

import (
	"slices"
	"time"

	"source-ovhcloud-api/connector/plan"
)

// Behind are the values of a parent, and the time of which nothing is read below it: from where the
// first interval begins in which OVH failed at it to where the last one ends.
type Behind struct {
	Parent []string `json:"parent"`
	plan.Interval
}

// Missed returns, of a read that has come to the end of its interval, the parents that are behind by
// what is to be read below them, and those of which the interval had all that they were behind with.
// Neither has a parent that OVH failed at in this interval, too, in whichever of the runs that it took.
func (s State) Missed() (due map[plan.Interval][][]string, caughtUp [][]string) {
	due = map[plan.Interval][][]string{}
	for _, b := range s.Behind {
		missed := plan.Interval{From: b.From, To: earlier(b.To, s.Cursor)}
		switch before := b.To.Before(s.Interval.To); {
		case !before && b.To.After(s.Cursor):
		// Where the user sets the end, an interval ends where the last one did: then it is not told
		// which of them OVH failed in, and asking again finds out.
		case before && (!b.From.Before(s.Interval.From) || !b.From.Before(missed.To)):
			caughtUp = append(caughtUp, b.Parent)
		default:
			due[missed] = append(due[missed], b.Parent)
		}
	}
	return due, caughtUp
}

// CatchUp returns the state of a read of what some parents have missed, which still owes what it
// names: a parent itself, or what is below one. Where that would be too much, all of them stay
// behind.
func (s State) CatchUp(p *plan.Plan, parents [][]string, missed plan.Interval, still [][]string) State {
	caught := s
	caught.Lacking = false
	caught.Behind = slices.DeleteFunc(slices.Clone(s.Behind), func(b Behind) bool {
		return contains(parents, b.Parent) && !contains(still, b.Parent)
	})
	for _, partition := range still {
		if caught = caught.miss(p, partition, missed); caught.Lacking {
			return s
		}
	}
	caught.Lacking = s.Lacking
	return caught
}

// miss returns the state of a read that OVH failed to answer for a partition or below a parent, of
// the time of one interval.
func (s State) miss(p *plan.Plan, partition []string, i plan.Interval) State {
	below := len(partition) > p.VariablesBefore(p.Incremental.Level)
	at := slices.IndexFunc(s.Behind, func(b Behind) bool { return slices.Equal(b.Parent, partition) })
	room := len(s.Owed)+len(s.Behind) < MostOwed
	switch {
	case contains(s.Owed, partition):
	case at >= 0:
		s.Behind = slices.Clone(s.Behind)
		s.Behind[at].From, s.Behind[at].To = earlier(s.Behind[at].From, i.From), later(s.Behind[at].To, i.To)
	case len(partition) == 0 || !room:
		s.Lacking = true
	case below:
		s.Owed = append(slices.Clip(s.Owed), partition)
	default:
		s.Behind = append(slices.Clip(s.Behind), Behind{partition, i})
	}
	return s
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
