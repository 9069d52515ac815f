package ovhapi

import (
	"fmt"
	"net/http"
	"time"

	"github.com/rs/zerolog"
)

// Options configure a Client. BaseURL and RequestsPerSecond are required.
type Options struct {
	// BaseURL is the root of OVH's v1 API, such as https://eu.api.ovh.com/1.0 or
	// http://127.0.0.1:1234/v1. Calls of the v2 branch go beside it.
	BaseURL string
	// Credentials may be nil for a caller that makes NoAuth requests only.
	Credentials Credentials
	// Transport carries the requests; nil means a transport of the client's own. It must be safe
	// for concurrent use and end with the request's context.
	Transport http.RoundTripper
	// RequestsPerSecond is the budget: how many calls OVH accepts in any rolling second.
	RequestsPerSecond float64
	// MaxWait bounds how long a call may take, from its start to the beginning of its last attempt;
	// 0 means 15 minutes. After that an orchestrator's own retries, with the state kept, serve
	// better than a longer wait.
	MaxWait time.Duration
	// UserAgent identifies the caller to OVH; empty means the connector's name.
	UserAgent string
	// Logger gets one debug line per call and one warning per repeated call. The zero value logs
	// nothing.
	Logger zerolog.Logger
	// OnToken, if set, is given each OAuth2 token before its first use, so that it can be masked
	// like any secret. It may be called from several goroutines.
	OnToken func(token string)
	// OnRateLimited, if set, is told when OVH refused a call for its rate, and until when all calls
	// wait: once of calls that were refused together. It may be called from several goroutines; while it runs, the refused call waits for it.
	OnRateLimited func(until time.Time)
}

// defaultUserAgent names the connector in OVH's own logs.
const defaultUserAgent = "source-ovhcloud-api"

// withDefaults fills what may be left out, and refuses what cannot work.
func (o Options) withDefaults() (Options, error) {
	if o.RequestsPerSecond <= 0 {
		return o, fmt.Errorf("requests per second: %v is not more than 0", o.RequestsPerSecond)
	}
	if err := validate(o.Credentials); err != nil {
		return o, err
	}
	if o.Transport == nil {
		o.Transport = newTransport()
	}
	if o.MaxWait == 0 {
		o.MaxWait = defaultMaxWait
	}
	if o.UserAgent == "" {
		o.UserAgent = defaultUserAgent
	}
	if o.OnToken == nil {
		o.OnToken = func(string) {}
	}
	if o.OnRateLimited == nil {
		o.OnRateLimited = func(time.Time) {}
	}
	return o, nil
}
