package read

import (
	"context"
	"iter"
	"slices"

	"source-ovhcloud-api/connector/internal/pipeline"
	"source-ovhcloud-api/connector/plan"
)

// Again returns the records of some partitions of a plan, in any order, to sink, as Read
// does, and owes to it those that OVH fails at again. Of a partition with the values of a parent
// only it is all below that. They are known to be difficult, so none of them is tried for long.
// The plan may have been read by Read before.
func (r *Reader) Again(ctx context.Context, p *plan.Plan, partitions [][]string, selected *plan.FieldTree, stats *Stats, sink Sink) error {
	run := r.newRun(p, stats, r.limits.window)
	run.pages.known = true
	_, err := run.read(ctx, run.answersTo(run.lister.below(partitions)), selected, true, sink)
	return err
}

// below returns the partitions of the plan that begin with one of some values, each once.
func (l *lister) below(owed [][]string) pipeline.Source[[]string] {
	// What a parent's list gives includes what is owed below it.
	owed = slices.DeleteFunc(slices.Clone(owed), func(values []string) bool {
		return slices.ContainsFunc(owed, func(parent []string) bool {
			return len(parent) < len(values) && slices.Equal(parent, values[:len(parent)])
		})
	})
	var found pipeline.Source[[]string] = nothing
	for at := range l.plan.Chain {
		found = l.expand(followed(found, ofLength(owed, l.plan.VariablesBefore(at))), at, nil)
	}
	return l.once(followed(found, ofLength(owed, l.plan.Variables())))
}

func nothing(context.Context) iter.Seq2[[]string, error] {
	return func(func([]string, error) bool) {}
}

// ofLength returns those of some partitions that have so many values.
func ofLength(partitions [][]string, values int) [][]string {
	return slices.DeleteFunc(slices.Clone(partitions), func(p []string) bool { return len(p) != values })
}

// followed returns the partitions of a source and then some more.
func followed(source pipeline.Source[[]string], more [][]string) pipeline.Source[[]string] {
	return func(ctx context.Context) iter.Seq2[[]string, error] {
		return func(yield func([]string, error) bool) {
			for partition, err := range source(ctx) {
				if !yield(partition, err) {
					return
				}
			}
			for _, partition := range more {
				if !yield(partition, nil) {
					return
				}
			}
		}
	}
}
