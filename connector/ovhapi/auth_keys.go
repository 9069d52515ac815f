package ovhapi

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/ovh/go-ovh/ovh"
)

// keyAuthority signs with an application's keys. go-ovh makes the signature; everything else that
// go-ovh would do by itself is kept from it. Its constructors read the environment and
// configuration files, so its client is built by hand. It fetches the clock outside of our pace and
// context, so its own HTTP client reaches nothing but our clock. It writes to that client on each
// request, so a mutex holds calls apart.
type keyAuthority struct {
	credentials Credentials
	root        string
	clock       *lazy[clock]

	mu     sync.Mutex
	signer *ovh.Client
	set    *clock // the clock that signer has read
}

func (a *keyAuthority) prepare(ctx context.Context, c *call) error {
	if _, err := a.clock.get(ctx); err != nil {
		return fmt.Errorf("signing %s: %w", c.name(), err)
	}
	return nil
}

func (a *keyAuthority) request(ctx context.Context, c *call) (*http.Request, func(), error) {
	clk, err := a.clock.get(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("signing %s: %w", c.name(), err)
	}
	req, err := a.sign(c, clk)
	if err != nil {
		return nil, nil, fmt.Errorf("signing %s: %w", c.name(), err)
	}
	return req.WithContext(ctx), func() { a.clock.discard(clk) }, nil
}

func (a *keyAuthority) sign(c *call, clk *clock) (*http.Request, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.set != clk {
		signer, err := newSigner(a.credentials, a.root, clk)
		if err != nil {
			return nil, err
		}
		a.signer, a.set = signer, clk
	}
	var body any // nil, not an empty RawMessage, is what go-ovh takes as no body
	if len(c.Body) > 0 {
		body = c.Body
	}
	return a.signer.NewRequest(c.Method, strings.TrimPrefix(c.url, a.root), body, true)
}

// stale recognizes the refusal of a timestamp. OVH's name for it sounds like a timeout, and is
// none.
func (a *keyAuthority) stale(refused *Error) bool { return refused.Code == codeStaleTimestamp }

// unsure recognizes a 401 without one of the gateway's codes: OVH has answered "You must login
// first" to single calls of keys that were valid.
func (a *keyAuthority) unsure(refused *Error) bool {
	return refused.Status == http.StatusUnauthorized && refused.Code == "" && refused.BadCredential()
}

// newSigner returns a go-ovh client that signs for the given clock. Its endpoint is the root, not
// the v1 base, because go-ovh rewrites an endpoint that ends in /1.0.
func newSigner(k Credentials, root string, clk *clock) (*ovh.Client, error) {
	signer := &ovh.Client{
		AppKey: k.ApplicationKey, AppSecret: k.ApplicationSecret, ConsumerKey: k.ConsumerKey,
		Client: &http.Client{Transport: clockTransport{clk}},
	}
	if err := signer.SetEndpoint(root); err != nil {
		return nil, err
	}
	return signer, nil
}

// clockTransport answers go-ovh's question for the time, and no other.
type clockTransport struct{ clock *clock }

func (t clockTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method != http.MethodGet || !strings.HasSuffix(req.URL.Path, "/auth/time") {
		return nil, fmt.Errorf("%s %s: not a question for the clock", req.Method, req.URL.Path)
	}
	now := strconv.FormatInt(t.clock.now().Unix(), 10)
	return &http.Response{
		StatusCode: http.StatusOK, Header: make(http.Header), Request: req, Body: io.NopCloser(strings.NewReader(now)),
	}, nil
}
