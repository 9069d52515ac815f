package ovhapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// paceHandler lets calls through one by one: evenly spaced within the budget, and not before OVH
// wants to hear from us again. A route with a limit of its own keeps to that beside.
type paceHandler struct {
	next          handler
	lockout       *lockout
	speed         *speed
	routes        *routes
	gates         gates
	maxWait       time.Duration
	onRateLimited func(until time.Time)
}

func newPaceHandler(next handler, o Options, lockout *lockout) *paceHandler {
	return &paceHandler{next: next, lockout: lockout, speed: newSpeed(o.RequestsPerSecond), routes: newRoutes(o.RequestsPerSecond), maxWait: o.MaxWait, onRateLimited: o.OnRateLimited}
}

func (h *paceHandler) do(ctx context.Context, c *call) (*Response, error) {
	if err := h.waitUnlessRefused(ctx, c); err != nil {
		return nil, err
	}
	sent := time.Now()
	if c.started.IsZero() {
		c.started = sent
	}
	resp, err := h.next.do(ctx, c)
	h.learn(c.Route, sent, err)
	return resp, err
}

// waitUnlessRefused is wait that ends at once when the credential is refused: the call is not going
// to be sent.
func (h *paceHandler) waitUnlessRefused(ctx context.Context, c *call) error {
	if c.NoAuth {
		return h.wait(ctx, c)
	}
	waiting, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(h.lockout.accepting(), cancel)
	defer stop()
	err := h.wait(waiting, c)
	if h.lockout.refusal() != nil && ctx.Err() == nil {
		return nil
	}
	return err
}

// wait returns when the call may be sent. A gate may close while the call waits for its turn; then
// it waits for both again.
func (h *paceHandler) wait(ctx context.Context, c *call) error {
	for {
		if err := h.waitGates(ctx, c); err != nil {
			return err
		}
		if err := h.routes.speed(c.Route).waitIfLimited(ctx, h.maxWait); err != nil {
			return fmt.Errorf("%s: waiting for its route's turn: %w", c.name(), err)
		}
		if err := h.speed.wait(ctx, h.maxWait); err != nil {
			return fmt.Errorf("%s: waiting for its turn: %w", c.name(), err)
		}
		if !h.gates.opening(c.Route).After(time.Now()) {
			return nil
		}
	}
}

func (h *paceHandler) waitGates(ctx context.Context, c *call) error {
	now := time.Now()
	until := h.gates.opening(c.Route)
	if waited := until.Sub(now); waited+c.elapsed(now) > h.maxWait {
		return &TransientError{Err: fmt.Errorf("%s: not sent: OVH wants no calls before %s",
			c.name(), until.UTC().Format(time.RFC3339))}
	}
	pause := until.Sub(now)
	if pause <= 0 {
		return nil
	}
	err := sleep(ctx, pause)
	c.Stats.Waited.Add(time.Since(now))
	if err != nil {
		return fmt.Errorf("%s: waiting until OVH accepts calls again: %w", c.name(), err)
	}
	return nil
}

// learn takes in what the answer to a call says about the pace.
func (h *paceHandler) learn(route string, sent time.Time, err error) {
	now := time.Now()
	refused, isRefused := errors.AsType[*Error](err)
	switch {
	case err == nil, isRefused && !transient(err):
		h.gates.passed(now, route)
		h.speed.accept(now)
		h.routes.speed(route).accept(now)
		h.routes.accept(now, route)
	case !isRefused: // no answer says nothing
	case refused.Status == http.StatusTooManyRequests:
		h.refused(now, sent, route, refused.retryAfter)
	case refused.Status == http.StatusRequestTimeout: // OVH's load balancers send it when they are overrun
		h.speed.refuse(now, sent)
	}
}

// refused slows down what was refused: its route, and all calls once a second route is refused.
// While it is not known whose limit it was, everybody waits, but nobody else slows down.
func (h *paceHandler) refused(now, sent time.Time, route string, retryAfter time.Duration) {
	h.routes.speed(route).refuse(now, sent)
	whose := h.routes.refuse(now, sent, route)
	if whose == limitOfBudget {
		h.speed.refuse(now, sent)
	}
	h.gates.closeRoute(now, route, retryAfter)
	if whose == limitOfRoute {
		return
	}
	if until, later := h.gates.close(now, retryAfter); later {
		h.onRateLimited(until)
	}
}
