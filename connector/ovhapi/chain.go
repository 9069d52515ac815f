package ovhapi

import (
	"context"
	"math/rand/v2"
	"net/http"
	"time"

	"source-ovhcloud-api/connector/internal/pace"
)

// handler is one link of the chain that a call runs through. It returns a response or an error,
// never both.
type handler interface {
	do(ctx context.Context, c *call) (*Response, error)
}

// assemble builds the chain, from the wire outwards. It is the whole of the client's HTTP policy.
func assemble(o Options, where address, client *http.Client, lockout *lockout) handler {
	// One attempt: the answer is read completely, under a watchdog, before anybody judges it.
	var h handler = &sendHandler{client: client, maxBody: maxBody}
	// A refusal becomes an *Error, and what is not JSON becomes a failure, before it is counted or
	// logged.
	h = &decodeHandler{next: h, credentials: o.Credentials}
	// Only what goes over the wire is counted and timed: not the waits, nor the fetching of a clock
	// or token.
	h = &observeHandler{next: h, logger: o.Logger}
	// The signature carries the time, so it is made for each attempt, after its waits.
	h = &signHandler{next: h, userAgent: o.UserAgent}
	// A credential that was refused for good is not presented again, by calls that wait for their
	// turn either.
	h = &credentialHandler{next: h, lockout: lockout}
	// Every attempt takes its turn, a repeated one too. The clock or token is there before that:
	// calls that had taken their turns and then waited for it would leave together.
	h = &paceHandler{next: h, lockout: lockout, pace: pace.New(o.RequestsPerSecond), maxWait: o.MaxWait, onRateLimited: o.OnRateLimited}
	// Nor is a token asked for with a credential that was refused.
	h = &credentialHandler{next: h, lockout: lockout}
	// A stale clock or token is replaced and tried at once: that is no failure, and costs none of
	// the retries.
	h = &renewHandler{next: h, logger: o.Logger}
	// Whatever may pass by itself is repeated, through all of the above.
	h = &retryHandler{next: h, logger: o.Logger, maxWait: o.MaxWait, draw: func(limit time.Duration) time.Duration { return rand.N(limit + 1) }}
	// What a 401 means is asked for last, so that the question is repeated like any other call.
	return &confirmHandler{next: h, address: where, lockout: lockout}
}
