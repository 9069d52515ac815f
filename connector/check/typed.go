package check

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

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

// checkTyped asks for each value that the user typed into the form, once. It warns of those that OVH
// refuses; an endpoint of which none exists is a problem, because a read of it fails.
func checkTyped(ctx context.Context, client *ovhapi.Client, all []plan.Planned, r *Report) {
	ctx, cancel := context.WithTimeout(ctx, typedWithin)
	defer cancel()
	l := lookup{client: client, asked: map[string]asked{}}
	for _, planned := range all {
		if planned.Plan != nil {
			l.check(ctx, planned, r)
		}
	}
	if l.open {
		r.warn("only %s of those that you typed were looked up; a sync says which of the others do not exist", words.Count(l.answered, "value"))
	}
}

// lookup asks for typed items, each once and not for too many.
type lookup struct {
	client   *ovhapi.Client
	asked    map[string]asked // by item
	calls    int
	answered int
	open     bool // some were not answered
}

// asked is how OVH answered for an item: for itself, or for something of it, which it may be there
// without.
type asked struct {
	err    error
	itself bool
}

// check reports what OVH refuses of an endpoint's items.
func (l *lookup) check(ctx context.Context, p plan.Planned, r *Report) {
	exists := false
	var refusals []string
	var first *ovhapi.Error
	for item := range p.Plan.TypedItems() {
		refused, itself, known := l.refusal(ctx, item)
		exists = exists || !known || refused == nil || !refused.Gone() || !itself
		if refused != nil && (refused.Gone() || refused.Forbidden()) {
			refusals = append(refusals, fmt.Sprintf("OVH refuses the value %s: %v", strings.Join(item.Values, ", "), refused))
			first = cmp.Or(first, refused)
		}
	}
	if first != nil && !exists {
		r.Problem(&plan.ConfigError{Place: p.Endpoint.Place("path"), Message: fmt.Sprintf("%s: %v", p.Plan.NothingThere(), first)})
		return
	}
	for _, refusal := range refusals {
		r.warnOf(p.Endpoint, "path", "%s", refusal)
	}
}

// refusal returns how OVH refuses an item itself or something of it, nil if it has it; known is false
// if that was not asked or not answered. That an item lacks something leaves open whether it is there.
func (l *lookup) refusal(ctx context.Context, item plan.TypedItem) (refused *ovhapi.Error, itself, known bool) {
	a, again := l.asked[item.Item]
	if again && a.err != nil && !a.itself && item.Call.OfItem() {
		again = false
	}
	if !again {
		if l.calls == mostTyped || ctx.Err() != nil {
			l.open = true
			return nil, false, false
		}
		l.calls++
		a = asked{ask(ctx, l.client, item), item.Call.OfItem()}
		l.asked[item.Item] = a
	}
	refused, ok := errors.AsType[*ovhapi.Error](a.err)
	if a.err != nil && (!ok || is[*ovhapi.TransientError](a.err) || ctx.Err() != nil) {
		l.open = true
		return nil, false, false
	}
	if !again {
		l.answered++
	}
	return refused, a.itself, true
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
