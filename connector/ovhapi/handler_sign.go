package ovhapi

import (
	"context"
	"maps"
)

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
