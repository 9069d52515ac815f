package console

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// judgements remember what was found about the last form of an account: of hundreds of endpoints
// that takes longer than a page may. The zero value is ready.
type judgements struct {
	mu      sync.Mutex
	version int // of the form
	results []judged
}

// judge finds what is wrong with each endpoint of the state's form.
func (s state) judge(ctx context.Context) []judged {
	known := &s.conn.judgements
	known.mu.Lock()
	defer known.mu.Unlock()
	if known.results != nil && known.version == s.version {
		return known.results
	}
	results := judge(ctx, s.conn.library.descriptions, s.form)
	known.version, known.results = s.version, results
	if slices.ContainsFunc(results, func(j judged) bool { return j.Unread != nil && !errors.Is(j.Unread, errNotSampled) }) {
		known.results = nil // what cannot be read now may be read later
	}
	return results
}
