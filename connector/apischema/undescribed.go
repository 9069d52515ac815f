package apischema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Undescribed returns an operation that no description speaks of, taking these
// query parameters and typed by one of its answers: JSON text, nil for none
// yet, which makes the type [Any].
//
// Types are as wide as the answer demands: null says nothing, whole and
// decimal numbers together are a [Number], values of different kinds are Any,
// and a string is a String even if it looks like a date.
func Undescribed(method, branch, path string, query []string, answer []byte) (*Operation, error) {
	s := &Section{Branch: branch, models: map[string]*model{}}
	op := &Operation{Section: s, Branch: branch, Method: method, Path: path, ResponseType: "any"}
	s.Operations = []*Operation{op}
	for _, name := range query {
		op.Parameters = append(op.Parameters, Parameter{Name: name, Type: "string", In: "query"})
	}
	if answer == nil {
		return op, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(answer))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, fmt.Errorf("infer the type of %s %s: %w", method, path, err)
	}
	op.ResponseType = s.infer([]any{value})
	return op, nil
}

// infer returns the name of the type that holds all of these values, adding
// the models that it needs to the section.
func (s *Section) infer(values []any) string {
	values = slices.DeleteFunc(values, func(v any) bool { return v == nil })
	switch {
	case len(values) == 0:
		return "any"
	case all[bool](values):
		return "boolean"
	case all[string](values):
		return "string"
	case all[json.Number](values):
		if slices.ContainsFunc(values, isDecimal) {
			return "double"
		}
		return "long"
	case all[[]any](values):
		var elements []any
		for _, v := range values {
			elements = append(elements, v.([]any)...)
		}
		return s.infer(elements) + "[]"
	case all[map[string]any](values):
		return s.inferModel(values)
	}
	return "any"
}

func (s *Section) inferModel(objects []any) string {
	members := map[string][]any{}
	for _, o := range objects {
		for name, v := range o.(map[string]any) {
			members[name] = append(members[name], v)
		}
	}
	m := &model{}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		m.properties = append(m.properties, modelProperty{name: name, typeName: s.infer(members[name]), canBeNull: true})
	}
	name := fmt.Sprintf("undescribed.Object%d", len(s.models)+1)
	s.models[name] = m
	return name
}

func all[T any](values []any) bool {
	return !slices.ContainsFunc(values, func(v any) bool {
		_, ok := v.(T)
		return !ok
	})
}

func isDecimal(v any) bool { return strings.ContainsAny(v.(json.Number).String(), ".eE") }
