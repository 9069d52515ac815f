package pace

import (
	"context"
	"time"
)

const (
	// firstBackoff is the limit of the first wait. OVH's budget is per rolling second, so less
	// would meet the same window.
	firstBackoff = time.Second
	// longestBackoff keeps the waits within what a person who watches the log takes for alive.
	longestBackoff = time.Minute
)

// Backoff returns the longest wait after the given number of attempts: it doubles, up to a minute.
func Backoff(attempts int) time.Duration {
	const doublings = 6 // 64 s: the first beyond longestBackoff
	return min(firstBackoff<<min(attempts-1, doublings), longestBackoff)
}

// Sleep waits for d, or until ctx ends, and then says why it ended.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
