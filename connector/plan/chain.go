package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
)

// chain collects the levels of one plan while its placeholders find their values.
type chain struct {
	planner *Planner
	levels  []Level
	// variables counts the variables given out; levels name them.
	variables int
	// mapped remembers the endpoints that placeholders are mapped to: each
	// stands in the chain once, so that two placeholders mapped to it take
	// their values from the same record.
	mapped map[string]*mapping
	// path holds the endpoints being resolved, outermost first, to find cycles.
	path []string
}

// mapping is an endpoint that feeds placeholders of another.
type mapping struct {
	endpoint  config.Endpoint
	operation *apischema.Operation
	variables []int // of the endpoint's own placeholders, by position
	call      *Call
	level     int // index of the level that lists its records; -1 while nothing needs one
}

// resolve binds every placeholder of an endpoint and gives their variables by
// position, and the lists that were added on the endpoint's behalf, nearest last.
// bound holds variables that a child has already bound, by lower-case name.
func (c *chain) resolve(ctx context.Context, e config.Endpoint, op *apischema.Operation, bound scope) (variables []int, lists []*Call, err error) {
	placeholders := placeholdersOf(e.Path, op)
	variables = slices.Repeat([]int{unbound}, len(placeholders))
	own, parents := newScope(), newScope()

	// What the user mapped comes first, because placeholders that are not
	// mapped may inherit from the parents that the mapped ones bring along.
	for i, placeholder := range placeholders {
		source := placeholder.source(e)
		switch source.Type {
		case "values":
			if err := checkValues(e, placeholder, op, source.Values); err != nil {
				return nil, nil, err
			}
			variables[i] = c.fixed(source.Values, true)
		case "endpoint":
			m, err := c.mapEndpoint(ctx, e, placeholder, source.Endpoint, own)
			if err != nil {
				return nil, nil, err
			}
			if variables[i], err = c.bind(e, placeholder, m, source.Field); err != nil {
				return nil, nil, err
			}
			parents.offer(m)
		default:
			continue
		}
		own.add(placeholder, variables[i])
	}

	for i, placeholder := range placeholders {
		if variables[i] != unbound {
			continue
		}
		if v, ok := placeholder.lookup(parents, bound); ok {
			variables[i] = v
			continue
		}
		v, list, err := c.list(ctx, e, placeholder, op, variables)
		if err != nil {
			return nil, nil, err
		}
		variables[i] = v
		if list != nil {
			lists = append(lists, list)
		}
	}
	return variables, lists, nil
}

const unbound = -1

// fixed adds a level of given values and returns its variable.
func (c *chain) fixed(values []string, typed bool) int {
	sorted := slices.Compact(slices.Sorted(slices.Values(values)))
	v := c.newVariable()
	c.levels = append(c.levels, Level{Values: sorted, Typed: typed, Binds: []Bind{{Variable: v}}})
	return v
}

func (c *chain) newVariable() int {
	c.variables++
	return c.variables - 1
}

// mapEndpoint returns the mapping of the endpoint that a placeholder names,
// resolving it under the variables that its child has bound already.
func (c *chain) mapEndpoint(ctx context.Context, child config.Endpoint, placeholder placeholder, name string, bound scope) (*mapping, error) {
	if m, ok := c.mapped[name]; ok {
		return m, nil
	}
	if slices.Contains(c.path, name) {
		return nil, &ConfigError{placeholder.in(child), fmt.Sprintf("the mappings form a cycle: %s -> %s. Map this placeholder to another endpoint or to values.", strings.Join(c.path, " -> "), name)}
	}
	e, ok := c.planner.endpoint(name)
	if !ok {
		return nil, &ConfigError{placeholder.in(child), fmt.Sprintf("there is no endpoint named %q.", name)}
	}
	if e.Method != "GET" {
		return nil, &ConfigError{placeholder.in(child), fmt.Sprintf("the endpoint %q is a %s; only the records of a GET endpoint can feed a placeholder.", name, e.Method)}
	}
	op, err := c.planner.operation(ctx, e)
	if err != nil {
		return nil, err
	}
	c.path = append(c.path, name)
	defer func() { c.path = c.path[:len(c.path)-1] }()
	call, variables, err := c.call(ctx, e, op, bound)
	if err != nil {
		return nil, err
	}
	m := &mapping{endpoint: e, operation: op, variables: variables, call: call, level: -1}
	c.mapped[name] = m
	return m, nil
}

// call resolves an endpoint's placeholders and routes its query parameters.
func (c *chain) call(ctx context.Context, e config.Endpoint, op *apischema.Operation, bound scope) (*Call, []int, error) {
	variables, lists, err := c.resolve(ctx, e, op, bound)
	if err != nil {
		return nil, nil, err
	}
	call := &Call{
		Operation: op,
		Path:      newTemplate(op.Path, func(i int) int { return variables[i] }),
		Body:      e.Body,
		Filter:    newFilter(op),
	}
	if err := routeQuery(e, call, lists, c.mappedOperations()); err != nil {
		return nil, nil, err
	}
	if call.Items, err = newItems(e, op); err != nil {
		return nil, nil, err
	}
	call.Paging = newPaging(op, call.Items, call.Query)
	for _, list := range lists {
		list.Paging = newPaging(list.Operation, list.Items, list.Query)
	}
	return call, variables, nil
}

func (c *chain) mappedOperations() map[string]*apischema.Operation {
	ops := map[string]*apischema.Operation{}
	for name, m := range c.mapped {
		ops[name] = m.operation
	}
	return ops
}

// bind returns the variable that takes a placeholder's value from the records
// of a mapped endpoint. A value that stands in the endpoint's own path needs no call.
func (c *chain) bind(child config.Endpoint, placeholder placeholder, m *mapping, field string) (int, error) {
	inPath := newScope()
	inPath.offer(m)
	if field != "" {
		named := placeholder
		named.name, named.api.Name = field, field
		if v, ok := named.lookup(inPath); ok {
			return v, nil
		}
	} else if v, ok := placeholder.lookup(inPath); ok {
		return v, nil
	}
	item, err := m.itemField(child, placeholder, field)
	if err != nil {
		return unbound, err
	}
	if m.level < 0 {
		m.level = len(c.levels)
		c.levels = append(c.levels, Level{Call: m.call})
	}
	level := &c.levels[m.level]
	for _, b := range level.Binds {
		if b.Field == item {
			return b.Variable, nil
		}
	}
	v := c.newVariable()
	level.Binds = append(level.Binds, Bind{Variable: v, Field: item})
	return v, nil
}

// renumber returns the variables the order of the levels that bind them, which
// is the order in which partitions are sorted, and returns the new numbers.
func (c *chain) renumber() []int {
	numbers := make([]int, c.variables)
	next := 0
	for _, level := range c.levels {
		for i, b := range level.Binds {
			numbers[b.Variable] = next
			level.Binds[i].Variable = next
			next++
		}
	}
	for _, level := range c.levels {
		if level.Call != nil {
			level.Call.Path.renumber(numbers)
		}
	}
	return numbers
}
