package connector

import (
	"context"
	"fmt"
	"time"

	"source-ovhcloud-api/connector/check"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
)

const (
	// checkWithin bounds a check: a person waits for it, and the platform ends it
	// after nine minutes without an answer to show.
	checkWithin = 2 * time.Minute
	// checkPatience is how long a check tries what fails: long enough for a
	// hiccup, short enough for a mistyped address.
	checkPatience = 15 * time.Second
)

// checkVerb tests a configuration and says everything that is wrong at once. A
// mistake of the user's is an answer, not an error.
type checkVerb struct{ config string }

func (c *checkVerb) flags(f *flagSet) {
	f.file(&c.config, "config", "the configuration, a JSON file", true)
}

func (c *checkVerb) run(ctx context.Context, p *process) error {
	cfg, warnings, err := p.loadForm(c.config)
	if is[*inputError](err) || is[config.Faults](err) {
		r := &check.Report{}
		r.Begin(warnings)
		r.Problem(err)
		return p.out.ConnectionStatus(false, r.String())
	}
	if err != nil {
		return err
	}
	bounded, cancel := context.WithTimeoutCause(ctx, checkWithin, fmt.Errorf("OVH has not answered within %s", checkWithin))
	defer cancel()
	report, err := checkConfig(bounded, p, cfg)
	if err != nil {
		return err
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	report.Begin(warnings)
	return p.out.ConnectionStatus(report.Passed(), report.String())
}

// checkConfig asks OVH about a configuration that is well-formed.
func checkConfig(ctx context.Context, p *process, cfg *config.Config) (*check.Report, error) {
	client, err := newClient(cfg, p, func(o *ovhapi.Options) { o.MaxWait = checkPatience })
	if err != nil {
		return nil, err
	}
	defer client.Close()
	return check.Run(ctx, cfg, client, newPlanner(cfg, client, p), p.log), nil
}
