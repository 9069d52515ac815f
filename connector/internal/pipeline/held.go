package pipeline

import (
	"context"
	"sync"
)

// Held counts the bytes of results that wait for their turn, and of those that
// are kept for others, over all sequences that share it. Its zero value is for results without
// weight. It is safe for concurrent use.
type Held struct {
	most    int64
	whole   *Held // of which it is a part; nil for none
	mu      sync.Mutex
	waiting int64
	kept    int64
	freed   chan struct{} // closed when something is given back; nil while nobody waits
}

// NewHeld returns a bound of so many bytes.
func NewHeld(most int64) *Held { return &Held{most: most} }

// Part returns a bound of its own, of so many bytes, for results of which those that h counts are
// made. What waits under it is kept as h sees it, which never takes all of h's room: whoever waits
// for room in h does not wait for what is made of them.
func (h *Held) Part(most int64) *Held { return &Held{most: most, whole: h} }

// add counts results that wait for their turn; give them back by a negative number.
func (h *Held) add(bytes int64) {
	h.count(&h.waiting, bytes)
	if h.whole != nil {
		h.whole.Keep(bytes)
	}
}

// Keep counts bytes that are kept for others; give them back by a negative number.
func (h *Held) Keep(bytes int64) { h.count(&h.kept, bytes) }

func (h *Held) count(what *int64, bytes int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	*what += bytes
	if bytes < 0 && h.freed != nil {
		close(h.freed)
		h.freed = nil
	}
}

// full reports whether there is no room for another result to wait. What is kept
// stays until others have read it, so it leaves a quarter of the room at least.
func (h *Held) full() bool {
	return h.waiting > 0 && h.waiting+min(h.kept, h.most/4*3) >= h.most
}

// wait returns when there is room, or ctx ends.
func (h *Held) wait(ctx context.Context) {
	for {
		h.mu.Lock()
		if !h.full() {
			h.mu.Unlock()
			return
		}
		if h.freed == nil {
			h.freed = make(chan struct{})
		}
		freed := h.freed
		h.mu.Unlock()
		select {
		case <-freed:
		case <-ctx.Done():
			return
		}
	}
}

// Bytes returns how many are held now: those that wait, and those that are kept.
func (h *Held) Bytes() (waiting, kept int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.waiting, h.kept
}
