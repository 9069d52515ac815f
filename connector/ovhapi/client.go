package ovhapi

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"source-ovhcloud-api/connector/internal/clocks"
	"source-ovhcloud-api/connector/internal/flight"
)

// Client calls the OVH API on behalf of one credential. It is safe for concurrent use; all its
// calls share one budget.
type Client struct {
	address address
	chain   handler
	auth    authority
	clock   *flight.Lazy[clock]
	http    *http.Client
	lockout *lockout
}

// New returns a client. It does not use the network: a wrong key is found by the first call.
func New(o Options) (*Client, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	where, err := parseAddress(o.BaseURL)
	if err != nil {
		return nil, err
	}
	c := &Client{address: where, http: newHTTPClient(o.Transport), lockout: newLockout()}
	c.clock = &flight.Lazy[clock]{Fetch: c.fetchClock}
	c.auth = newAuthority(o, where, c.clock, c.http)
	c.chain = assemble(o, where, c.http, c.lockout)
	return c, nil
}

// Do makes one call and returns its answer once that is a 2xx with a complete body.
//
// The error is a *TransientError if the same call may succeed later, by then repeated as often as
// makes sense; else an *Error if OVH refused; else whatever made the call impossible. When ctx
// ends, the error matches its cause. A method other than GET is sent at most once.
func (c *Client) Do(ctx context.Context, r Request) (*Response, error) {
	switch r.Method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete:
	default:
		return nil, fmt.Errorf("API method %q: must be GET, POST, PUT or DELETE", r.Method)
	}
	target, err := c.address.url(r.Branch, r.Path, r.Query)
	if err != nil {
		return nil, err
	}
	if r.Stats == nil {
		r.Stats = new(Stats)
	}
	auth := c.auth
	if r.NoAuth {
		auth = anonymous{}
	}
	return c.chain.do(ctx, &call{Request: r, url: target, auth: auth})
}

// Clocks returns what the clocks show now. The first use, by this or by a signature, asks OVH; its
// errors are those of Do.
func (c *Client) Clocks(ctx context.Context) (clocks.Clocks, error) {
	clk, err := c.clock.Get(ctx)
	if err != nil {
		return clocks.Clocks{}, err
	}
	return clk.beside(time.Now()), nil
}

// URL returns the address of a call as it goes over the wire, for a person to repeat it with other
// tools. The arguments are a Request's.
func (c *Client) URL(branch, path, query string) (string, error) {
	return c.address.url(branch, path, query)
}

// Readmit forgets that OVH refused the credential for every call, so that the next one presents it
// again: for a person who asks once more, and may have mended it at OVH since.
func (c *Client) Readmit() { c.lockout.lift() }

// Close closes idle connections. Calls may still be made afterwards.
func (c *Client) Close() { c.http.CloseIdleConnections() }
