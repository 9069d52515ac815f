package connector

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/sandbox"
)

// newClient makes the client of a configuration. This is the one place that
// knows the sandbox: its account is served in process, without a port.
func newClient(cfg *config.Config, p *process, onRateLimited func(until time.Time)) (*ovhapi.Client, error) {
	region, ok := config.LookupRegion(cfg.Region)
	if !ok {
		return nil, fmt.Errorf("region %q is unknown", cfg.Region)
	}
	o := ovhapi.Options{
		BaseURL: region.BaseURL,
		Credentials: ovhapi.Credentials{
			ApplicationKey:    cfg.Credentials.ApplicationKey,
			ApplicationSecret: cfg.Credentials.ApplicationSecret,
			ConsumerKey:       cfg.Credentials.ConsumerKey,
			ClientID:          cfg.Credentials.ClientID,
			ClientSecret:      cfg.Credentials.ClientSecret,
			TokenURL:          region.TokenURL,
		},
		RequestsPerSecond: cfg.RequestsPerSecond,
		Logger:            p.log,
		OnToken:           func(token string) { p.out.Mask(token) },
		OnRateLimited:     onRateLimited,
	}
	if cfg.Region == "sandbox" {
		o.BaseURL, o.Credentials.TokenURL = sandbox.BaseURL, sandbox.TokenURL
		if cfg.APIURL == "" {
			o.Transport = sandbox.Transport(sandbox.New(sandbox.Options{}))
		}
	}
	if cfg.APIURL != "" {
		o.BaseURL = cfg.APIURL
	}
	if cfg.TokenURL != "" {
		o.Credentials.TokenURL = cfg.TokenURL
	}
	return ovhapi.New(o)
}

// describe gives OVH's descriptions of its API, read through the client.
func describe(client *ovhapi.Client) *apischema.Descriptions {
	return apischema.New(func(ctx context.Context, branch, path string) (io.ReadCloser, error) {
		response, err := client.Do(ctx, ovhapi.Request{Method: http.MethodGet, Branch: branch, Path: path, Route: path, NoAuth: true})
		if refused, ok := errors.AsType[*ovhapi.Error](err); ok && refused.Status == http.StatusNotFound {
			return nil, fmt.Errorf("%w: %w", apischema.ErrNoSection, err)
		}
		if err != nil {
			return nil, err
		}
		return io.NopCloser(bytes.NewReader(response.Body)), nil
	})
}
