package check

import (
	"context"
	"errors"
	"strings"
	"time"

	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

const (
	// mostTyped is how many typed values are asked for: a second's calls by OVH's limit.
	mostTyped = 20
	// typedWithin bounds the asking, a quarter of what a check may take: some operations are slow by nature.
	typedWithin = 30 * time.Second
)

// checkTyped asks for each value that the user typed into the form, once, and warns of those that OVH refuses. Values whose
// existence a failure leaves open are not mentioned: the sync will tell.
func checkTyped(ctx context.Context, client *ovhapi.Client, all []plan.Planned, r *Report) {
	ctx, cancel := context.WithTimeout(ctx, typedWithin)
	defer cancel()
	asked := map[string]bool{}
	for _, planned := range all {
		if planned.Plan == nil {
			continue
		}
		for item := range planned.Plan.TypedItems() {
			if asked[item.Item] {
				continue
			}
			if len(asked) == mostTyped || ctx.Err() != nil {
				r.warn("only %s of those that you typed were looked up; a sync says which of the others do not exist", words.Count(len(asked), "value"))
				return
			}
			asked[item.Item] = true
			if err := ask(ctx, client, item); err != nil {
				r.warn("endpoint %s: OVH refuses the value %s: %v", planned.Endpoint.Name, strings.Join(item.Values, ", "), err)
			}
		}
	}
}

// ask returns OVH's refusal of a typed item; nil if it is there, or if that is not known.
func ask(ctx context.Context, client *ovhapi.Client, item plan.TypedItem) error {
	op := item.Call.Operation
	_, err := client.Do(ctx, ovhapi.Request{
		Method: op.Method, Branch: op.Branch, Path: item.Path, Route: op.Path, Query: plan.EncodeQuery(item.Call.Query), NoAuth: op.NoAuthentication,
	})
	if refused, ok := errors.AsType[*ovhapi.Error](err); ok && (refused.Gone() || refused.Forbidden()) {
		return refused
	}
	return nil
}

// checkForgotten warns of literal values that look like placeholders without their braces.
func checkForgotten(p *plan.Plan, r *Report) {
	literals, placeholders := p.Forgotten()
	for i, literal := range literals {
		r.warn("endpoint %s: %q in its path is read as a literal value; write %s for all", p.Name(), literal, placeholders[i])
	}
}
