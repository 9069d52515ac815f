// Package synthetictest makes up answers by OVH's API description, for tests that
// read more of the API than any account could answer.
//
//	answer := synthetictest.Answer(op, "/me/bill/FR1", synthetictest.Full)
package synthetictest

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"source-ovhcloud-api/connector/apischema"
)

// Fill says which properties of an object have a value.
type Fill int

const (
	// Full gives each a value.
	Full Fill = iota
	// Sparse leaves null what is no scalar and identifies nothing.
	Sparse
)

// deepest is how deep objects nest before their properties are null: types contain themselves.
const deepest = 2

// Answer makes the answer of an operation to a call of path, which is
// percent-encoded: a value that encoding/json can write. Lists have two items that
// differ in everything, and a null.
func Answer(op *apischema.Operation, path string, fill Fill) any {
	answer := value(op.Response(), fill, 0, 0)
	if object, ok := answer.(map[string]any); ok {
		identify(object, op, path)
	}
	return answer
}

// identify gives a detail the id under which it was asked for, as OVH does
// where the item has a property of the placeholder's name.
func identify(object map[string]any, op *apischema.Operation, path string) {
	params := op.PathParameters()
	if len(params) == 0 || !strings.HasSuffix(op.Path, "{"+params[len(params)-1].Name+"}") {
		return
	}
	asked, err := url.PathUnescape(path[strings.LastIndex(path, "/")+1:])
	if err != nil {
		return
	}
	for _, p := range op.Response().Properties() {
		if strings.EqualFold(p.Name, params[len(params)-1].Name) {
			object[p.Name] = asked
			if !isText(p.Type) {
				object[p.Name] = json.Number(asked)
			}
		}
	}
}

func isText(t *apischema.Type) bool {
	return t.Kind == apischema.String || t.Kind == apischema.Enum && t.Base == apischema.String
}

func isScalar(t *apischema.Type) bool {
	switch t.Kind {
	case apischema.Object, apischema.Array, apischema.Map, apischema.Any, apischema.Void:
		return false
	}
	return true
}

// value makes the n-th value of a type.
func value(t *apischema.Type, fill Fill, n, depth int) any {
	switch t.Kind {
	case apischema.Object:
		object := map[string]any{}
		for _, p := range t.Properties() {
			left := fill == Sparse && !strings.HasSuffix(strings.ToLower(p.Name), "id") && !isScalar(p.Type)
			object[p.Name] = nil
			if !left && depth <= deepest {
				object[p.Name] = value(p.Type, fill, n, depth+1)
			}
		}
		return object
	case apischema.Array:
		return []any{value(t.Elem, fill, 2*n, depth+1), nil, value(t.Elem, fill, 2*n+1, depth+1)}
	case apischema.Map:
		return map[string]any{"a": value(t.Elem, fill, n, depth+1), "b": nil, "c": value(t.Elem, fill, n+1, depth+1)}
	case apischema.Any, apischema.Void:
		return nil
	}
	return scalar(t, n)
}

func scalar(t *apischema.Type, n int) any {
	switch t.Kind {
	case apischema.Integer:
		return 5_000_000_000 + n // more than 32 bits hold
	case apischema.Number:
		return json.Number(fmt.Sprintf("%d.50", n))
	case apischema.Boolean:
		return n%2 == 0
	case apischema.Enum:
		if t.Base == apischema.Integer {
			return n
		}
		return fmt.Sprintf("enum %d", n)
	}
	switch t.Format {
	case apischema.FormatDate:
		return fmt.Sprintf("2023-01-%02d", n%28+1)
	case apischema.FormatDateTime:
		return fmt.Sprintf("2023-01-01T00:00:%02d+02:00", n%60)
	}
	return fmt.Sprintf("text/%d", n)
}
