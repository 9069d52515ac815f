package state

import (
	"slices"

	"source-ovhcloud-api/connector/plan"
)

// MostOwed bounds the partitions that a state names: some tens of kilobytes, which every
// store of states takes.
const MostOwed = 1000

// Owe returns the state of a read that OVH failed to answer for a partition, or for the list below
// a parent, whose values are the first of a partition's. An incremental sync asks for it again in
// the next one; a full refresh only if it is resumed, because a failure that was taken for the
// item's may have been the beginning of what ended the read. Of a list that is filtered, or one above
// it, the answer differs with the interval, so that the parent is behind. Where an incremental sync
// cannot name what is missing, because there is no parent or too much is, the interval stays to be
// read.
func (s State) Owe(p *plan.Plan, partition []string) State {
	below := s.Interval == nil || len(partition) > p.VariablesBefore(p.Incremental.Level)
	room := len(s.Owed)+len(s.Behind) < MostOwed
	switch {
	case contains(s.Owed, partition), s.isBehind(partition):
	case len(partition) > 0 && below && room:
		s.Owed = append(slices.Clip(s.Owed), partition)
	case len(partition) > 0 && !below && room:
		s.Behind = append(slices.Clip(s.Behind), Behind{partition, s.Interval.From})
	case s.Interval != nil:
		s.Lacking = true
	}
	return s
}

func (s State) isBehind(parent []string) bool {
	return slices.ContainsFunc(s.Behind, func(b Behind) bool { return slices.Equal(b.Parent, parent) })
}

// CatchUp returns the state of a read that has read what some parents were behind with, and still
// owes what it names: a parent itself, or what is below one. Where that would be too much, all of
// them stay behind.
func (s State) CatchUp(parents [][]string, still [][]string) State {
	caught := s
	caught.Behind = slices.DeleteFunc(slices.Clone(s.Behind), func(b Behind) bool {
		return contains(parents, b.Parent) && !contains(still, b.Parent)
	})
	for _, partition := range still {
		if caught.isBehind(partition) || contains(caught.Owed, partition) {
			continue
		}
		if len(caught.Owed)+len(caught.Behind) == MostOwed {
			return s
		}
		caught.Owed = append(slices.Clip(caught.Owed), partition)
	}
	return caught
}

// Settle returns the state of a read that has asked again for what was owed, and is still owed, or
// is owed for it, what it names. Where that would be too much, all that was owed stays so.
func (s State) Settle(asked [][]string, still [][]string) State {
	settled := s
	settled.Owed = slices.DeleteFunc(slices.Clone(s.Owed), func(partition []string) bool {
		return within(asked, partition) && !contains(still, partition)
	})
	for _, partition := range still {
		if contains(settled.Owed, partition) {
			continue
		}
		if len(settled.Owed)+len(settled.Behind) == MostOwed {
			return s
		}
		settled.Owed = append(settled.Owed, partition)
	}
	return settled
}

// within reports whether a partition is one of some, or below one.
func within(partitions [][]string, partition []string) bool {
	return slices.ContainsFunc(partitions, func(other []string) bool {
		return len(other) <= len(partition) && slices.Equal(other, partition[:len(other)])
	})
}

func contains(partitions [][]string, partition []string) bool {
	return slices.ContainsFunc(partitions, func(other []string) bool { return slices.Equal(other, partition) })
}
