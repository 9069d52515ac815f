package check

import (
	"context"
	"errors"
	"iter"
	"strings"
	"time"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

const (
	// mostTyped is how many typed values are asked for: a second's calls by OVH's limit.
	mostTyped = 20
	// typedWithin bounds the asking, a quarter of what a check may take: some operations are slow
	// by nature.
	typedWithin = 30 * time.Second
)

// checkTyped asks for each value that the user typed into the form, once, and warns of those that
// OVH refuses.
func checkTyped(ctx context.Context, client *ovhapi.Client, all []plan.Planned, r *Report) {
	ctx, cancel := context.WithTimeout(ctx, typedWithin)
	defer cancel()
	asked := map[string]bool{}
	answered, open := 0, false
	for endpoint, item := range typedItems(all) {
		if asked[item.Item] {
			continue
		}
		if len(asked) == mostTyped || ctx.Err() != nil {
			open = true
			break
		}
		asked[item.Item] = true
		err := ask(ctx, client, item)
		refused, ok := errors.AsType[*ovhapi.Error](err)
		if err != nil && (!ok || is[*ovhapi.TransientError](err) || ctx.Err() != nil) {
			open = true
			continue
		}
		answered++
		if ok && (refused.Gone() || refused.Forbidden()) {
			r.warnOf(endpoint, "path", "OVH refuses the value %s: %v", strings.Join(item.Values, ", "), err)
		}
	}
	if open {
		r.warn("only %s of those that you typed were looked up; a sync says which of the others do not exist", words.Count(answered, "value"))
	}
}

// typedItems yields what was typed into the form, with its endpoint.
func typedItems(all []plan.Planned) iter.Seq2[config.Endpoint, plan.TypedItem] {
	return func(yield func(config.Endpoint, plan.TypedItem) bool) {
		for _, planned := range all {
			if planned.Plan == nil {
				continue
			}
			for item := range planned.Plan.TypedItems() {
				if !yield(planned.Endpoint, item) {
					return
				}
			}
		}
	}
}

// ask makes the call of a typed item.
func ask(ctx context.Context, client *ovhapi.Client, item plan.TypedItem) error {
	op := item.Call.Operation
	_, err := client.Do(ctx, ovhapi.Request{
		Method: op.Method, Branch: op.Branch, Path: item.Path, Route: op.Path, Query: plan.EncodeQuery(item.Call.Query), NoAuth: op.NoAuthentication,
	})
	return err
}

// checkForgotten warns of literal values that look like placeholders without their braces.
func checkForgotten(p *plan.Plan, r *Report) {
	literals, placeholders := p.Forgotten()
	for i, literal := range literals {
		r.warnOf(p.Endpoint, "path", "%q in its path is read as a literal value; write %s for all", literal, placeholders[i])
	}
}
