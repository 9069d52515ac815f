// Package pipeline makes calls beside each other and gives what they return in the order of what they
// were made for, bounded in number and in bytes.
package pipeline

import (
	"context"
	"iter"
	"sync"
	"sync/atomic"

	"source-ovhcloud-api/connector/internal/crash"
)

// Source is a sequence that can be begun under a context, which bounds the
// work behind it: a sequence that is abandoned has its calls cancelled.
type Source[T any] func(context.Context) iter.Seq2[T, error]

// Map calls f on every value of in, up to window calls at a time, and
// yields the results in the order of in, whatever the order in which the calls
// end. An error of in is yielded in its place, one of f beside its result;
// neither ends the sequence.
//
// in is pulled from another goroutine, never from two at once. When the
// consumer stops, or the context ends, the calls under way are cancelled and
// waited for: no goroutine outlives the sequence. One that the context cut off ends with its cause
// as an error.
func Map[In, Out any](in Source[In], window int, f func(context.Context, In) (Out, error)) Source[Out] {
	weightless := func(Out) int64 { return 0 }
	return MapWithin(&Held{}, weightless, in, window, f)
}

// InTurn is Map without another goroutine: f is called when its result is wanted,
// and in is pulled no further than that takes.
func InTurn[In, Out any](in Source[In], f func(context.Context, In) (Out, error)) Source[Out] {
	return func(ctx context.Context) iter.Seq2[Out, error] {
		return func(yield func(Out, error) bool) {
			for value, err := range in(ctx) {
				var out Out
				if err == nil {
					out, err = guarded(ctx, value, f)
				}
				if !yield(out, err) {
					return
				}
			}
		}
	}
}

// MapWithin is Map with a bound on the results that wait for
// their turn: weigh gives the bytes of each, h counts them. The next call
// begins when there is room, or when no other is under way, so that the
// sequence whose results are wanted is never the one that waits. A call under way counts with what
// the last result weighed. The sequence must not pull from another that waits for room in h, but
// for room in a [Held.Part] of it.
func MapWithin[In, Out any](h *Held, weigh func(Out) int64, in Source[In], window int, f func(context.Context, In) (Out, error)) Source[Out] {
	return func(ctx context.Context) iter.Seq2[Out, error] {
		return func(yield func(Out, error) bool) {
			o := ordered[In, Out]{f: f, held: h, weigh: weigh, queue: make(chan chan result[Out], window-1), ended: make(chan struct{})}
			o.run(ctx, in, yield)
		}
	}
}

// ordered is one run of Map.
type ordered[In, Out any] struct {
	f     func(context.Context, In) (Out, error)
	held  *Held
	weigh func(Out) int64
	// queue's capacity is the look-ahead: the producer blocks on it while
	// window results are unfinished or not yet taken.
	queue    chan chan result[Out]
	underWay atomic.Int64 // begun and not yet consumed
	running  sync.WaitGroup
	// cut tells that the context ended before in did. It is read when queue is closed.
	cut bool

	lastBytes atomic.Int64  // of the result that came last
	ended     chan struct{} // closed when one has
	endOnce   sync.Once
}

// unweighed is how many calls whose results are counted in a [Held.Part] may be under way before
// one has ended, which tells what they may weigh: as many as begin in 0.4 seconds at 20 a second.
// Most calls end sooner. Others need not wait for that, as their room is larger.
const unweighed = 8

type result[Out any] struct {
	out   Out
	err   error
	bytes int64
}

func (o *ordered[In, Out]) run(ctx context.Context, in Source[In], yield func(Out, error) bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer o.discard()
	defer o.running.Wait()
	defer cancel()
	o.running.Go(func() { o.produce(ctx, in) })
	for slot := range o.queue {
		r := <-slot
		more := yield(r.out, r.err)
		o.held.add(-r.bytes)
		o.underWay.Add(-1)
		if !more {
			return
		}
	}
	if o.cut {
		yield(*new(Out), context.Cause(ctx))
	}
}

func (o *ordered[In, Out]) produce(ctx context.Context, in Source[In]) {
	defer close(o.queue)
	if failed := o.pull(ctx, in); failed != nil {
		if slot := o.enqueue(ctx); slot != nil {
			slot <- result[Out]{err: failed}
		}
	}
}

// enqueue returns the place of the next result, nil when the context has ended.
func (o *ordered[In, Out]) enqueue(ctx context.Context) chan result[Out] {
	n := o.underWay.Add(1)
	if o.held.whole != nil && n > unweighed {
		select {
		case <-o.ended:
		case <-ctx.Done():
		}
	}
	if n > 1 {
		o.held.wait(ctx)
	}
	slot := make(chan result[Out], 1)
	select {
	case o.queue <- slot:
		return slot
	case <-ctx.Done():
		o.cut = true
		return nil
	}
}

// pull begins a call for each value of in. The error is a panic of in.
func (o *ordered[In, Out]) pull(ctx context.Context, in Source[In]) (failed error) {
	defer crash.Guard(&failed)
	for value, err := range in(ctx) {
		slot := o.enqueue(ctx)
		if slot == nil {
			return nil
		}
		if err != nil {
			slot <- result[Out]{err: err}
			o.end(0)
			continue
		}
		expected := o.lastBytes.Load()
		o.held.add(expected)
		o.running.Go(func() {
			out, err := guarded(ctx, value, o.f)
			r := result[Out]{out, err, o.weigh(out)}
			o.held.add(r.bytes - expected)
			slot <- r
			o.end(r.bytes)
		})
	}
	return nil
}

// end notes what a result weighed.
func (o *ordered[In, Out]) end(bytes int64) {
	o.lastBytes.Store(bytes)
	o.endOnce.Do(func() { close(o.ended) })
}

// guarded calls f; a panic is its error.
func guarded[In, Out any](ctx context.Context, value In, f func(context.Context, In) (Out, error)) (out Out, err error) {
	defer crash.Guard(&err)
	return f(ctx, value)
}

// discard gives back the room of results that nobody took. Nothing runs any more.
func (o *ordered[In, Out]) discard() {
	for slot := range o.queue {
		r := <-slot
		o.held.add(-r.bytes)
	}
}

// Flatten returns the elements of the slices of a sequence.
func Flatten[T any](in Source[[]T]) Source[T] {
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
