package plan

import (
	"context"
	"fmt"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
)

// infer makes the plan of a GET that OVH's description lacks, typed by one
// real answer. OVH that does not know the path either makes it a fault of the form.
func (p *Planner) infer(ctx context.Context, e config.Endpoint, missing *apischema.NotFoundError) (*Plan, error) {
	op, err := undescribed(e, nil)
	if err != nil {
		return nil, err
	}
	probe, err := p.plan(ctx, e, op)
	if is[*ConfigError](err) {
		text, hinted := p.unknownOperation(ctx, e, missing)
		if !hinted {
			text += " If the path is right, give the values of its placeholders under Path Parameters."
		}
		return nil, &ConfigError{e.Place("path"), text}
	}
	if err != nil {
		return nil, err
	}
	answer, err := p.sample(ctx, probe)
	if is[*UnknownPathError](err) {
		text, _ := p.unknownOperation(ctx, e, missing)
		return nil, fmt.Errorf("%w OVH answers: %w", &ConfigError{e.Place("path"), text}, err)
	}
	if err != nil {
		return nil, fmt.Errorf("endpoint %s: reading an answer of %s, which OVH does not describe: %w", e.Name, e.Path, err)
	}
	if op, err = undescribed(e, answer); err != nil {
		return nil, err
	}
	plan, err := p.plan(ctx, e, op)
	if err != nil {
		return nil, err
	}
	plan.Inferred = true
	return plan, nil
}

// undescribed returns the operation of an endpoint that OVH does not describe.
func undescribed(e config.Endpoint, answer []byte) (*apischema.Operation, error) {
	var query []string
	for _, q := range e.QueryParameters {
		query = append(query, q.Name)
	}
	return apischema.Undescribed(e.Method, e.Path.Branch(), e.Path.Template(), query, answer)
}
