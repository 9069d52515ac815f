package read

import (
	"context"
	"errors"
	"iter"
	"slices"
	"sort"
	"sync/atomic"

	"source-ovhcloud-api/connector/internal/pipeline"
	"source-ovhcloud-api/connector/internal/tuples"
	"source-ovhcloud-api/connector/plan"
)

// lister finds the partitions of a plan.
type lister struct {
	plan   *plan.Plan
	lists  fetcher
	chunks chunker
	window int
	held   *pipeline.Held
	ahead  int64 // bytes of a level's lists, of held
	stats  *Stats

	outcomes *outcomes
	empty    atomic.Int64 // parents that answered with an empty list
}

// partitions returns the partitions of the plan in order: sorted at each level by
// the bytes of its values. Those up to and including after are left out, and
// lists that could only yield such are not fetched.
func (l *lister) partitions(after []string) pipeline.Source[[]string] {
	seq := func(context.Context) iter.Seq2[[]string, error] {
		return func(yield func([]string, error) bool) { yield(nil, nil) }
	}
	seen := pipeline.Source[[]string](seq)
	for i := range l.plan.Chain {
		seen = l.expand(seen, i, after)
	}
	return l.once(seen)
}

// once returns partitions without those whose path another has.
func (l *lister) once(partitions pipeline.Source[[]string]) pipeline.Source[[]string] {
	if distinct(l.plan) {
		return partitions
	}
	met := newHashes()
	return only(partitions, func(values []string) bool { return met.first([]byte(l.plan.Call.Path.Fill(values))) })
}

// distinct reports whether no two assignments of the variables can give the same
// path, because each variable is in it. One that is not, a parent's of a parent,
// may list the same values under two of its own.
func distinct(p *plan.Plan) bool {
	return len(p.Call.Path.Variables()) >= p.Variables()
}

// expand puts the values of a level under each partition of the levels before it.
func (l *lister) expand(parents pipeline.Source[[]string], at int, after []string) pipeline.Source[[]string] {
	level := &l.plan.Chain[at]
	lists := l.fixed(parents, level)
	if level.Call != nil {
		lists = inChunks(l.chunks, parents, level.Call, l.held.Part(l.ahead), weightOfLists, l.window, func(ctx context.Context, parents [][]string) []list {
			return l.list(ctx, level, parents)
		})
	}
	return func(ctx context.Context) iter.Seq2[[]string, error] {
		return func(yield func([]string, error) bool) {
			for list, err := range lists(ctx) {
				if err = errors.Join(err, list.err); err != nil {
					if !yield(nil, err) {
						return
					}
					continue
				}
				done := list.upTo(after)
				l.stats.extent.listed(at, list.tuples.Len(), done)
				l.sample(at, list, done)
				for tuple := range list.tuples.From(done) {
					if !yield(append(slices.Clip(list.parent), tuple...), nil) {
						return
					}
				}
			}
		}
	}
}

// sample tells of items in the middle and at the end of a list, should OVH fail at all of those at its
// beginning; and of the first one, where that is not read, because an earlier read has done it.
func (l *lister) sample(at int, from list, done int) {
	next, n := l.plan.CallAt(at+1), from.tuples.Len()
	if next == nil || n == 0 {
		return
	}
	positions := []int{n / 2, n - 1}
	if done > 0 {
		positions = append([]int{0}, positions...)
	}
	var samples [][]string
	for _, i := range slices.Compact(positions) {
		samples = append(samples, append(slices.Clip(from.parent), from.tuples.At(i)...))
	}
	l.outcomes.sample(next, samples...)
}

// list is what a level gives under one partition of the levels before it.
type list struct {
	parent []string
	tuples tuples.Tuples
	err    error
}

// fixed returns the fixed values of a level under each parent.
func (l *lister) fixed(parents pipeline.Source[[]string], level *plan.Level) pipeline.Source[list] {
	fixed := tuples.Of(level.Values)
	return func(ctx context.Context) iter.Seq2[list, error] {
		return func(yield func(list, error) bool) {
			for parent, err := range parents(ctx) {
				if !yield(list{parent: parent, tuples: fixed}, err) {
					return
				}
			}
		}
	}
}

// upTo returns how many of the list's values, which come first, begin no partition that comes after
// the given one.
func (l list) upTo(after []string) int {
	if len(after) == 0 {
		return 0
	}
	return sort.Search(l.tuples.Len(), func(i int) bool {
		values := append(slices.Clip(l.parent), l.tuples.At(i)...)
		n := min(len(values), len(after))
		order := slices.Compare(values[:n], after[:n])
		return order > 0 || order == 0 && n < len(after)
	})
}

// only returns those values of a sequence that are to be kept.
func only[T any](in pipeline.Source[T], keep func(T) bool) pipeline.Source[T] {
	return func(ctx context.Context) iter.Seq2[T, error] {
		return func(yield func(T, error) bool) {
			for v, err := range in(ctx) {
				if (err != nil || keep(v)) && !yield(v, err) {
					return
				}
			}
		}
	}
}

// list returns the values of a level under each of some partitions, sorted, each once.
func (l *lister) list(ctx context.Context, level *plan.Level, parents [][]string) []list {
	lists := make([]list, len(parents))
	for i, a := range l.lists.fetch(ctx, level.Call, parents) {
		lists[i] = list{parent: parents[i]}
		if a.err != nil {
			lists[i].err = &itemError{call: level.Call, partition: parents[i], err: a.err}
		} else {
			lists[i].tuples, lists[i].err = valuesOf(level, a.pages)
		}
		if lists[i].err == nil && lists[i].tuples.Len() == 0 {
			l.empty.Add(1)
		}
	}
	return lists
}
