package read

import (
	"context"
	"sync"
)

// maxHeld bounds the answers of a run that have come and are not yet written,
// in bytes: sixteen thousand records of a kilobyte, a quarter of the memory
// that a read is to stay within.
const maxHeld = 16 << 20

// held counts the bytes of the answers that wait to be written, and of those
// that are kept for other streams, over all streams of a run. Its zero value is
// for answers without weight.
type held struct {
	most    int64
	mu      sync.Mutex
	waiting int64
	kept    int64
	freed   chan struct{} // closed when something is given back; nil while nobody waits
}

// add counts answers that wait to be written; give them back by a negative number.
func (h *held) add(bytes int64) { h.count(&h.waiting, bytes) }

// keep counts answers that are kept for other streams.
func (h *held) keep(bytes int64) { h.count(&h.kept, bytes) }

func (h *held) count(what *int64, bytes int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	*what += bytes
	if bytes < 0 && h.freed != nil {
		close(h.freed)
		h.freed = nil
	}
}

// full reports whether there is no room for another answer to wait. What is kept
// stays until others have read it, so it leaves a quarter of the room at least.
func (h *held) full() bool {
	return h.waiting > 0 && h.waiting+min(h.kept, h.most/4*3) >= h.most
}

// wait returns when there is room, or ctx ends.
func (h *held) wait(ctx context.Context) {
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

// weight returns the bytes that the answers of a chunk hold.
func weight(answers []answer) int64 {
	var bytes int64
	for _, a := range answers {
		bytes += a.weight()
	}
	return bytes
}

// weight returns the bytes that an answer holds.
func (a answer) weight() int64 {
	var bytes int
	if a.first != nil {
		bytes = len(a.first.Body)
	}
	for _, page := range a.pages {
		bytes += len(page)
	}
	return int64(bytes)
}
