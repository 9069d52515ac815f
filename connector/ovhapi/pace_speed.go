package ovhapi

import (
	"context"
	"math"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// budgetShare is how much of the budget is used. OVH counts calls in a rolling window of a second, so at exactly the
	// budget any call that arrives a little early would be one too many. 4 % of a second is 40 ms of slack, more than
	// the delays of two calls on the way differ; the budget test shows it.
	budgetShare = 0.96
	// slowdown is what a refusal leaves of the speed. Calls that keep the pace are refused because another program uses
	// the same budget, and its fair share is a half.
	slowdown = 0.5
	// recoveryShare of the full speed comes back every recoveryPause without a refusal: from half to full speed in a
	// minute, so that two programs on one budget meet a refusal about once a minute.
	recoveryShare = 0.05
	recoveryPause = 6 * time.Second
	// slowest, in calls per second, is never gone below: OVH's staff have called 60 calls a minute safe.
	slowest = 1.0
	// refusalWindow is how long refusals count as one. Calls on their way when the first arrives meet the same rolling
	// second, and say nothing new.
	refusalWindow = time.Second
)

// speed spaces calls evenly, at a rate that falls with refusals and recovers by itself. It is safe for concurrent use.
type speed struct {
	full    float64 // calls per second
	limiter *rate.Limiter

	mu      sync.Mutex
	current float64
	since   time.Time // when current was last set
	refused time.Time // when a refusal last lowered it
}

func newSpeed(budget float64) *speed {
	full := budget * budgetShare
	// A burst of one makes the limiter a metronome: a call that comes late does not make the next one early.
	return &speed{full: full, current: full, limiter: rate.NewLimiter(rate.Limit(full), 1)}
}

// wait returns when it is the caller's turn. An error is the cause of ctx's end, or that it will end before the turn.
func (s *speed) wait(ctx context.Context) error {
	s.recover()
	if s.limiter.Wait(ctx) == nil {
		return nil
	}
	if ctx.Err() == nil { // the limiter does not wait for a turn that lies beyond the deadline
		return context.DeadlineExceeded
	}
	return context.Cause(ctx)
}

func (s *speed) slowDown() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := time.Now(); now.Sub(s.refused) >= refusalWindow {
		s.refused = now
		s.set(slowed(s.current, s.full), now)
	}
}

func (s *speed) recover() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := time.Now(); s.current < s.full && now.Sub(s.since) >= recoveryPause {
		s.set(recovered(s.current, s.full, now.Sub(s.since)), now)
	}
}

func (s *speed) set(current float64, now time.Time) {
	s.current, s.since = current, now
	s.limiter.SetLimit(rate.Limit(current))
}

// slowed returns the speed after a refusal.
func slowed(current, full float64) float64 {
	return max(current*slowdown, min(slowest, full))
}

// recovered returns the speed after a time without refusals.
func recovered(current, full float64, quiet time.Duration) float64 {
	steps := math.Floor(float64(quiet) / float64(recoveryPause))
	return min(current+steps*recoveryShare*full, full)
}
