package read

import (
	"context"
	"iter"

	"source-ovhcloud-api/connector/plan"
)

// Again returns the records of some partitions of a plan, in any order, to sink, as Read
// does, and owes to it those that OVH fails at again. They are known to be difficult, so
// none of them is tried for long. The plan may have been read by Read before.
func (r *Reader) Again(ctx context.Context, p *plan.Plan, partitions [][]string, selected *plan.FieldTree, stats *Stats, sink Sink) error {
	run := r.newRun(p, stats, r.limits.window)
	run.pages.known = true
	again := func(context.Context) iter.Seq2[[]string, error] {
		return func(yield func([]string, error) bool) {
			for _, partition := range partitions {
				if !yield(partition, nil) {
					return
				}
			}
		}
	}
	_, err := run.read(ctx, run.answersTo(again), selected, true, sink)
	return err
}
