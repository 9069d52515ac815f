package read

import (
	"context"
	"sync"
)

// maxHeld bounds the answers of a run that have come and are not yet written,
// in bytes: sixteen thousand records of a kilobyte, a quarter of the memory
// that a read is to stay within.
const maxHeld = 16 << 20

// held counts the bytes of the answers that wait to be written, over all
// streams of a run. Its zero value is for answers without weight.
type held struct {
	most  int64
	mu    sync.Mutex
	bytes int64
	freed chan struct{} // closed at the next release; nil while nobody waits
}

func (h *held) add(bytes int64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.bytes += bytes
	if bytes < 0 && h.freed != nil {
		close(h.freed)
		h.freed = nil
	}
}

// wait returns when fewer bytes than the bound are held, or none, or ctx ends.
func (h *held) wait(ctx context.Context) {
	for {
		h.mu.Lock()
		if h.bytes == 0 || h.bytes < h.most {
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

// weight gives the bytes that the answers of a chunk hold.
func weight(answers []answer) int64 {
	var bytes int
	for _, a := range answers {
		if a.first != nil {
			bytes += len(a.first.Body)
		}
		for _, page := range a.pages {
			bytes += len(page)
		}
	}
	return int64(bytes)
}
