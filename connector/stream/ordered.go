package stream

import (
	"context"
	"iter"
	"sync"
)

// source is a sequence that can be begun under a context, which bounds the
// work behind it: a sequence that is abandoned has its calls cancelled.
type source[T any] func(context.Context) iter.Seq2[T, error]

// mapOrdered calls f on every value of in, up to window calls at a time, and
// yields the results in the order of in, whatever the order in which the calls
// end. An error of in is yielded in its place, one of f beside its result;
// neither ends the sequence.
//
// in is pulled from another goroutine, never from two at once. When the
// consumer stops, or the context ends, the calls under way are cancelled and
// waited for: no goroutine outlives the sequence.
func mapOrdered[In, Out any](in source[In], window int, f func(context.Context, In) (Out, error)) source[Out] {
	return func(ctx context.Context) iter.Seq2[Out, error] {
		return func(yield func(Out, error) bool) {
			runOrdered(ctx, in, window, f, yield)
		}
	}
}

func runOrdered[In, Out any](ctx context.Context, in source[In], window int, f func(context.Context, In) (Out, error), yield func(Out, error) bool) {
	type result struct {
		out Out
		err error
	}
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()

	// The queue's capacity is the look-ahead: the producer blocks on it
	// while window results are unfinished or not yet taken.
	queue := make(chan chan result, window-1)
	running.Go(func() {
		defer close(queue)
		for value, err := range in(ctx) {
			slot := make(chan result, 1)
			select {
			case queue <- slot:
			case <-ctx.Done():
				return
			}
			if err != nil {
				slot <- result{err: err}
				continue
			}
			running.Go(func() {
				out, err := f(ctx, value)
				slot <- result{out, err}
			})
		}
	})
	for slot := range queue {
		r := <-slot
		if !yield(r.out, r.err) {
			return
		}
	}
}

// flatten gives the elements of the slices of a sequence.
func flatten[T any](in source[[]T]) source[T] {
	return func(ctx context.Context) iter.Seq2[T, error] {
		return func(yield func(T, error) bool) {
			for batch, err := range in(ctx) {
				if err != nil && !yield(*new(T), err) {
					return
				}
				for _, v := range batch {
					if !yield(v, nil) {
						return
					}
				}
			}
		}
	}
}
