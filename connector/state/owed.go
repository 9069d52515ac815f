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
	if s.Interval != nil {
		return s.miss(p, partition, *s.Interval)
	}
	if len(partition) > 0 && len(s.Owed) < MostOwed && !contains(s.Owed, partition) {
		s.Owed = append(slices.Clip(s.Owed), partition)
	}
	return s
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
