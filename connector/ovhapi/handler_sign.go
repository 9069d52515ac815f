package ovhapi

import (
	"context"
	"maps"
)

// PreparationError says that a call could not be made because what it needs beside itself, OVH's clock or a token, was not
// to be had. Whatever the answer to that was, it says nothing of the call's item.
type PreparationError struct{ Err error }

func (e *PreparationError) Error() string { return e.Err.Error() }
func (e *PreparationError) Unwrap() error { return e.Err }

// signHandler makes the request of each attempt, authenticated as the call demands.
type signHandler struct {
	next      handler
	userAgent string
}

func (h *signHandler) do(ctx context.Context, c *call) (*Response, error) {
	req, renew, err := c.auth.request(ctx, c)
	if err != nil {
		return nil, &PreparationError{err}
	}
	maps.Copy(req.Header, c.Header)
	req.Header.Set("User-Agent", h.userAgent)
	c.wire, c.renew = req, renew
	return h.next.do(ctx, c)
}
