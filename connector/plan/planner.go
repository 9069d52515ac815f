package plan

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
)

// Planner makes plans. It is safe for concurrent use.
type Planner struct {
	endpoints    []config.Endpoint
	descriptions *apischema.Descriptions
	sample       Sample
	api          string // whose API it is, as errors begin
}

// Sample returns one answer of a plan's own call, nil if it has none. That OVH
// does not know the path either, it says by an [UnknownPathError].
type Sample func(ctx context.Context, plan *Plan) (answer []byte, err error)

// UnknownPathError is OVH's refusal of a sample, in OVH's words: there is no such path,
// or none that this credential may know of.
type UnknownPathError struct{ Err error }

func (e *UnknownPathError) Error() string { return e.Err.Error() }
func (e *UnknownPathError) Unwrap() error { return e.Err }

// NewPlanner plans the endpoints of a form by OVH's descriptions of its API,
// and by a sample where a GET is not described.
func NewPlanner(endpoints []config.Endpoint, descriptions *apischema.Descriptions, sample Sample) *Planner {
	return &Planner{endpoints: endpoints, descriptions: descriptions, sample: sample, api: "OVH's API"}
}

// Naming has the planner's errors say that the sandbox lacks an operation, which OVH may have, where
// a configuration is for the sandbox.
func (p *Planner) Naming(cfg *config.Config) *Planner {
	if cfg.InProcess() {
		p.api = "The sandbox"
	}
	return p
}

// Plan makes the plan of one endpoint. It calls nothing but what reads the API description, unless
// that was read and lacks a GET: then the plan is Inferred from one answer. The error is a
// *[ConfigError] for a fault of the form; any other tells that a description, or that answer, could
// not be read. With an error there is no plan.
func (p *Planner) Plan(ctx context.Context, e config.Endpoint) (*Plan, error) {
	op, err := p.find(ctx, e.Method, e.Path.Branch(), e.Path.Template())
	missing, isMissing := errors.AsType[*apischema.NotFoundError](err)
	switch {
	case err == nil:
		return p.plan(ctx, e, op)
	case isMissing && e.Method == "GET" && len(missing.Methods) == 0:
		return p.infer(ctx, e, missing)
	case isMissing:
		text, _ := p.unknownOperation(ctx, e, missing)
		return nil, &ConfigError{e.Place("path"), text}
	}
	return nil, fmt.Errorf("endpoint %s: reading OVH's description of %s: %w", e.Name, e.Path, err)
}

// plan makes the plan of an endpoint whose operation is known.
func (p *Planner) plan(ctx context.Context, e config.Endpoint, op *apischema.Operation) (*Plan, error) {
	c := &chain{planner: p, mapped: map[string]*mapping{}, path: []string{e.Name}}
	call, variables, err := c.call(ctx, e, op, newScope())
	if err != nil {
		return nil, err
	}
	numbers := c.renumber()
	call.Path.renumber(numbers)
	for i, v := range variables {
		variables[i] = numbers[v]
	}

	plan := &Plan{Endpoint: e, Operation: op, Chain: c.levels, Call: *call}
	if remark := call.Items.remark; remark != "" {
		plan.Remarks = append(plan.Remarks, remark)
	}
	plan.Columns = newColumns(placeholdersOf(e.Path, op), variables, op, call.Items)
	if plan.Key = e.PrimaryKey; len(plan.Key) == 0 {
		plan.Key = planKey(plan)
	}
	if plan.Properties, err = newSchema(plan); err != nil {
		return nil, err
	}
	if plan.Incremental, err = newIncremental(plan); err != nil {
		return nil, err
	}
	if err := checkKey(e, plan.Properties); err != nil {
		return nil, err
	}
	return plan, nil
}

// operation finds the operation of an endpoint that feeds another.
func (p *Planner) operation(ctx context.Context, e config.Endpoint) (*apischema.Operation, error) {
	op, err := p.find(ctx, e.Method, e.Path.Branch(), e.Path.Template())
	if notFound(err) {
		return undescribed(e, nil)
	}
	if err != nil {
		return nil, fmt.Errorf("endpoint %s: reading OVH's description of %s: %w", e.Name, e.Path, err)
	}
	return op, nil
}

func (p *Planner) find(ctx context.Context, method, branch, path string) (*apischema.Operation, error) {
	return p.descriptions.Operation(ctx, method, branch, path)
}

func notFound(err error) bool {
	_, ok := errors.AsType[*apischema.NotFoundError](err)
	return ok
}

func (p *Planner) endpoint(name string) (config.Endpoint, bool) {
	i := slices.IndexFunc(p.endpoints, func(e config.Endpoint) bool { return e.Name == name })
	if i < 0 {
		return config.Endpoint{}, false
	}
	return p.endpoints[i], true
}
