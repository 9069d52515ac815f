package apischema

import (
	"context"
	"errors"
	"sync"

	"source-ovhcloud-api/connector/internal/flight"
)

// memo loads each key once, however many ask for it at the same time, and
// remembers what is settled: a value, or that there is none ([ErrNoSection]).
// Another failure goes to everyone who was waiting for that load, so that a
// broken network is not tried once per caller, and is then forgotten. The zero
// memo is ready, and safe for concurrent use.
type memo[V any] struct {
	loads   flight.Group[V]
	mu      sync.Mutex
	settled map[string]settlement[V]
}

type settlement[V any] struct {
	value V
	err   error
}

// get returns the value of key. Its load runs under the context of whichever
// caller came first; if that one goes away, another takes over.
func (m *memo[V]) get(ctx context.Context, key string, load func(context.Context) (V, error)) (V, error) {
	if s, ok := m.recall(key); ok {
		return s.value, s.err
	}
	return m.loads.Do(ctx, key, func(ctx context.Context) (V, error) {
		// The load before this one may have ended since we looked.
		if s, ok := m.recall(key); ok {
			return s.value, s.err
		}
		value, err := load(ctx)
		if err == nil || errors.Is(err, ErrNoSection) {
			m.settle(key, settlement[V]{value, err})
		}
		return value, err
	})
}

func (m *memo[V]) recall(key string) (settlement[V], bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.settled[key]
	return s, ok
}

func (m *memo[V]) settle(key string, s settlement[V]) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.settled == nil {
		m.settled = map[string]settlement[V]{}
	}
	m.settled[key] = s
}
