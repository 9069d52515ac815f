package ovhapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"source-ovhcloud-api/connector/internal/flight"
	"source-ovhcloud-api/connector/internal/watchdog"
)

// tokenTimeout bounds one request for a token. It is an exchange of a few hundred bytes, so what
// has not come within the time of several lost packets will not come.
const tokenTimeout = 30 * time.Second

// ServiceAccount is an OAuth2 client of OVH's IAM.
type ServiceAccount struct {
	hidden
	ClientID, ClientSecret string
	// TokenURL is where its tokens come from, such as https://www.ovh.com/auth/oauth2/token.
	TokenURL string
}

func (s ServiceAccount) parts() []part {
	return []part{
		{name: "client id", value: s.ClientID}, {name: "client secret", value: s.ClientSecret},
		{name: "token URL", value: s.TokenURL, public: true},
	}
}

func (s ServiceAccount) advise(*Error) string { return "" }

func (s ServiceAccount) authority(o Options, _ address, _ *flight.Lazy[clock], client *http.Client) authority {
	a := &tokenAuthority{
		config: clientcredentials.Config{
			ClientID: s.ClientID, ClientSecret: s.ClientSecret, TokenURL: s.TokenURL,
			Scopes: []string{"all"}, // the only scope that OVH has
			// OVH takes the credential in the form. To let the library find that out would double
			// each failed request.
			AuthStyle: oauth2.AuthStyleInParams,
		},
		account: s,
		client:  client,
		onToken: o.OnToken,
	}
	a.token.Fetch = a.fetch
	return a
}

// tokenAuthority authenticates with the tokens of a service account. go-ovh's own OAuth2 knows
// three addresses only, and ignores the caller's context and HTTP client.
type tokenAuthority struct {
	config  clientcredentials.Config
	account ServiceAccount
	client  *http.Client
	onToken func(string)
	token   flight.Lazy[oauth2.Token]
}

func (a *tokenAuthority) prepare(ctx context.Context, c *call) error {
	if _, err := a.current(ctx); err != nil {
		return fmt.Errorf("getting a token for %s: %w", c.name(), err)
	}
	return nil
}

func (a *tokenAuthority) ready() bool { return a.token.Peek().Valid() }

func (a *tokenAuthority) request(ctx context.Context, c *call) (*http.Request, func(), error) {
	token, err := a.current(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("getting a token for %s: %w", c.name(), err)
	}
	req, err := plainRequest(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	token.SetAuthHeader(req)
	return req, func() { a.token.Discard(token) }, nil
}

func (a *tokenAuthority) current(ctx context.Context) (*oauth2.Token, error) {
	token, err := a.token.Get(ctx)
	if err != nil || token.Valid() {
		return token, err
	}
	a.token.Discard(token)
	return a.token.Get(ctx)
}

// stale recognizes the refusal of a token: it may have been revoked before it expired, or this
// machine's clock may be slow.
func (a *tokenAuthority) stale(refused *Error) bool { return refused.tokenRefused() }

// unsure: a refused token is renewed, and what is refused then is the service account.
func (a *tokenAuthority) unsure(*Error) bool { return false }

func (a *tokenAuthority) fetch(ctx context.Context) (*oauth2.Token, error) {
	ctx, cancel := context.WithTimeout(context.WithValue(ctx, oauth2.HTTPClient, a.client), tokenTimeout)
	defer cancel()
	token, err := a.config.Token(ctx)
	if refused, ok := errors.AsType[*oauth2.RetrieveError](err); ok {
		return nil, decodeError(exchange{
			method: http.MethodPost, path: a.config.TokenURL,
			status: refused.Response.StatusCode, header: refused.Response.Header, body: refused.Body,
			mask: masking(a.account), with: a.account,
		})
	}
	if err != nil {
		if ctx.Err() != nil { // the library's own words would pass for the end of the caller's context
			err = watchdog.ErrHang
		}
		return nil, &failure{call: "POST " + a.config.TokenURL, cause: withoutURL(err), mask: masking(a.account)}
	}
	a.onToken(token.AccessToken)
	return token, nil
}
