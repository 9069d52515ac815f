package ovhapi

import (
	"context"
	"errors"
	"sync/atomic"

	"golang.org/x/sync/singleflight"

	"source-ovhcloud-api/connector/internal/crash"
)

// lazy holds a value that is fetched on first use. Concurrent first uses share one fetch and its error; an error is not
// kept. It is safe for concurrent use.
type lazy[T any] struct {
	fetch   func(context.Context) (*T, error)
	current atomic.Pointer[T]
	flight  singleflight.Group
}

// errAbandoned tells those who waited for a fetch that it ended with the context of the caller who had started it.
var errAbandoned = errors.New("the fetch was abandoned")

// get returns the value, fetching it if need be.
func (l *lazy[T]) get(ctx context.Context) (*T, error) {
	for {
		if v := l.current.Load(); v != nil {
			return v, nil
		}
		flight := l.flight.DoChan("", func() (any, error) { return l.load(ctx) })
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case result := <-flight:
			if crashed, ok := errors.AsType[*crash.Error](result.Err); ok {
				panic(crashed)
			}
			switch {
			case result.Err == nil:
				return result.Val.(*T), nil
			case ctx.Err() != nil:
				return nil, context.Cause(ctx)
			case !errors.Is(result.Err, errAbandoned):
				return nil, result.Err
			}
		}
	}
}

func (l *lazy[T]) load(ctx context.Context) (_ *T, err error) {
	defer crash.Guard(&err)
	if v := l.current.Load(); v != nil { // fetched between the look and the flight
		return v, nil
	}
	v, err := l.fetch(ctx)
	if err != nil && ctx.Err() != nil {
		return nil, errAbandoned
	}
	if err == nil {
		l.current.Store(v)
	}
	return v, err
}

// discard forgets v, unless it has been replaced already: of many calls that were refused for the same v, one fetches.
func (l *lazy[T]) discard(v *T) { l.current.CompareAndSwap(v, nil) }
