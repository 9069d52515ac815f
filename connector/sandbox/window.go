package sandbox

import (
	"sync"
	"time"
)

// window admits so many calls in any rolling second. A call that is refused does not count: how OVH
// counts those is not documented, and a client that hammers is punished enough by getting nothing.
type window struct {
	mu       sync.Mutex
	admitted []time.Time // the last ones, as a ring
	oldest   int
}

// newWindow admits every call if limit is negative.
func newWindow(limit int) *window { return &window{admitted: make([]time.Time, max(0, limit))} }

func (w *window) take(now time.Time) bool {
	if len(w.admitted) == 0 {
		return true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if now.Sub(w.admitted[w.oldest]) < time.Second {
		return false
	}
	w.admitted[w.oldest] = now
	w.oldest = (w.oldest + 1) % len(w.admitted)
	return true
}
