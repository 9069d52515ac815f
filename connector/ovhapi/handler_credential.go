package ovhapi

import (
	"context"
	"errors"
	"net/http"
	"sync"
)

// credentialHandler does not send what is known to be refused: once OVH has said that it does not
// accept the credential for any call, every further one gets that answer, which names the call that
// was really refused, without being made.
type credentialHandler struct {
	next    handler
	lockout *lockout
}

// lockout is what OVH said of the credential when it refused it for every call. All handlers of a
// client share one.
type lockout struct {
	mu sync.Mutex
	by *Error
	// open ends when there is one, so that nothing waits to be refused.
	open  context.Context
	close context.CancelFunc
}

func newLockout() *lockout {
	l := &lockout{}
	l.lift()
	return l
}

func (l *lockout) set(by *Error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.by == nil {
		l.by = by
		l.close()
	}
}

// lift forgets what OVH said.
func (l *lockout) lift() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.by != nil || l.open == nil {
		l.by = nil
		l.open, l.close = context.WithCancel(context.Background())
	}
}

// refusal returns what OVH said, nil if it has not refused the credential.
func (l *lockout) refusal() *Error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.by
}

// accepting returns a context that ends with the next refusal; it has ended if there was one.
func (l *lockout) accepting() context.Context {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open
}

func (h *credentialHandler) do(ctx context.Context, c *call) (*Response, error) {
	if c.NoAuth {
		return h.next.do(ctx, c)
	}
	if known := h.lockout.refusal(); known != nil {
		return nil, known
	}
	resp, err := h.next.do(ctx, c)
	refused, ok := errors.AsType[*Error](err)
	switch {
	case !ok || !refused.BadCredential():
	case c.auth.unsure(refused): // for the confirmHandler to tell
	case c.curable(refused):
		// A method other than GET is not repeated, so what it was refused with is forgotten for the
		// calls after it.
		if c.Method != http.MethodGet {
			c.renew()
		}
	default:
		h.lockout.set(refused)
	}
	return resp, err
}

// curable reports whether a new clock or token, which a call gets once, may mend its refusal.
func (c *call) curable(refused *Error) bool {
	return !c.renewed && c.renew != nil && c.auth.stale(refused)
}
