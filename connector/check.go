package connector

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/stream"
)

const (
	// checkWithin bounds a check: a person waits for it, and the platform ends it
	// after nine minutes without an answer to show.
	checkWithin = 2 * time.Minute
	// checkPatience is how long a check tries what fails: long enough for a
	// hiccup, short enough for a mistyped address.
	checkPatience = 15 * time.Second
)

// check tests a configuration and says everything that is wrong at once. A
// mistake of the user's is an answer, not an error.
type check struct{ config string }

func (c *check) flags(f *flagSet) {
	f.file(&c.config, "config", "the configuration, a JSON file", true)
}

func (c *check) run(ctx context.Context, p *process) error {
	cfg, warnings, err := p.loadForm(c.config)
	if is[*inputError](err) || is[config.Faults](err) {
		r := report{warnings: warnings}
		r.problem(err)
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
	report.warnings = append(warnings, report.warnings...)
	return p.out.ConnectionStatus(len(report.problems) == 0, report.String())
}

// report is what a check found.
type report struct {
	account            string
	problems, warnings []string
}

func (r *report) problem(err error) { r.problems = append(r.problems, sentences(err)) }

func (r *report) warn(format string, args ...any) {
	r.warnings = append(r.warnings, fmt.Sprintf(format, args...))
}

// String gives the report as the platform's form shows it.
func (r *report) String() string {
	var lines []string
	if len(r.problems) == 0 {
		lines = append(lines, fmt.Sprintf("Connected as %s.", r.account))
	}
	lines = append(lines, r.problems...)
	for _, warning := range r.warnings {
		lines = append(lines, "Note: "+warning)
	}
	return strings.Join(lines, "\n")
}

// checkConfig asks OVH about a configuration that is well-formed.
func checkConfig(ctx context.Context, p *process, cfg *config.Config) (*report, error) {
	client, err := newClient(cfg, p, func(o *ovhapi.Options) { o.MaxWait = checkPatience })
	if err != nil {
		return nil, err
	}
	defer client.Close()
	return checkBy(ctx, p, cfg, client, newPlanner(cfg, client, p)), nil
}

// checkBy is checkConfig by the caller's own client and planner.
func checkBy(ctx context.Context, p *process, cfg *config.Config, client *ovhapi.Client, planner *stream.Planner) *report {
	r := &report{}
	clocks, err := client.Clocks(ctx)
	if err != nil {
		r.problem(fmt.Errorf("OVH's API cannot be reached: %w", err))
		return r
	}
	if err := cfg.CheckStartDate(clocks.Latest()); err != nil {
		r.problem(err)
	}
	if warning := clockWarning(clocks); warning != "" {
		r.warn("%s", warning)
	}
	rights := checkCredentials(ctx, client, cfg, r)
	outcomes := planAll(ctx, planner, cfg.Endpoints)
	partial := false
	for _, outcome := range outcomes {
		if outcome.err != nil {
			r.problem(outcome.err)
			fault, ok := errors.AsType[*stream.ConfigError](outcome.err)
			partial = partial || ok && strings.HasPrefix(fault.Field, "Path")
			continue
		}
		if err := outcome.plan.CheckBounds(horizonOf(cfg, clocks)); err != nil {
			r.problem(err)
		}
		checkStatus(outcome.plan, r)
	}
	if partial && cfg.Region == config.Sandbox {
		r.warn("the sandbox has only a part of OVH's API; an operation that it lacks may exist in a real region")
	}
	checkRights(cfg, rights, outcomes, r)
	for _, warning := range r.warnings {
		p.log.Warn().Msg(warning)
	}
	return r
}

// checkStatus warns of an operation that OVH is about to change or to remove.
func checkStatus(plan *stream.Plan, r *report) {
	if notice := plan.Notice(); notice != "" {
		r.warn("endpoint %s: %s", plan.Name(), notice)
	}
}
