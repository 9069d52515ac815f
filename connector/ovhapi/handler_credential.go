package ovhapi

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
)

// credentialHandler does not send what is known to be refused: once OVH has said that it does not accept the credential for
// any call, every further one gets the same answer without being made.
type credentialHandler struct {
	next    handler
	refused *atomic.Pointer[Error] // what it was refused with, for all handlers of the client
}

func (h *credentialHandler) do(ctx context.Context, c *call) (*Response, error) {
	if c.NoAuth {
		return h.next.do(ctx, c)
	}
	if known := h.refused.Load(); known != nil {
		again := *known
		again.Method, again.Path, again.Route = c.Method, c.path(), c.Route
		return nil, &again
	}
	resp, err := h.next.do(ctx, c)
	if refused, ok := errors.AsType[*Error](err); ok && refused.BadCredential() && final(c, refused) {
		h.refused.CompareAndSwap(nil, refused)
	}
	return resp, err
}

// final tells whether a refusal of the credential will be met by every call: not if a new token or clock may mend it. A
// method other than GET is not repeated with those, so what it was refused with is forgotten for the calls after it.
func final(c *call, refused *Error) bool {
	if c.renewed || c.renew == nil || !c.auth.stale(refused) {
		return true
	}
	if c.Method != http.MethodGet {
		c.renew()
	}
	return false
}
