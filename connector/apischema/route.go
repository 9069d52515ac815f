package apischema

import (
	"iter"
	"maps"
	"slices"

	"source-ovhcloud-api/connector/internal/pathtemplate"
)

// route is a node of a tree of path segments.
type route struct {
	literals    map[string]*route
	placeholder *route
	operations  map[string]*Operation // by method
}

// add enters an operation. Of two that differ only in the names of their
// placeholders, the first stays.
func (r *route) add(o *Operation) {
	for _, segment := range pathtemplate.Segments(o.Path) {
		r = r.child(segment)
	}
	if r.operations == nil {
		r.operations = map[string]*Operation{}
	}
	if _, taken := r.operations[o.Method]; !taken {
		r.operations[o.Method] = o
	}
}

func (r *route) child(segment string) *route {
	if pathtemplate.IsPlaceholder(segment) {
		if r.placeholder == nil {
			r.placeholder = &route{}
		}
		return r.placeholder
	}
	next, ok := r.literals[segment]
	if !ok {
		if r.literals == nil {
			r.literals = map[string]*route{}
		}
		next = &route{}
		r.literals[segment] = next
	}
	return next
}

// lookup returns the operation, or else the methods that the path does have, sorted.
func (r *route) lookup(method, path string) (*Operation, []string) {
	methods := map[string]bool{}
	for match := range r.matches(pathtemplate.Segments(path)) {
		if o, ok := match.operations[method]; ok {
			return o, nil
		}
		for m := range match.operations {
			methods[m] = true
		}
	}
	return nil, slices.Sorted(maps.Keys(methods))
}

// matches yields the nodes that a path leads to, those with literals before
// those with placeholders, compared from the left.
func (r *route) matches(path []string) iter.Seq[*route] {
	return func(yield func(*route) bool) { r.walk(path, yield) }
}

func (r *route) walk(path []string, yield func(*route) bool) bool {
	if r == nil {
		return true
	}
	if len(path) == 0 {
		return yield(r)
	}
	if pathtemplate.IsPlaceholder(path[0]) {
		return r.placeholder.walk(path[1:], yield)
	}
	return r.literals[path[0]].walk(path[1:], yield) && r.placeholder.walk(path[1:], yield)
}
