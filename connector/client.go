package connector

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/sandbox"
	"source-ovhcloud-api/connector/stream"
)

// newClient makes the client of a configuration. This is the one place that
// knows the sandbox: its account is served in process, without a port.
func newClient(cfg *config.Config, p *process, options ...func(*ovhapi.Options)) (*ovhapi.Client, error) {
	api := cfg.API()
	o := ovhapi.Options{
		BaseURL: api.BaseURL,
		Credentials: ovhapi.Credentials{
			ApplicationKey:    cfg.Credentials.ApplicationKey,
			ApplicationSecret: cfg.Credentials.ApplicationSecret,
			ConsumerKey:       cfg.Credentials.ConsumerKey,
			ClientID:          cfg.Credentials.ClientID,
			ClientSecret:      cfg.Credentials.ClientSecret,
			TokenURL:          api.TokenURL,
			AccessToken:       cfg.Credentials.AccessToken,
		},
		RequestsPerSecond: cfg.RequestsPerSecond,
		UserAgent:         "source-ovhcloud-api/" + Version,
		Logger:            p.log,
		OnToken:           func(token string) { p.out.Mask(token) },
		Transport:         p.network,
	}
	if o.Transport == nil && servedInProcess(cfg) {
		o.Transport = sandbox.Transport(sandbox.New(sandbox.Options{}))
	}
	for _, set := range options {
		set(&o)
	}
	return ovhapi.New(o)
}

// servedInProcess tells whether a configuration's account is the sandbox's, which is
// a part of this process and has no address.
func servedInProcess(cfg *config.Config) bool {
	return cfg.Region == config.Sandbox && cfg.APIURL == ""
}

// sandboxForm gives a configuration of the sandbox's account, without endpoints.
func sandboxForm() []byte {
	return fmt.Appendf(nil, `{"region": %q, "credentials": {"auth_type": %q, "application_key": %q, "application_secret": %q, "consumer_key": %q}, "endpoints": []}`,
		config.Sandbox, config.ApplicationKeys, sandbox.ApplicationKey, sandbox.ApplicationSecret, sandbox.ConsumerKey)
}

// newPlanner makes the planner of a configuration, which reads OVH's
// description of its API through the client.
func newPlanner(cfg *config.Config, client *ovhapi.Client, p *process) *stream.Planner {
	return stream.NewPlanner(cfg.Endpoints, describe(client), func(ctx context.Context, plan *stream.Plan) ([]byte, error) {
		return stream.NewReader(client, []*stream.Plan{plan}, p.log).Sample(ctx, plan)
	})
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
