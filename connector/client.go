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
		BaseURL:           api.BaseURL,
		RequestsPerSecond: cfg.RequestsPerSecond,
		UserAgent:         "source-ovhcloud-api/" + Version,
		Logger:            p.log,
		OnToken:           func(token string) { p.out.Mask(token) },
		Transport:         p.network,
	}
	if sign, ok := signing[cfg.Credentials.AuthType]; ok && cfg.Credentials.Given() {
		o.Credentials = sign(cfg.Credentials, api)
	}
	if o.Transport == nil && cfg.InProcess() {
		o.Transport = sandbox.Transport(sandbox.New(sandbox.Options{}))
	}
	for _, set := range options {
		set(&o)
	}
	return ovhapi.New(o)
}

// signing makes what the client signs with, by the kind of credentials.
var signing = map[string]func(c config.Credentials, api config.Region) ovhapi.Credentials{
	config.ApplicationKeys: func(c config.Credentials, _ config.Region) ovhapi.Credentials {
		return ovhapi.ApplicationKeys{ApplicationKey: c.ApplicationKey, ApplicationSecret: c.ApplicationSecret, ConsumerKey: c.ConsumerKey}
	},
	config.OAuth2ClientCredentials: func(c config.Credentials, api config.Region) ovhapi.Credentials {
		return ovhapi.ServiceAccount{ClientID: c.ClientID, ClientSecret: c.ClientSecret, TokenURL: api.TokenURL}
	},
	config.AccessToken: func(c config.Credentials, _ config.Region) ovhapi.Credentials {
		return ovhapi.AccessToken{Token: c.AccessToken}
	},
}

// newPlanner makes the planner of a configuration, which reads OVH's
// description of its API through the client.
func newPlanner(cfg *config.Config, client *ovhapi.Client, p *process) *plan.Planner {
	return read.NewPlanner(cfg.Endpoints, read.Descriptions(client), client, p.log).Naming(cfg)
}
