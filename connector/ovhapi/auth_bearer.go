package ovhapi

import (
	"context"
	"net/http"

	"source-ovhcloud-api/connector/internal/flight"
)

// AccessToken is an OAuth2 token that was issued elsewhere, so that it cannot be renewed here.
type AccessToken struct {
	hidden
	Token string
}

func (t AccessToken) parts() []part { return []part{{name: "access token", value: t.Token}} }

func (t AccessToken) authority(Options, address, *flight.Lazy[clock], *http.Client) authority {
	return bearerAuthority{token: t.Token}
}

func (t AccessToken) advise(refused *Error) string {
	if refused.tokenRefused() {
		return "the access token has expired or is wrong, and cannot be renewed: paste a new one, or use a service account or application keys"
	}
	return ""
}

// bearerAuthority authenticates with a token that its owner pasted. There is nothing to renew it
// with, so a refusal of it is final.
type bearerAuthority struct {
	anonymous
	token string
}

func (a bearerAuthority) request(ctx context.Context, c *call) (*http.Request, func(), error) {
	req, err := plainRequest(ctx, c)
	if err != nil {
		return nil, nil, err
	}
	req.Header.Set("Authorization", "Bearer "+a.token)
	return req, nil, nil
}
