package sandbox

import (
	"net/url"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/sandbox/descriptions"
	"source-ovhcloud-api/connector/sandbox/inventory"
)

// route is one described operation and what answers it.
type route struct {
	descriptions.Operation
	branch  string
	path    string   // the template, without the branch
	pattern []string // the template's segments
	types   types
	filters []string // the described query parameters that the answer takes into account
	answer  func(c call, arguments map[string]string) (any, error)
}

type authOperation func(call) (any, error)

// newRoutes joins the API description with what answers it. A described operation that nothing
// answers is a fault of this package, not of a caller, so it panics; so is an answer to an
// operation that is not described.
func newRoutes(stock map[string]inventory.Operation, auth map[string]authOperation) []*route {
	var routes []*route
	for _, section := range descriptions.Sections() {
		for _, api := range section.APIs {
			for _, operation := range api.Operations {
				r := &route{Operation: operation, branch: section.Branch, path: api.Path, pattern: strings.Split(api.Path, "/"), types: types(section.Models)}
				key := operation.Method + " /" + section.Branch + api.Path
				if answer, ok := auth[key]; ok {
					r.answer = func(c call, _ map[string]string) (any, error) { return answer(c) }
				} else if o, ok := stock[key]; ok {
					r.filters = o.Filters
					r.answer = func(c call, arguments map[string]string) (any, error) {
						return o.Answer(inventory.Request{Path: arguments, Query: c.query, Body: c.body})
					}
				} else {
					panic("nothing answers " + key)
				}
				routes = append(routes, r)
			}
		}
	}
	if len(routes) != len(stock)+len(auth) {
		panic("something is answered that is not described")
	}
	// An opening brace sorts after every character of a path's literal segments: /domain/zone is
	// before /domain/{serviceName}.
	slices.SortFunc(routes, func(a, b *route) int { return strings.Compare(a.path, b.path) })
	return routes
}

// name is the route as access rules and people write it, such as "GET /me/bill" and "GET
// /v2/iam/resource".
func (r *route) name() string {
	if r.branch == "v1" {
		return r.Method + " " + r.path
	}
	return r.Method + " /" + r.branch + r.path
}

// match finds the route of a percent-encoded path, literal segments first, and the values of its
// placeholders, still encoded: a slash or a batch's separator inside a value must not be taken for
// one between values.
func match(routes []*route, method, branch, path string) (*route, map[string]string, error) {
	err := error(errNoSuchURL)
	segments := strings.Split(path, "/")
	for _, r := range routes {
		if r.branch != branch || !matches(r.pattern, segments) {
			continue
		}
		if r.Method != method {
			err = errNoSuchMethod
			continue
		}
		values := map[string]string{}
		for i, segment := range r.pattern {
			if name, ok := placeholder(segment); ok {
				values[name] = segments[i]
			}
		}
		return r, values, nil
	}
	return nil, nil, err
}

func matches(pattern, segments []string) bool {
	return slices.EqualFunc(pattern, segments, func(want, got string) bool {
		_, open := placeholder(want)
		return want == got || open && got != ""
	})
}

func placeholder(segment string) (name string, ok bool) {
	if strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}") {
		return segment[1 : len(segment)-1], true
	}
	return "", false
}

// arguments decodes the values of the placeholders and checks them against the types that the API
// gives them.
func (r *route) arguments(values map[string]string) (map[string]string, error) {
	decoded := map[string]string{}
	for name, value := range values {
		plain, err := url.PathUnescape(value)
		if err != nil {
			return nil, badRequest("[%s] Given data (%s) is not percent-encoded", name, value)
		}
		if err := r.types.check(r.parameter("path", name).Type(), name, plain); err != nil {
			return nil, err
		}
		decoded[name] = plain
	}
	return decoded, nil
}

// parameter returns what is described about a parameter, or the zero value if nothing is.
func (r *route) parameter(in, name string) descriptions.Parameter {
	for _, p := range r.Parameters {
		if p.In == in && p.Name == name {
			return p
		}
	}
	return descriptions.Parameter{}
}
