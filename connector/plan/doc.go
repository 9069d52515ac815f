// Package plan decides what a stream is, before the first call.
//
// A [Plan] is a stream as data: the operations to call, parents first, where
// each placeholder takes its values, which columns and key a record has, by
// which bounds a list is filtered. A [Planner] makes plans from the form and
// OVH's API description; [Plan.Within] bounds one by the interval of a sync.
//
//	planner := plan.NewPlanner(cfg.Endpoints, descriptions, sample)
//	p, err := planner.Plan(ctx, endpoint)
//	...
//	p = p.Within(interval, horizon)
//
// The package makes no calls and knows no client: what it has to see of the
// account, one answer of an operation that OVH does not describe, is given to it.
package plan
