package ovhapi

import (
	"context"
	"net/http"
)

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
