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
// item's may have been the beginning of what ended the read. Where an incremental sync cannot name
// what is missing, because the list that is filtered failed or one above it, or where too much is,
// the interval stays to be read.
func (s State) Owe(p *plan.Plan, partition []string) State {
	nameable := len(partition) > 0
	if s.Interval != nil {
		filtered := p.Incremental.Level
		nameable = filtered < len(p.Chain) && len(partition) > p.VariablesBefore(filtered)
	}
	switch {
	case contains(s.Owed, partition):
	case nameable && len(s.Owed) < MostOwed:
		s.Owed = append(slices.Clip(s.Owed), partition)
	case s.Interval != nil:
		s.Lacking = true
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
		if len(settled.Owed) == MostOwed {
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
