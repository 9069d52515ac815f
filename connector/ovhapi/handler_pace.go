package ovhapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"source-ovhcloud-api/connector/internal/pace"
)

// paceHandler has each call wait for its turn, and the pace learn from its answer.
type paceHandler struct {
	next          handler
	lockout       *lockout
	pace          *pace.Pace
	maxWait       time.Duration
	onRateLimited func(until time.Time)
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

// wait returns when the call may be sent. A gate may close, or a token expire, while the call waits
// for its turn; then it waits for all of them again.
func (h *paceHandler) wait(ctx context.Context, c *call) error {
	for {
		if err := prepare(ctx, c); err != nil {
			return err
		}
		if err := h.waitGates(ctx, c); err != nil {
			return err
		}
		if err := h.pace.Turn(ctx, c.Route, h.maxWait); err != nil {
			return fmt.Errorf("%s: %w", c.name(), err)
		}
		if c.auth.ready() && !h.pace.Opens(c.Route).After(time.Now()) {
			return nil
		}
	}
}

func (h *paceHandler) waitGates(ctx context.Context, c *call) error {
	now := time.Now()
	until := h.pace.Opens(c.Route)
	if waited := until.Sub(now); waited+c.elapsed(now) > h.maxWait {
		return &TransientError{Err: fmt.Errorf("%s: not sent: OVH wants no calls before %s",
			c.name(), until.UTC().Format(time.RFC3339))}
	}
	pause := until.Sub(now)
	if pause <= 0 {
		return nil
	}
	err := pace.Sleep(ctx, pause)
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
		h.pace.Accepted(now, route)
	case !isRefused: // no answer says nothing
	case refused.Status == http.StatusTooManyRequests:
		if until, news := h.pace.Refused(now, sent, route, refused.retryAfter); news {
			h.onRateLimited(until)
		}
	case refused.Status == http.StatusRequestTimeout: // OVH's load balancers send it when they are overrun
		h.pace.Overrun(now, sent)
	}
}
