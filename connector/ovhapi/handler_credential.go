package ovhapi

import (
	"context"
	"errors"
	"sync/atomic"
)

// credentialHandler does not send what is known to be refused: once OVH has said that it does not accept the credential for
// any call, every further one gets the same answer without being made.
type credentialHandler struct {
	next    handler
	refused atomic.Pointer[Error]
}

func (h *credentialHandler) do(ctx context.Context, c *call) (*Response, error) {
	if c.NoAuth {
		return h.next.do(ctx, c)
	}
	if known := h.refused.Load(); known != nil {
		return nil, known
	}
	resp, err := h.next.do(ctx, c)
	if refused, ok := errors.AsType[*Error](err); ok && refused.BadCredential() && !renewable(c, err) {
		h.refused.CompareAndSwap(nil, refused)
	}
	return resp, err
}
