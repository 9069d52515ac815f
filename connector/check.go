package connector

import (
	"context"
	"fmt"
	"time"

	"source-ovhcloud-api/connector/check"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/sync"
)

const (
	// checkWithin bounds a check: a person waits for it, and the platform ends it
	// after nine minutes without an answer to show.
	checkWithin = 2 * time.Minute
	// checkPatience is how long a check tries what fails: long enough for a
	// hiccup, short enough for a mistyped address.
	checkPatience = 15 * time.Second
	// costWithin bounds what a check does to say what a read comes to: as much as nobody minds, or
	// as a person waits who has asked for it.
	costWithin, askedCostWithin = 5 * time.Second, 30 * time.Second
)

// checkVerb tests a configuration and says everything that is wrong at once. A
// mistake of the user's is an answer, not an error.
type checkVerb struct {
	config   string
	estimate bool
}

func (c *checkVerb) flags(f *flagSet) {
	f.file(&c.config, "config", "the configuration, a JSON file", true)
	f.set.BoolVar(&c.estimate, "estimate", false, "say what a read comes to, even if it takes many calls to know")
}

func (*checkVerb) inWords() {}

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
	client, err := newClient(cfg, p, func(o *ovhapi.Options) { o.MaxWait = checkPatience })
	if err != nil {
		return err
	}
	defer client.Close()
	report := check.Run(bounded, cfg, client, newPlanner(cfg, client, p), p.log)
	if report.Passed() {
		report.Cost = c.cost(bounded, cfg, client, report.Plans)
	}
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	report.Begin(warnings)
	return p.out.ConnectionStatus(report.Passed(), report.String())
}

// cost says what a read comes to, if that takes no more calls to know than the budget has in a
// second, which nobody notices, or if it is asked for.
func (c *checkVerb) cost(ctx context.Context, cfg *config.Config, client *ovhapi.Client, plans []*plan.Plan) string {
	calls := sync.EstimateCalls(plans)
	if !c.estimate && float64(calls) > cfg.RequestsPerSecond {
		return fmt.Sprintf("The configuration has %s; check --estimate says what a read of them comes to, which takes about %s to know.",
			words.Count(len(plans), "stream"), words.Count(calls, "call"))
	}
	within := costWithin
	if c.estimate {
		within = askedCostWithin
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	return sync.Estimate(ctx, cfg, client, plans).String()
}
