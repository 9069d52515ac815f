package flight

import (
	"context"
	"sync/atomic"
)

// Lazy holds a value that is fetched on first use. Concurrent first uses share one fetch and its
// error; an error is not kept. It is safe for concurrent use.
type Lazy[T any] struct {
	Fetch   func(context.Context) (*T, error)
	current atomic.Pointer[T]
	fetches Group[*T]
}

// Peek returns the value if it has been fetched, else nil.
func (l *Lazy[T]) Peek() *T { return l.current.Load() }

// Get returns the value, fetching it if need be.
func (l *Lazy[T]) Get(ctx context.Context) (*T, error) {
	if v := l.current.Load(); v != nil {
		return v, nil
	}
	return l.fetches.Do(ctx, "", l.load)
}

func (l *Lazy[T]) load(ctx context.Context) (*T, error) {
	if v := l.current.Load(); v != nil { // fetched between the look and the flight
		return v, nil
	}
	v, err := l.Fetch(ctx)
	if err == nil {
		l.current.Store(v)
	}
	return v, err
}

// Discard forgets v, unless it has been replaced already: of many calls that were refused for the
// same v, one fetches.
func (l *Lazy[T]) Discard(v *T) { l.current.CompareAndSwap(v, nil) }
