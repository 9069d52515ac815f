package ovhapi

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/ovh/go-ovh/ovh"

	"source-ovhcloud-api/connector/internal/flight"
)

// ApplicationKeys are an application, and the consumer key that a customer has given it.
type ApplicationKeys struct {
	hidden
	ApplicationKey, ApplicationSecret, ConsumerKey string
}

func (k ApplicationKeys) parts() []part {
	return []part{
		{name: "application key", value: k.ApplicationKey}, {name: "application secret", value: k.ApplicationSecret},
		{name: "consumer key", value: k.ConsumerKey},
	}
}

func (k ApplicationKeys) authority(_ Options, where address, clk *flight.Lazy[clock], _ *http.Client) authority {
	return &keyAuthority{keys: k, root: where.root, clock: clk}
}

func (k ApplicationKeys) advise(refused *Error) string {
	refusedKeys := refused.Code == codeInvalidKey || refused.Code == codeInvalidSignature || slices.Contains(credentialCodes, refused.Code)
	if swapped := k.swapped(); refusedKeys && swapped != "" {
		return swapped + " seem to be swapped, by their lengths: copy each into its own field"
	}
	return ""
}

// The lengths of OVH's keys, in characters. A consumer key is as long as an application secret.
const (
	applicationKeyLength = 16
	secretLength         = 32
)

// swapped names the keys that have each other's lengths; empty if there are none. OVH promises no
// lengths, so it counts only when the keys were refused.
func (k ApplicationKeys) swapped() string {
	switch {
	case len(k.ApplicationKey) != secretLength:
		return ""
	case len(k.ApplicationSecret) == applicationKeyLength:
		return "the application key and the application secret"
	case len(k.ConsumerKey) == applicationKeyLength:
		return "the application key and the consumer key"
	}
	return ""
}

// keyAuthority signs with an application's keys. go-ovh makes the signature; everything else that
// go-ovh would do by itself is kept from it. Its constructors read the environment and
// configuration files, so its client is built by hand. It fetches the clock outside of our pace and
// context, so its own HTTP client reaches nothing but our clock. It writes to that client on each
// request, so a mutex holds calls apart.
type keyAuthority struct {
	keys  ApplicationKeys
	root  string
	clock *flight.Lazy[clock]

	mu     sync.Mutex
	signer *ovh.Client
	set    *clock // the clock that signer has read
}

func (a *keyAuthority) prepare(ctx context.Context, c *call) error {
	if _, err := a.clock.Get(ctx); err != nil {
		return fmt.Errorf("signing %s: %w", c.name(), err)
	}
	return nil
}

func (a *keyAuthority) ready() bool { return a.clock.Peek() != nil }

func (a *keyAuthority) request(ctx context.Context, c *call) (*http.Request, func(), error) {
	clk, err := a.clock.Get(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("signing %s: %w", c.name(), err)
	}
	req, err := a.sign(c, clk)
	if err != nil {
		return nil, nil, fmt.Errorf("signing %s: %w", c.name(), err)
	}
	return req.WithContext(ctx), func() { a.clock.Discard(clk) }, nil
}

func (a *keyAuthority) sign(c *call, clk *clock) (*http.Request, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.set != clk {
		signer, err := newSigner(a.keys, a.root, clk)
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
func newSigner(k ApplicationKeys, root string, clk *clock) (*ovh.Client, error) {
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
