package state

import (
	"slices"

	"source-ovhcloud-api/connector/plan"
)

// mostOwed bounds the partitions that a state names: some tens of kilobytes, which every
// store of states takes.
const mostOwed = 1000

// Owe returns the state of a read that OVH failed to answer for a partition; nil if for all of
// those below a parent. An incremental sync asks for it again in the next one; a full refresh only
// if it is resumed, because a failure that was taken for the item's may have been the beginning of
// what ended the read. Where an incremental sync cannot name what is missing, because the list that
// is filtered failed or one above it, or where too much is, the interval stays to be read.
func (s State) Owe(p *plan.Plan, partition []string) State {
	refresh := s.Interval == nil
	switch {
	case refresh && (partition == nil || len(s.Owed) == mostOwed):
	case refresh:
		s.Owed = append(slices.Clip(s.Owed), partition)
	case partition == nil, p.Incremental.Level == len(p.Chain):
		s.Lacking = true
	case slices.ContainsFunc(s.Owed, func(other []string) bool { return slices.Equal(other, partition) }):
	case len(s.Owed) == mostOwed:
		s.Lacking = true
	default:
		s.Owed = append(slices.Clip(s.Owed), partition)
	}
	return s
}

// Settle returns the state of a read that has asked again for what was owed.
func (s State) Settle(asked [][]string, still [][]string) State {
	settled := func(partition []string) bool {
		same := func(other []string) bool { return slices.Equal(other, partition) }
		return slices.ContainsFunc(asked, same) && !slices.ContainsFunc(still, same)
	}
	s.Owed = slices.DeleteFunc(slices.Clone(s.Owed), settled)
	return s
}
