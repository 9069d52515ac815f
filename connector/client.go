package connector

import (
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/read"
	"source-ovhcloud-api/connector/sandbox"
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
	if o.Transport == nil && cfg.InProcess() {
		o.Transport = sandbox.Transport(sandbox.New(sandbox.Options{}))
	}
	for _, set := range options {
		set(&o)
	}
	return ovhapi.New(o)
}

// newPlanner makes the planner of a configuration, which reads OVH's
// description of its API through the client.
func newPlanner(cfg *config.Config, client *ovhapi.Client, p *process) *plan.Planner {
	return read.NewPlanner(cfg.Endpoints, read.Descriptions(client), client, p.log)
}
