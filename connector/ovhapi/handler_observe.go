package ovhapi

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/rs/zerolog"
)

// headerQueryID names a call in OVH's own logs; OVH's support asks for it.
const headerQueryID = "X-Ovh-QueryID"

// observeHandler counts and logs each attempt to send a call, one that finds no connection too.
type observeHandler struct {
	next   handler
	logger zerolog.Logger
}

func (h *observeHandler) do(ctx context.Context, c *call) (*Response, error) {
	started := time.Now()
	resp, err := h.next.do(ctx, c)
	took := time.Since(started)

	c.Stats.Calls.Add(1)
	line := h.logger.Debug().Str("method", c.Method).Str("path", c.path()).Dur("took_ms", took)
	refused, isRefused := errors.AsType[*Error](err)
	switch {
	case err == nil:
		c.Stats.Bytes.Add(int64(resp.bytes()))
		line = line.Int("status", resp.Status).Int("bytes", resp.bytes()).Str("query_id", resp.Header.Get(headerQueryID))
	case isRefused:
		if refused.Status == http.StatusTooManyRequests {
			c.Stats.RateLimited.Add(1)
		}
		line = line.Int("status", refused.Status).Str("query_id", refused.QueryID)
	default:
		line = line.Str("failure", err.Error())
	}
	line.Msg("OVH API call")
	return resp, err
}
