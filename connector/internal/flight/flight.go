// Package flight fetches once what many ask for at the same time.
package flight

import (
	"context"

	"golang.org/x/sync/singleflight"

	"source-ovhcloud-api/connector/internal/crash"
)

// Group shares fetches by key. The zero group is ready, and safe for concurrent use.
type Group[V any] struct{ flights singleflight.Group }

// landed is what came of a fetch.
type landed[V any] struct {
	value V
	err   error
	// crashed is a panic of the fetch on its way to those who wait for it, who may recover from it:
	// singleflight would end the program, and print what the panic knows.
	crashed error
	// abandoned tells that the fetch was given up because the caller whose context it ran under
	// went away, which says nothing to the others.
	abandoned bool
}

// Do returns what fetch returns. Those who ask for the same key while it is under way have its
// value, its error or its panic, too. It runs under the context of whichever caller came first; if
// that one goes away, another one's takes over.
func (g *Group[V]) Do(ctx context.Context, key string, fetch func(context.Context) (V, error)) (V, error) {
	for ctx.Err() == nil {
		flight := g.flights.DoChan(key, func() (any, error) { return fly(ctx, fetch), nil })
		select {
		case <-ctx.Done():
		case result := <-flight:
			l := result.Val.(landed[V])
			switch {
			case l.crashed != nil:
				panic(l.crashed)
			case !l.abandoned:
				return l.value, l.err
			}
		}
	}
	return *new(V), context.Cause(ctx)
}

func fly[V any](ctx context.Context, fetch func(context.Context) (V, error)) (l landed[V]) {
	defer crash.Guard(&l.crashed)
	l.value, l.err = fetch(ctx)
	l.abandoned = l.err != nil && ctx.Err() != nil
	return l
}
