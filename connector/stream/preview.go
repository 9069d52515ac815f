package stream

import (
	"context"
	"errors"
	"iter"
	"slices"

	"source-ovhcloud-api/connector/ovhapi"
)

// Preview gives the first records of a plan to take: all of each answer until
// there are enough of them. It makes one call at a time and none beyond, so
// that stats then tell what the whole would come to ([Stats.Forecast]). It
// reports whether that is a lower bound, because the last answer has pages
// that were not fetched. A plan may be previewed once per reader.
func (r *Reader) Preview(ctx context.Context, plan *Plan, enough int64, stats *Stats, take func(record []byte) error) (more bool, err error) {
	defer r.lists.release(plan)
	run := r.newRun(plan, stats, 1)
	records := newRecorder(plan, plan.selection(nil))
	var skips skipped
	for a, err := range run.firstAnswers(int(enough))(ctx) {
		if err = errors.Join(err, a.err); err != nil {
			v := judge(err)
			if v == fails {
				return false, err
			}
			skips.add(v, err)
			stats.Skipped.Add(1)
			continue
		}
		more, err := run.first(ctx, a, records, enough, take)
		if err != nil {
			return more, err
		}
		stats.Partitions.Add(1)
		if stats.Records.Load() >= enough {
			return more, nil
		}
	}
	if ctx.Err() != nil {
		return false, context.Cause(ctx)
	}
	return false, skips.conclude(int(stats.Partitions.Load()+run.empty.Load()), plan.typed())
}

// firstAnswers gives the answers to the plan's own call as a read does, but one
// call after the other, and for no more partitions at a time than are enough:
// a batch that OVH refuses falls apart into as many calls.
func (run *run) firstAnswers(enough int) source[answer] {
	c := &run.plan.Call
	return flatten(mapOrdered(pieces(run.chunk(run.partitions(nil), c), enough), 1, func(ctx context.Context, partitions [][]string) ([]answer, error) {
		return run.reader.lists.get(ctx, run, c, partitions), nil
	}))
}

// pieces cuts the slices of a sequence into ones of at most n elements.
func pieces[T any](in source[[]T], n int) source[[]T] {
	return func(ctx context.Context) iter.Seq2[[]T, error] {
		return func(yield func([]T, error) bool) {
			for whole, err := range in(ctx) {
				if err != nil && !yield(nil, err) {
					return
				}
				for piece := range slices.Chunk(whole, n) {
					if !yield(piece, nil) {
						return
					}
				}
			}
		}
	}
}

// first gives the records of an answer, page by page until there are enough,
// and whether pages may follow.
func (run *run) first(ctx context.Context, a answer, records *recorder, enough int64, take func([]byte) error) (more bool, err error) {
	records.partition(a.partition)
	emit := func(record []byte) error {
		run.stats.Records.Add(1)
		return take(record)
	}
	for _, page := range a.pages {
		if err := records.records(page, a.partition, emit); err != nil {
			return false, err
		}
	}
	if a.first == nil {
		return false, nil
	}
	if err := records.records(a.first.Body, a.partition, emit); err != nil {
		return false, err
	}
	if run.stats.Records.Load() >= enough {
		return run.plan.Call.Paging.inQuery() || ovhapi.HasNext(a.first), nil
	}
	for page, err := range run.pagesAfter(ctx, &run.plan.Call, a) {
		if err != nil {
			return true, err
		}
		if err := records.records(page.Body, a.partition, emit); err != nil {
			return true, err
		}
		if run.stats.Records.Load() >= enough {
			return true, nil
		}
	}
	return false, nil
}
