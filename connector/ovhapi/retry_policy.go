package ovhapi

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"source-ovhcloud-api/connector/internal/pace"
)

const (
	// defaultMaxWait is a tenth of the platform's patience with a source that sends nothing, and
	// more than OVH is known to ask for.
	defaultMaxWait = 15 * time.Minute
	// maxFailures ends a call that fails again and again. With the waits below, its last attempt
	// comes two minutes after the first on average and four at most: enough for a restart on OVH's
	// side, not so much that one broken item holds up a sync. Refusals for the rate do not count:
	// they are no sign that the call itself is at fault.
	maxFailures = 10
)

// transient reports whether a call that ended in err may succeed later without anybody changing
// anything.
func transient(err error) bool {
	if _, ok := errors.AsType[*TransientError](err); ok {
		return false // given up already, as the fetching of a clock is: it has had all its retries
	}
	if failed, ok := errors.AsType[*failure](err); ok {
		return !failed.lasting()
	}
	if refused, ok := errors.AsType[*Error](err); ok {
		// HTML does not come from the API but from what stands before it, whatever the status says.
		return refused.html || refused.busy() || refused.Status == http.StatusRequestTimeout ||
			refused.Status == http.StatusTooManyRequests || refused.Status >= http.StatusInternalServerError
	}
	return false
}

// repeatable reports whether a call may be sent again after a transient err. Any answer, and any
// failure once the request was on its way, may mean that it was carried out: harmless for a GET
// only.
func repeatable(method string, err error) bool {
	if method == http.MethodGet || isPreparation(err) {
		return true
	}
	failed, ok := errors.AsType[*failure](err)
	return ok && !failed.sent
}

// nextAttempt says whether a transient failure is followed by another attempt, and after how long.
// draw picks a wait between 0 and its argument.
func nextAttempt(method string, past history, err error, draw func(time.Duration) time.Duration) (wait time.Duration, again bool) {
	if !repeatable(method, err) || past.failures >= past.most() {
		return 0, false
	}
	wait = draw(pace.Backoff(past.attempts))
	if refused, ok := errors.AsType[*Error](err); ok {
		wait = max(wait, refused.retryAfter)
	}
	return wait, wait <= past.maxWait-past.elapsed
}

// retryAfter reads a Retry-After header in either form, a number of seconds or a date. A date is
// compared with the answer's own Date, if it has one, because this machine's clock may be wrong.
// Anything else is 0.
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseInt(value, 10, 64); err == nil {
		return clampSeconds(seconds)
	}
	until, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	if sent, err := http.ParseTime(h.Get("Date")); err == nil {
		now = sent
	}
	return max(until.Sub(now), 0)
}

// clampSeconds converts what a server sent, which may be negative or too much for a Duration.
func clampSeconds(seconds int64) time.Duration {
	const year = int64(365 * 24 * time.Hour / time.Second) // beyond any MaxWait, so its exact length does not matter
	return time.Duration(min(max(seconds, 0), year)) * time.Second
}
