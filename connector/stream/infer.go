package stream

import (
	"context"
	"errors"
	"fmt"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
)

// infer makes the plan of a GET that OVH's description lacks, typed by one
// real answer. OVH that does not know the path either makes it a fault of the form.
func (p *Planner) infer(ctx context.Context, e config.Endpoint, missing *apischema.NotFoundError) (*Plan, error) {
	fault := &ConfigError{e.Place("path"), unknownOperation(e, missing)}
	op, err := undescribed(e, nil)
	if err != nil {
		return nil, err
	}
	probe, err := p.plan(ctx, e, op)
	if is[*ConfigError](err) {
		fault.Message += " If the path is right, give the values of its placeholders under Path Parameters."
		return nil, fault
	}
	if err != nil {
		return nil, err
	}
	answer, err := p.sample(ctx, probe)
	if refused, ok := errors.AsType[*ovhapi.Error](err); ok && (refused.Status == 404 || refused.NotGranted() || refused.Status == 400) {
		return nil, fmt.Errorf("%w OVH answers: %w", fault, err)
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

// undescribed gives the operation of an endpoint that OVH does not describe.
func undescribed(e config.Endpoint, answer []byte) (*apischema.Operation, error) {
	var query []string
	for _, q := range e.QueryParameters {
		query = append(query, q.Name)
	}
	return apischema.Undescribed(e.Method, e.Path.Branch(), e.Path.Template(), query, answer)
}

// sampleTries is how many partitions are asked for a sample: enough to pass
// over items that vanished, few enough for a path that does not exist.
const sampleTries = 5

// Sample gives the first answer of a plan's own call, nil if the plan has no
// partitions. It asks a few of them; the error is that of the last.
func (r *Reader) Sample(ctx context.Context, plan *Plan) ([]byte, error) {
	defer r.lists.release(plan)
	run := r.newRun(plan, &Stats{}, 1)
	var refused error
	tries := 0
	for a, err := range run.answers(nil)(ctx) {
		err = errors.Join(err, a.err)
		switch {
		case err != nil && judge(err) == fails:
			return nil, err
		case err != nil:
			refused = err
			if tries++; tries == sampleTries {
				return nil, refused
			}
		case a.first != nil:
			return a.first.Body, nil
		case len(a.pages) > 0:
			return a.pages[0], nil
		}
	}
	return nil, refused
}
