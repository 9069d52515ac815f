// Package pace lets calls through one by one: evenly spaced within a budget, slower once they are
// refused for their rate, and not before the server wants to hear from us again. A route with a
// limit of its own keeps to that beside.
//
// It makes no call and knows none. Whoever does waits for its turn, and says what came of it:
//
//	p := pace.New(20)
//	…
//	if err := p.Turn(ctx, route, maxWait); err != nil {
//		return err
//	}
//	sent := time.Now()
//	…
//	p.Accepted(time.Now(), route)
package pace

import (
	"context"
	"fmt"
	"time"
)

// Pace is the pace of all calls that share a budget. Calls without a route, "", have no other limit
// than that. It is safe for concurrent use.
type Pace struct {
	speed  *speed
	routes *routes
	gates  gates
}

// New returns the pace that keeps to a budget, in calls per second.
func New(budget float64) *Pace { return &Pace{speed: newSpeed(budget), routes: newRoutes(budget)} }

// Opens returns the time before which no call of the route is to be sent; it may lie in the past,
// and may become later while a call waits for its turn.
func (p *Pace) Opens(route string) time.Time { return p.gates.opening(route) }

// Turn returns when it is the caller's turn. An error is the cause of ctx's end, or an [*Error] if
// the turn is further away than maxWait or the end of ctx.
func (p *Pace) Turn(ctx context.Context, route string, maxWait time.Duration) error {
	if err := p.routes.wait(ctx, route, maxWait); err != nil {
		return fmt.Errorf("waiting for its route's turn: %w", err)
	}
	if err := p.speed.wait(ctx, maxWait); err != nil {
		return fmt.Errorf("waiting for its turn: %w", err)
	}
	return nil
}

// Accepted notes that a call of the route was answered, with anything but a refusal for its rate.
func (p *Pace) Accepted(now time.Time, route string) {
	p.gates.passed(now, route)
	p.speed.accept(now)
	p.routes.accept(now, route)
}

// Refused slows down what was refused for its rate: its route, and all calls once a second route is
// refused. While it is not known whose limit it was, everybody waits, but nobody else slows down.
// It returns until when all calls wait, and whether that is worth a word: calls that are refused
// together are one event. sent is when the call left; retryAfter is what the server asked for, 0
// for nothing.
func (p *Pace) Refused(now, sent time.Time, route string, retryAfter time.Duration) (until time.Time, news bool) {
	whose := p.routes.refuse(now, sent, route)
	if whose == limitOfBudget {
		p.speed.refuse(now, sent)
	}
	p.gates.closeRoute(now, route, retryAfter)
	if whose == limitOfRoute {
		return time.Time{}, false
	}
	return p.gates.close(now, retryAfter)
}

// Overrun slows all calls down: what stands before the server has more of them than it can take.
func (p *Pace) Overrun(now, sent time.Time) { p.speed.refuse(now, sent) }
