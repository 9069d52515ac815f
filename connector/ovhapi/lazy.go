package ovhapi

import (
	"context"
	"sync/atomic"

	"source-ovhcloud-api/connector/internal/flight"
)

// lazy holds a value that is fetched on first use. Concurrent first uses share one fetch and its
// error; an error is not kept. It is safe for concurrent use.
type lazy[T any] struct {
	fetch   func(context.Context) (*T, error)
	current atomic.Pointer[T]
	fetches flight.Group[*T]
}

// get returns the value, fetching it if need be.
func (l *lazy[T]) get(ctx context.Context) (*T, error) {
	if v := l.current.Load(); v != nil {
		return v, nil
	}
	return l.fetches.Do(ctx, "", l.load)
}

func (l *lazy[T]) load(ctx context.Context) (*T, error) {
	if v := l.current.Load(); v != nil { // fetched between the look and the flight
		return v, nil
	}
	v, err := l.fetch(ctx)
	if err == nil {
		l.current.Store(v)
	}
	return v, err
}

// discard forgets v, unless it has been replaced already: of many calls that were refused for the
// same v, one fetches.
func (l *lazy[T]) discard(v *T) { l.current.CompareAndSwap(v, nil) }
