package apischema

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/singleflight"

	"source-ovhcloud-api/connector/internal/crash"
)

// memo loads each key once, however many ask for it at the same time, and
// remembers what is settled: a value, or that there is none ([ErrNoSection]).
// Another failure goes to everyone who was waiting for that load, so that a
// broken network is not tried once per caller, and is then forgotten. The zero
// memo is ready, and safe for concurrent use.
type memo[V any] struct {
	flights singleflight.Group
	mu      sync.Mutex
	settled map[string]outcome[V]
}

type outcome[V any] struct {
	value V
	err   error
	// abandoned tells that the load was given up because the caller whose
	// context it ran under went away, which says nothing to the others.
	abandoned bool
}

// get returns the value of key. Its load runs under the context of whichever
// caller came first; if that one goes away, another takes over.
func (m *memo[V]) get(ctx context.Context, key string, load func(context.Context) (V, error)) (V, error) {
	for {
		if o, ok := m.recall(key); ok {
			return o.value, o.err
		}
		if ctx.Err() != nil {
			return *new(V), context.Cause(ctx)
		}
		flight := m.flights.DoChan(key, func() (_ any, crashed error) {
			defer crash.Guard(&crashed)
			// The flight before this one may have landed since we looked.
			if o, ok := m.recall(key); ok {
				return o, nil
			}
			value, err := load(ctx)
			o := outcome[V]{value: value, err: err, abandoned: err != nil && ctx.Err() != nil}
			if err == nil || errors.Is(err, ErrNoSection) {
				m.settle(key, o)
			}
			return o, nil
		})
		select {
		case <-ctx.Done():
			return *new(V), context.Cause(ctx)
		case landed := <-flight:
			if landed.Err != nil {
				panic(landed.Err) // singleflight would end the program; those who wait may recover
			}
			if o := landed.Val.(outcome[V]); !o.abandoned {
				return o.value, o.err
			}
		}
	}
}

func (m *memo[V]) recall(key string) (outcome[V], bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	o, ok := m.settled[key]
	return o, ok
}

func (m *memo[V]) settle(key string, o outcome[V]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.settled == nil {
		m.settled = map[string]outcome[V]{}
	}
	m.settled[key] = o
}
