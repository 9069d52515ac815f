package check

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// Run asks OVH about a configuration that is well-formed. What it warns of is
// logged as well.
func Run(ctx context.Context, cfg *config.Config, client *ovhapi.Client, planner *plan.Planner, log zerolog.Logger) *Report {
	r := &Report{}
	known, err := client.Clocks(ctx)
	if err != nil {
		r.Problem(fmt.Errorf("OVH's API cannot be reached: %w", err))
		return r
	}
	if err := cfg.CheckStartDate(known.Latest()); err != nil {
		r.Problem(err)
	}
	if warning := known.Warning(); warning != "" {
		r.warn("%s", warning)
	}
	r.Rights = checkCredentials(ctx, client, cfg, r)
	all := planner.PlanAll(ctx, cfg.Endpoints)
	partial := false
	for _, planned := range all {
		if planned.Err != nil {
			r.Problem(planned.Err)
			fault, ok := errors.AsType[*plan.ConfigError](planned.Err)
			partial = partial || ok && slices.Contains([]string{"path", "path_parameters"}, fault.Place.Property())
			continue
		}
		if err := planned.Plan.CheckBounds(plan.NewHorizon(cfg, known)); err != nil {
			r.Problem(err)
		}
		r.Plans = append(r.Plans, planned.Plan)
		checkStatus(planned.Plan, r)
		checkEffects(planned.Plan, r)
		checkForgotten(planned.Plan, r)
	}
	if partial && cfg.Region == config.Sandbox {
		r.warn("the sandbox has only a part of OVH's API; an operation that it lacks may exist in a real region")
	}
	if r.Account != "" {
		checkTyped(ctx, client, all, r)
	}
	checkSecrets(all, r)
	checkRights(cfg, all, r)
	for _, warning := range r.Warnings {
		log.Warn().Msg(warning.Text)
	}
	return r
}

// checkEffects says of a call that may change the account that each read makes it.
func checkEffects(plan *plan.Plan, r *Report) {
	if plan.Operation.Method != http.MethodGet {
		r.warnOf(plan.Endpoint, "method", "each read calls %s %s, which may change the account", plan.Operation.Method, plan.Endpoint.Path)
	}
}

// checkStatus warns of an operation that OVH is about to change or to remove.
func checkStatus(plan *plan.Plan, r *Report) {
	if notice := plan.Notice(); notice != "" {
		r.warnOf(plan.Endpoint, "path", "%s", notice)
	}
}
