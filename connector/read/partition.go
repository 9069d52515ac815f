package read

import (
	"context"
	"errors"
	"iter"
	"slices"

	"source-ovhcloud-api/connector/plan"
)

// partitions gives the partitions of a plan in order: sorted at each level by
// the bytes of its values. Those up to and including after are left out, and
// lists that could only yield such are not fetched.
func (run *run) partitions(after []string) source[[]string] {
	seq := func(context.Context) iter.Seq2[[]string, error] {
		return func(yield func([]string, error) bool) { yield(nil, nil) }
	}
	seen := source[[]string](seq)
	for i := range run.plan.Chain {
		seen = run.expand(seen, i, after)
	}
	if len(after) > 0 {
		seen = filter(seen, func(values []string) bool { return slices.Compare(values, after) > 0 })
	}
	if distinct(run.plan) {
		return seen
	}
	met := map[string]bool{}
	return filter(seen, func(values []string) bool {
		path := run.plan.Call.Path.Fill(values)
		again := met[path]
		met[path] = true
		return !again
	})
}

// distinct tells whether no two assignments of the variables can give the same
// path, because each variable is in it. One that is not, a parent's of a parent,
// may list the same values under two of its own.
func distinct(p *plan.Plan) bool {
	return len(p.Call.Path.Variables()) >= p.Variables()
}

// expand puts the values of a level under each partition of the levels before it.
func (run *run) expand(parents source[[]string], at int, after []string) source[[]string] {
	level := &run.plan.Chain[at]
	lists := run.fixed(parents, level)
	if level.Call != nil {
		lists = flatten(mapOrdered(run.chunk(parents, level.Call), run.window, func(ctx context.Context, parents [][]string) ([]listed, error) {
			return run.list(ctx, level, parents), nil
		}))
	}
	return func(ctx context.Context) iter.Seq2[[]string, error] {
		return func(yield func([]string, error) bool) {
			for l, err := range lists(ctx) {
				if err = errors.Join(err, l.err); err != nil {
					if !yield(nil, err) {
						return
					}
					continue
				}
				run.stats.extent.listed(at, l.tuples.len())
				for tuple := range l.tuples.all() {
					values := append(slices.Clip(l.parent), tuple...)
					if before(values, after) {
						continue
					}
					if !yield(values, nil) {
						return
					}
				}
			}
		}
	}
}

// listed is what a level gives under one partition of the levels before it.
type listed struct {
	parent []string
	tuples tuples
	err    error
}

// fixed gives the fixed values of a level under each parent.
func (run *run) fixed(parents source[[]string], level *plan.Level) source[listed] {
	fixed := tuples{values: level.Values, width: 1}
	return func(ctx context.Context) iter.Seq2[listed, error] {
		return func(yield func(listed, error) bool) {
			for parent, err := range parents(ctx) {
				if !yield(listed{parent: parent, tuples: fixed}, err) {
					return
				}
			}
		}
	}
}

// before tells whether a partition, or all partitions that begin with these
// values, come before after.
func before(values, after []string) bool {
	n := min(len(values), len(after))
	return slices.Compare(values[:n], after[:n]) < 0
}

func filter[T any](in source[T], keep func(T) bool) source[T] {
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

// list gives the values of a level under each of some partitions, sorted, each once.
func (run *run) list(ctx context.Context, level *plan.Level, parents [][]string) []listed {
	lists := make([]listed, len(parents))
	for i, a := range run.reader.lists.get(ctx, run, level.Call, parents) {
		a = run.whole(ctx, level.Call, a)
		lists[i] = listed{parent: parents[i], err: a.err}
		if a.err == nil {
			lists[i].tuples, lists[i].err = valuesOf(level, a.pages)
		}
		if lists[i].err == nil && lists[i].tuples.len() == 0 {
			run.empty.Add(1)
		}
	}
	return lists
}
