package ovhapi

import (
	"sync/atomic"
	"time"
)

// Stats counts what calls cost. Its zero value is ready; it is safe for concurrent use and must not
// be copied.
type Stats struct {
	// Calls counts the requests sent, repeated ones included.
	Calls atomic.Int64
	// Retries counts the requests that repeated a failed one.
	Retries atomic.Int64
	// RateLimited counts the answers 429.
	RateLimited atomic.Int64
	// Bytes counts the bodies of the answers that are 2xx, decompressed.
	Bytes atomic.Int64
	// Waited is the time spent waiting because of a failure or a refusal, summed over concurrent
	// calls. Keeping to the budget is not waiting.
	Waited Duration
}

// Duration is a time.Duration that goroutines may add to. Its zero value is zero.
type Duration struct{ nanoseconds atomic.Int64 }

// Add adds more.
func (d *Duration) Add(more time.Duration) { d.nanoseconds.Add(int64(more)) }

// Load returns the sum so far.
func (d *Duration) Load() time.Duration { return time.Duration(d.nanoseconds.Load()) }
