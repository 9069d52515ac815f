package console

import (
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
)

// stepView is one level of a plan as it is drawn: where some values come from,
// or, last, the call whose answers are the records.
type stepView struct {
	Call   string // "" for fixed values
	Link   string
	Query  []config.QueryParameter
	Values string   // of fixed values, the first few
	Yields []string // the placeholders that take their values from it
	Own    bool
}

// mostValues is how many fixed values a step shows.
const mostValues = 8

// drawChain returns the calls of a plan, parents first.
func drawChain(p *plan.Plan) []stepView {
	var steps []stepView
	for _, level := range p.Chain {
		step := stepView{}
		if level.Call != nil {
			step = callStep(level.Call)
		} else {
			step.Values = strings.Join(level.Values[:min(len(level.Values), mostValues)], ", ")
			if more := len(level.Values) - mostValues; more > 0 {
				step.Values += ", … (" + plural(len(level.Values), "value") + ")"
			}
		}
		for _, bind := range level.Binds {
			if name := placeholderOf(p, bind); !slices.Contains(step.Yields, name) {
				step.Yields = append(step.Yields, name)
			}
		}
		steps = append(steps, step)
	}
	own := callStep(&p.Call)
	own.Own = true
	return append(steps, own)
}

func callStep(c *plan.Call) stepView {
	return stepView{Call: c.Operation.Method + " " + streamPath(c.Operation), Link: operationLink(c.Operation), Query: c.Query}
}

// placeholderOf names what takes a listed value: the placeholder of the stream's path, or
// the field of the item where a call in between takes it.
func placeholderOf(p *plan.Plan, bind plan.Bind) string {
	for _, column := range p.Columns {
		if column.Variable == bind.Variable {
			return "{" + column.Parameter.Name + "}"
		}
	}
	if bind.Field != "" {
		return bind.Field
	}
	return "each value"
}

// streamPath returns the path of an operation as the form takes it.
func streamPath(op *apischema.Operation) string {
	if op.Branch == "v2" {
		return "/v2" + op.Path
	}
	return op.Path
}
