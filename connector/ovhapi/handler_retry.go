package ovhapi

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/internal/pace"
)

// retryHandler repeats what may pass by itself, until it passes or is given up as a
// *TransientError.
type retryHandler struct {
	next    handler
	logger  zerolog.Logger
	maxWait time.Duration
	// draw picks a wait between 0 and limit. It is random, so that many calls that failed together
	// do not come back together.
	draw func(limit time.Duration) time.Duration
	// told has when kinds of failures were warned of last, by operation: an account with many broken
	// items is to be told once of each kind, and who waits for OVH to come back each minute that it is
	// still tried. All are in the debug log.
	told sync.Map
}

// tellAgain is how long a failure that lasts is not warned of again.
const tellAgain = time.Minute

// news reports whether a kind of failures is to be warned of.
func (h *retryHandler) news(kind string, now time.Time) bool {
	last, known := h.told.LoadOrStore(kind, now)
	return !known || now.Sub(last.(time.Time)) >= tellAgain && h.told.CompareAndSwap(kind, last, now)
}

func (h *retryHandler) do(ctx context.Context, c *call) (*Response, error) {
	past := history{maxWait: h.maxWait}
	if c.Attempts == nil {
		c.Attempts = func(error) int { return 0 }
	}
	for {
		resp, err := h.next.do(ctx, c)
		if err == nil || !transient(err) {
			return resp, err
		}
		past.add(err, c.elapsed(time.Now()))
		past.bound = c.Attempts(err)
		wait, again := nextAttempt(c.Method, past, err, h.draw)
		if !repeatable(c.Method, err) {
			err = fmt.Errorf("%w; it may have been carried out, so it is not sent again", err)
		}
		if !again {
			return nil, &TransientError{Attempts: past.attempts, Elapsed: past.elapsed, Err: err}
		}
		level := zerolog.DebugLevel
		if h.news(c.kindOf(err), time.Now()) {
			level = zerolog.WarnLevel
		}
		h.logger.WithLevel(level).Str("method", c.Method).Str("path", c.path()).Int("attempt", past.attempts).
			Dur("wait_ms", wait).Str("reason", err.Error()).Msg("repeating the call")
		c.Stats.Retries.Add(1)
		c.Stats.Waited.Add(wait)
		if ended := pace.Sleep(ctx, wait); ended != nil {
			// The failure is told and not wrapped: it is no answer that the call was given up for.
			return nil, fmt.Errorf("%w, while waiting to repeat: %s", ended, err.Error())
		}
	}
}

// kindOf names what failures of calls for different items have in common.
func (c *call) kindOf(err error) string {
	kind := "unusable"
	if refused, ok := errors.AsType[*Error](err); ok {
		kind = fmt.Sprint(refused.Status, " ", refused.Code)
	}
	return fmt.Sprintln(c.Method, c.Branch, cmp.Or(c.Route, c.Path), kind)
}

// history is what happened to a call so far.
type history struct {
	attempts int           // all of them
	failures int           // those that were not just refused for their rate
	elapsed  time.Duration // since the call began
	maxWait  time.Duration // how much of it there may be
	bound    int           // how many failures the caller wants; 0 for no bound of its own
}

// most is how many failures end the call.
func (p history) most() int {
	if p.bound > 0 {
		return min(p.bound, maxFailures)
	}
	return maxFailures
}

func (p *history) add(err error, elapsed time.Duration) {
	p.attempts++
	if refused, ok := errors.AsType[*Error](err); !ok || refused.Status != http.StatusTooManyRequests {
		p.failures++
	}
	p.elapsed = elapsed
}
