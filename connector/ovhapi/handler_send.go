package ovhapi

import (
	"context"
	"fmt"
	"net/http"

	"source-ovhcloud-api/connector/internal/bounded"
	"source-ovhcloud-api/connector/internal/watchdog"
)

// maxBody bounds an answer, which is held in memory as a whole. A v1 list of ids comes in one
// piece: ten million ids of twenty bytes fit. What is larger is not an answer that a sync could
// use.
const maxBody = 256 << 20

// sendHandler makes one attempt: it sends the request and reads the whole answer, whatever its
// status.
type sendHandler struct {
	client  *http.Client
	maxBody int64 // bytes, decompressed
}

func (h *sendHandler) do(ctx context.Context, c *call) (*Response, error) {
	attempt, dog := watchdog.Watch(ctx)
	defer dog.Stop()
	resp, err := h.client.Do(c.wire.WithContext(attempt))
	if err != nil {
		return nil, ended(ctx, attempt, c, err)
	}
	defer resp.Body.Close()
	answer := &Response{Status: resp.StatusCode, Header: resp.Header}
	if body := dog.Guard(resp.Body); c.Expects == Pieces && resp.StatusCode/100 == 2 {
		answer.Body, answer.Rest, err = bounded.ReadList(body, resp.ContentLength, h.maxBody)
	} else {
		answer.Body, err = bounded.Read(body, resp.ContentLength, h.maxBody)
	}
	if err != nil {
		return nil, ended(ctx, attempt, c, err)
	}
	return answer, nil
}

// ended tells apart why an attempt has no answer: the caller's context ended, the watchdog bit, or
// the network failed.
func ended(ctx, attempt context.Context, c *call, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", c.name(), context.Cause(ctx))
	}
	if attempt.Err() != nil {
		err = context.Cause(attempt)
	}
	return &failure{call: c.name(), sent: !notSent(err), cause: withoutURL(err)}
}
