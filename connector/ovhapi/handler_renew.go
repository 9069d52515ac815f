package ovhapi

import (
	"context"
	"errors"
	"net/http"

	"github.com/rs/zerolog"
)

// renewHandler tries once more with a new clock or token when OVH refuses a stale one. Once per
// call: a second refusal has another reason, and is final.
type renewHandler struct {
	next   handler
	logger zerolog.Logger
}

func (h *renewHandler) do(ctx context.Context, c *call) (*Response, error) {
	resp, err := h.next.do(ctx, c)
	if !renewable(c, err) {
		return resp, err
	}
	h.logger.Warn().Str("method", c.Method).Str("path", c.path()).Str("reason", err.Error()).
		Msg("repeating the call with a new clock or token")
	c.renewed = true
	c.renew()
	c.Stats.Retries.Add(1)
	return h.next.do(ctx, c)
}

// renewable reports whether a call that failed with err gets its second chance. A method other than
// GET gets none, though it was refused: it is promised to be sent at most once.
func renewable(c *call, err error) bool {
	refused, ok := errors.AsType[*Error](err)
	return ok && c.Method == http.MethodGet && c.curable(refused)
}
