package read

import (
	"context"
	"sync"
)

// trials remember, over a run, which operations answer batches. OVH does not
// promise that any does, so the first batch of an operation is a trial that
// its other batches wait for.
type trials struct {
	mu     sync.Mutex
	byCall map[string]*trial
}

type trial struct {
	over    chan struct{} // closed when it is known what came of it
	refused bool
}

func newTrials() *trials { return &trials{byCall: map[string]*trial{}} }

// permission is what [trials.begin] gives.
type permission struct {
	ask   bool // in a batch
	trial bool // nothing is known of batches yet
	// settle must be called with what came of it.
	settle func(finding)
}

// begin reports whether an operation is to be asked in a batch. It waits for a trial
// under way.
func (b *trials) begin(ctx context.Context, operation string) permission {
	for {
		b.mu.Lock()
		t, known := b.byCall[operation]
		if !known {
			t = &trial{over: make(chan struct{})}
			b.byCall[operation] = t
			b.mu.Unlock()
			return permission{ask: true, trial: true, settle: func(f finding) { b.conclude(operation, t, f) }}
		}
		b.mu.Unlock()
		select {
		case <-t.over:
		case <-ctx.Done():
			return permission{settle: func(finding) {}}
		}
		b.mu.Lock()
		current := b.byCall[operation] == t
		refused := t.refused
		b.mu.Unlock()
		if current {
			return permission{ask: !refused, settle: func(f finding) { b.revise(t, f) }}
		}
	}
}

// finding is what a batch says of its operation.
type finding int

const (
	batchUndecided finding = iota // nothing: the items may be at fault
	batchAnswered
	batchRefused
)

// conclude ends a trial. An undecided one is forgotten: the next batch is another.
func (b *trials) conclude(operation string, t *trial, f finding) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t.refused = f == batchRefused
	if f == batchUndecided {
		delete(b.byCall, operation)
	}
	close(t.over)
}

// revise notes that an operation which had answered batches refused one.
func (b *trials) revise(t *trial, f finding) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t.refused = t.refused || f == batchRefused
}

// known reports whether batches of an operation are being tried, or have been.
func (b *trials) known(operation string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.byCall[operation] != nil
}

// refuses reports whether an operation is known to refuse batches, after the
// trial that is under way, if one is.
func (b *trials) refuses(ctx context.Context, operation string) bool {
	b.mu.Lock()
	t, known := b.byCall[operation]
	b.mu.Unlock()
	if !known {
		return false
	}
	select {
	case <-t.over:
	case <-ctx.Done():
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return t.refused
}
