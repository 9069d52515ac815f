package pace

import (
	"context"
	"sync"
	"time"
)

const (
	// budgetShare is how much of the budget is used. OVH counts calls in a rolling window of a
	// second, so at exactly the budget any call that arrives a little early would be one too many.
	// It leaves 25 ms of slack, more than the delays of two calls on the way differ; the budget test
	// shows it.
	budgetShare = 0.975
	// headStart is the share of a second's budget that the first calls may have at once: nobody has
	// called yet. They are few, the clock and the description of the API among them, and a sync of a
	// dozen calls would wait longer for their turns than for their answers.
	headStart = 0.25
	// slowest, in calls per second, is never gone below: OVH's staff have called 60 calls a minute
	// safe.
	slowest = 1.0
	// refusalWindow is how long OVH counts a call: a refusal that names no time ends with it.
	refusalWindow = time.Second
	// afterRefusal is what is left of the rate that OVH was seen to accept: a tenth makes room for
	// the calls that are on their way. The tests of a hidden limit show what the three numbers here
	// cost and yield.
	afterRefusal = 0.9
	// approach is how long it takes to come back to the rate that was accepted. A limit that is
	// still there is met again after it, once: that is one or two refusals in half a minute of
	// calls.
	approach = 30 * time.Second
	// curiosity is how the rate goes on beyond, with the square of the time: slowly at first, in
	// case the limit is just above; from a tenth of it, full speed is back after two and a half
	// minutes.
	curiosity = 0.5
)

// speed spaces calls evenly, at a rate that falls to what is accepted with a refusal and recovers
// by itself. It is safe for concurrent use.
type speed struct {
	full float64       // calls per second
	turn chan struct{} // holds the one caller whose turn is next; the others queue behind it, in their order

	mu       sync.Mutex
	free     int       // calls that need not be spaced, which are the first ones
	next     time.Time // when the next call may be sent
	window   ring      // the calls of the last rolling second
	sent     meter
	accepted meter
	found    float64   // the rate that OVH seemed to allow at the last refusal
	refused  time.Time // when that was; zero if there was none
}

// newSpeed returns the speed that keeps to a budget, in calls per second.
func newSpeed(budget float64) *speed {
	return &speed{full: budget * budgetShare, turn: make(chan struct{}, 1), window: newRing(budget), free: int(budget * headStart)}
}

// waitIfLimited is wait for a route, whose calls keep to the common budget until one of them is
// refused.
func (s *speed) waitIfLimited(ctx context.Context, maxWait time.Duration) error {
	s.mu.Lock()
	limited := !s.refused.IsZero()
	if !limited {
		s.sent.add(time.Now())
	}
	s.mu.Unlock()
	if !limited {
		return nil
	}
	return s.wait(ctx, maxWait)
}

// wait returns when it is the caller's turn. An error is the cause of ctx's end, or a *Error if
// the turn after the last call's is further away than maxWait or the end of ctx.
func (s *speed) wait(ctx context.Context, maxWait time.Duration) error {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	for {
		pause := s.take(time.Now())
		if pause <= 0 {
			return nil
		}
		if left := patience(ctx, maxWait); left < pause {
			return s.tooSlow(pause, left)
		}
		if err := Sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// patience returns how long may be waited: maxWait, or until ctx ends if that is sooner.
func patience(ctx context.Context, maxWait time.Duration) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return min(maxWait, time.Until(deadline))
	}
	return maxWait
}

// tooSlow is the error of a turn that comes too late.
func (s *speed) tooSlow(pause, left time.Duration) *Error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &Error{Limited: !s.refused.IsZero(), Budget: s.full / budgetShare, Pause: pause, Patience: max(left, 0)}
}

// take claims the turn, or returns how long it is until then. The even spacing would do, but for
// this machine: where calls are sent late because it is busy, the next ones must not follow so
// closely that OVH counts one too many.
func (s *speed) take(now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if pause := max(s.next.Sub(now), s.window.frees(now)); pause > 0 {
		return pause
	}
	s.window.add(now)
	s.sent.add(now)
	if s.free > 0 {
		s.free--
		return 0
	}
	// A turn that is taken late, as every timer is a little, is no reason for the next ones to be
	// later, too.
	spacing := time.Duration(float64(time.Second) / s.rate(now))
	if s.next = s.next.Add(spacing); s.next.Before(now) {
		s.next = now.Add(spacing)
	}
	return 0
}

// accept notes an answer.
func (s *speed) accept(now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accepted.add(now)
}

// refuse slows down after the refusal of a call, unless that was on its way at the last time: then
// it says nothing new.
func (s *speed) refuse(now, sent time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !sent.After(s.refused) {
		return
	}
	current := s.rate(now)
	s.free = 0
	s.found = max(found(s.sent.rate(now), s.accepted.rate(now), current), min(slowest, s.full))
	s.refused = now
}

// found returns the rate that OVH seems to allow, given how many calls a second were sent and
// accepted lately. A refusal of one that sent little was caused by others on the same budget, whose
// fair share is a half.
func found(sent, accepted, current float64) float64 {
	if sent < current/2 {
		return current / 2
	}
	return min(accepted, current)
}

// reset forgets all refusals.
func (s *speed) reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refused = time.Time{}
}

// rate is how many calls a second may be sent now.
func (s *speed) rate(now time.Time) float64 {
	if s.refused.IsZero() {
		return s.full
	}
	return min(recovered(s.found, now.Sub(s.refused)), s.full)
}

// recovered returns the rate some time after a refusal, when found was what OVH accepted.
func recovered(found float64, quiet time.Duration) float64 {
	done := float64(quiet) / float64(approach)
	if done < 1 {
		return found * (afterRefusal + (1-afterRefusal)*done)
	}
	return found * (1 + curiosity*(done-1)*(done-1))
}
