package ovhapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"source-ovhcloud-api/connector/internal/flight"
)

// authority turns a call into a request that OVH accepts as coming from a credential.
type authority interface {
	// prepare fetches what requests are made with and takes time to get, a clock or a token, if it
	// is not there.
	prepare(ctx context.Context, c *call) error
	// ready reports whether it is there, so that a request can be made at once.
	ready() bool
	// request makes the next attempt's request. renew makes the one after it start from a new clock
	// or token; it may be nil.
	request(ctx context.Context, c *call) (req *http.Request, renew func(), err error)
	// stale tells whether a refusal may be due to an old clock or token, so that a new one would
	// help.
	stale(refused *Error) bool
	// unsure reports whether a refusal may be of the call alone although it reads like one of the
	// credential.
	unsure(refused *Error) bool
}

func newAuthority(o Options, where address, clk *flight.Lazy[clock], client *http.Client) authority {
	if o.Credentials == nil {
		return noAuthority{}
	}
	return o.Credentials.authority(o, where, clk, client)
}

// anonymous sends no credential.
type anonymous struct{}

func (anonymous) prepare(context.Context, *call) error { return nil }
func (anonymous) ready() bool                          { return true }

func (anonymous) request(ctx context.Context, c *call) (*http.Request, func(), error) {
	req, err := plainRequest(ctx, c)
	return req, nil, err
}

func (anonymous) stale(*Error) bool  { return false }
func (anonymous) unsure(*Error) bool { return false }

// errNoCredentials is a caller's mistake: a client without credentials was given a request that
// needs them.
var errNoCredentials = errors.New("this call needs credentials, and none are configured")

// noAuthority stands for the credentials that were not given.
type noAuthority struct{ anonymous }

func (noAuthority) request(_ context.Context, c *call) (*http.Request, func(), error) {
	return nil, nil, fmt.Errorf("%s: %w", c.name(), errNoCredentials)
}

// plainRequest makes a request that is not signed.
func plainRequest(ctx context.Context, c *call) (*http.Request, error) {
	var body bytes.Buffer
	if len(c.Body) > 0 {
		if err := json.Compact(&body, c.Body); err != nil {
			return nil, fmt.Errorf("%s: body: %w", c.name(), err)
		}
	}
	req, err := http.NewRequestWithContext(ctx, c.Method, c.url, &body)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.name(), err)
	}
	req.Header.Set("Accept", "application/json")
	if body.Len() > 0 {
		req.Header.Set("Content-Type", "application/json;charset=utf-8")
	}
	return req, nil
}
