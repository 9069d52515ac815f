package plan

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/pathtemplate"
)

// placeholder is a variable part of an operation's path as a configuration's path
// has it: under the user's own name, or with a literal value.
type placeholder struct {
	api      apischema.Parameter
	name     string // the user's spelling; the API's where a literal stands
	literal  string
	segment  string // the literal segment before it, e.g. bill in /me/bill/{billId}
	position int    // index among the segments of the operation's path
}

// placeholdersOf returns the placeholders of an operation's path in order, matched
// to the path that the user wrote by their position.
func placeholdersOf(path config.Path, op *apischema.Operation) []placeholder {
	written := path.Segments()
	params := op.PathParameters()
	var placeholders []placeholder
	preceding := ""
	for position, segment := range pathtemplate.Segments(op.Path) {
		if !pathtemplate.IsPlaceholder(segment) {
			preceding = segment
			continue
		}
		p := placeholder{api: params[len(placeholders)], segment: preceding, position: position}
		p.name = p.api.Name
		if pathtemplate.IsPlaceholder(written[position]) {
			p.name = strings.Trim(written[position], "{}")
		} else if literal, err := url.PathUnescape(written[position]); err == nil {
			p.literal = literal
		} else {
			p.literal = written[position]
		}
		placeholders = append(placeholders, p)
	}
	return placeholders
}

// source returns where the user wants the value from; the zero Source when the
// API is to list it.
func (p placeholder) source(e config.Endpoint) config.Source {
	if p.literal != "" {
		return config.Source{Type: "values", Values: []string{p.literal}}
	}
	for _, mapped := range e.PathParameters {
		if mapped.Name == p.name && mapped.Source.Type != "list" {
			return mapped.Source
		}
	}
	return config.Source{}
}

// in returns where an endpoint of the form says, or would say, where the value comes from.
func (p placeholder) in(e config.Endpoint) config.Place { return e.Place("path_parameters", p.name) }

// lookup finds the placeholder's variable by the user's or the API's name for it.
func (p placeholder) lookup(scopes ...scope) (int, bool) {
	for _, s := range scopes {
		if v, ok := s.written[strings.ToLower(p.name)]; ok {
			return v, true
		}
		if v, ok := s.api[strings.ToLower(p.api.Name)]; ok {
			return v, true
		}
	}
	return unbound, false
}

// scope holds variables by the lower-case names of placeholders: the user's
// and the API's apart, because the one may be the other of another placeholder.
type scope struct{ written, api map[string]int }

func newScope() scope { return scope{written: map[string]int{}, api: map[string]int{}} }

func (s scope) add(p placeholder, variable int) {
	s.written[strings.ToLower(p.name)] = variable
	s.api[strings.ToLower(p.api.Name)] = variable
}

// offer adds the placeholders in the path of a mapped endpoint.
func (s scope) offer(m *mapping) {
	for i, p := range placeholdersOf(m.endpoint.Path, m.operation) {
		s.add(p, m.variables[i])
	}
}

// checkValues refuses typed values that OVH would refuse for their type or
// that would not stay in their path segment.
func checkValues(e config.Endpoint, p placeholder, op *apischema.Operation, values []string) error {
	for _, v := range values {
		if !Sendable(v) {
			return &ConfigError{p.in(e), fmt.Sprintf("%q cannot stand in a path; write the id as OVH shows it.", v)}
		}
		if kindOf(p.api, op) == apischema.Integer {
			if n, err := strconv.ParseInt(v, 10, 64); err != nil || strconv.FormatInt(n, 10) != v {
				remedy := ""
				if p.literal != "" {
					remedy = fmt.Sprintf("; write {%s} in the path to read them all", p.api.Name)
				}
				return &ConfigError{p.in(e), fmt.Sprintf("%q is not a whole number, which OVH expects for {%s}%s.", v, p.api.Name, remedy)}
			}
		}
	}
	return nil
}
