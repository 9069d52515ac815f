package plan

import (
	"context"
	"fmt"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/pathtemplate"
)

// list binds a placeholder that nothing is mapped to: from the collection
// before it, else from its enum. The returned call is nil for an enum.
func (c *chain) list(ctx context.Context, e config.Endpoint, p placeholder, op *apischema.Operation, variables []int) (int, *Call, error) {
	collection := "/" + strings.Join(pathtemplate.Segments(op.Path)[:p.position], "/")
	found, err := c.planner.listable(ctx, op, collection, p)
	if err != nil {
		return unbound, nil, err
	}
	if found.list != nil {
		v := c.newVariable()
		call := &Call{
			Operation: found.list,
			Path:      newTemplate(found.list.Path, func(i int) int { return variables[i] }),
			Items:     listItems(found.list),
			Filter:    newFilter(found.list),
		}
		c.levels = append(c.levels, Level{Call: call, Binds: []Bind{{Variable: v, Field: found.field}}})
		return v, call, nil
	}
	if values := op.Section.Type(p.api.Type).Enum; len(values) > 0 {
		return c.fixed(values, false), nil, nil
	}
	return unbound, nil, &ConfigError{p.in(e), fmt.Sprintf(
		"OVH cannot list its values: %s. Give them as values, or map {%s} to an endpoint of this configuration that yields them.", found.why, p.name)}
}

// collection tells whether and how a placeholder's values can be listed.
type collection struct {
	list  *apischema.Operation
	field string // of each item; empty for scalars
	why   string // why not, when list is nil
}

// listable looks at the operation before a placeholder. The error is one of
// reading the API description; that there is no list is an answer.
func (p *Planner) listable(ctx context.Context, of *apischema.Operation, path string, placeholder placeholder) (collection, error) {
	op, err := p.find(ctx, "GET", of.Branch, path)
	if notFound(err) {
		return collection{why: "there is no GET " + path}, nil
	}
	if err != nil {
		return collection{}, err
	}
	response := op.Response()
	if response.Kind != apischema.Array {
		return collection{why: fmt.Sprintf("GET %s is not a list", path)}, nil
	}
	if isScalar(response.Elem) {
		return collection{list: op}, nil
	}
	field, ok := MatchProperty(response.Elem, placeholder.api.Name, kindOf(placeholder.api, of))
	if !ok {
		return collection{why: fmt.Sprintf("the items of GET %s have no id", path)}, nil
	}
	return collection{list: op, field: field}, nil
}
