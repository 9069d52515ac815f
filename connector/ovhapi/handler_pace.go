package ovhapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// paceHandler lets calls through one by one: evenly spaced within the budget, and not before OVH wants to hear from us
// again.
type paceHandler struct {
	next          handler
	speed         *speed
	gates         gates
	onRateLimited func(until time.Time)
}

func newPaceHandler(next handler, budget float64, onRateLimited func(time.Time)) *paceHandler {
	return &paceHandler{next: next, speed: newSpeed(budget), onRateLimited: onRateLimited}
}

func (h *paceHandler) do(ctx context.Context, c *call) (*Response, error) {
	if err := h.wait(ctx, c); err != nil {
		return nil, err
	}
	resp, err := h.next.do(ctx, c)
	h.learn(c.Route, err)
	return resp, err
}

// wait returns when the call may be sent. A gate may close while the call waits for its turn; then it waits for both again.
func (h *paceHandler) wait(ctx context.Context, c *call) error {
	for {
		now := time.Now()
		until := h.gates.opening(c.Route)
		if until.Sub(c.started) > maxWait {
			return &TransientError{Err: fmt.Errorf("%s: not sent: OVH wants no calls before %s",
				c.name(), until.UTC().Format(time.RFC3339))}
		}
		if pause := until.Sub(now); pause > 0 {
			err := sleep(ctx, pause)
			c.Stats.Waited.Add(time.Since(now))
			if err != nil {
				return fmt.Errorf("%s: waiting until OVH accepts calls again: %w", c.name(), err)
			}
		}
		if err := h.speed.wait(ctx); err != nil {
			return fmt.Errorf("%s: waiting for its turn: %w", c.name(), err)
		}
		if !h.gates.opening(c.Route).After(time.Now()) {
			return nil
		}
	}
}

// learn takes in what an answer says about the pace.
func (h *paceHandler) learn(route string, err error) {
	refused, isRefused := errors.AsType[*Error](err)
	switch {
	case err == nil, isRefused && !transient(err):
		h.gates.passed(route)
	case !isRefused: // no answer says nothing
	case refused.Status == http.StatusTooManyRequests:
		until, later, common := h.gates.refused(route, refused.retryAfter)
		if common {
			h.speed.slowDown()
		}
		if later {
			h.onRateLimited(until)
		}
	case refused.Status == http.StatusRequestTimeout: // OVH's load balancers send it when they are overrun
		h.speed.slowDown()
	}
}
