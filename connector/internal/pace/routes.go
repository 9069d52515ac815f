package pace

import (
	"context"
	"sync"
	"time"
)

// routes tell a limit of one route from the limit of all calls, and keep a speed for each route. It
// is safe for concurrent use.
type routes struct {
	budget float64

	mu     sync.Mutex
	speeds map[string]*speed
	lately map[string]answers
}

// answers are when a route was last answered in each way.
type answers struct{ accepted, refused time.Time }

// together is how long refusals of two routes count as refusals of all calls. A limit of all calls
// that is kept to is met again about every approach, by whichever route comes then; a limit of one
// route always by that one.
const together = 4 * approach

func newRoutes(budget float64) *routes {
	return &routes{budget: budget, speeds: make(map[string]*speed), lately: make(map[string]answers)}
}

// wait returns when it is the turn of a call of a route that has a limit of its own; see [speed.wait].
func (r *routes) wait(ctx context.Context, route string, maxWait time.Duration) error {
	if route == "" {
		return nil
	}
	r.mu.Lock()
	s := r.speed(route)
	r.mu.Unlock()
	return s.waitIfLimited(ctx, maxWait)
}

// speed returns the speed of a route, for a caller that holds mu.
func (r *routes) speed(route string) *speed {
	s, ok := r.speeds[route]
	if !ok {
		s = newSpeed(r.budget)
		r.speeds[route] = s
	}
	return s
}

func (r *routes) accept(now time.Time, route string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lately[route] = answers{accepted: now, refused: r.lately[route].refused}
	r.speed(route).accept(now)
}

// refuse notes the refusal of a call, and returns whose limit that seems to be.
func (r *routes) refuse(now, sent time.Time, route string) limit {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lately[route] = answers{accepted: r.lately[route].accepted, refused: now}
	r.speed(route).refuse(now, sent)
	whose := limitOf(r.lately, now, sent, route)
	if whose == limitOfBudget {
		for _, s := range r.speeds {
			s.reset() // what was taken for limits of the routes was this one
		}
	}
	return whose
}

// limit is whose limit a refusal speaks of.
type limit int

const (
	limitUnknown  limit = iota // no other route was answered since
	limitOfRoute               // other routes are still accepted
	limitOfBudget              // other routes are refused, too
)

func limitOf(lately map[string]answers, now, sent time.Time, route string) limit {
	found := limitUnknown
	for other, a := range lately {
		switch {
		case other == route:
		case !a.refused.IsZero() && now.Sub(a.refused) < together:
			return limitOfBudget
		case a.accepted.After(sent):
			found = limitOfRoute
		}
	}
	return found
}
