// Package formtest fills in the form for tests: every field that spec.json has, with a value of its
// own. A test that compares such a form with what became of it fails for a field that was added to
// spec.json and forgotten elsewhere.
package formtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"source-ovhcloud-api/schemas"
)

// Object is a JSON object.
type Object = map[string]any

// Pair is the form filled in twice: no field that a person fills in has the same value in both,
// unless the rules between fields leave no other.
type Pair struct {
	Name          string // of the kind of credentials
	First, Second Object
}

// Pairs returns a pair for every kind of credentials. It panics for a field that it cannot fill in.
func Pairs() []Pair {
	var pairs []Pair
	for kind := range property(Spec(), "credentials")["oneOf"].([]any) {
		first, second := filler{kind: kind}, filler{kind: kind, second: true}
		p := Pair{First: first.object(Spec(), ""), Second: second.object(Spec(), "")}
		p.Name = p.First["credentials"].(Object)["auth_type"].(string)
		pairs = append(pairs, p)
	}
	return pairs
}

// Spec returns spec.json.
func Spec() Object {
	var spec Object
	if err := json.Unmarshal(schemas.Spec, &spec); err != nil {
		panic(fmt.Sprintf("spec.json: %v", err))
	}
	return spec
}

// Fields returns the ways to the fields of the form that hold a value and no constant, such as
// "endpoints[].path_parameters[].source.values", in the order of their names.
func Fields() []string {
	found := map[string]bool{}
	var visit func(schema Object, at string)
	visit = func(schema Object, at string) {
		variants, _ := schema["oneOf"].([]any)
		for _, variant := range variants {
			visit(variant.(Object), at)
		}
		properties, _ := schema["properties"].(Object)
		for name, p := range properties {
			visit(p.(Object), strings.TrimPrefix(at+"."+name, "."))
		}
		if items, ok := schema["items"].(Object); ok {
			visit(items, at+"[]")
		} else if schema["const"] == nil && variants == nil && properties == nil {
			found[at] = true
		}
	}
	visit(Spec(), "")
	return slices.Sorted(maps.Keys(found))
}

var index = regexp.MustCompile(`\[\d+\]`)

// Field returns the field that a place is of: "endpoints[].path" for "endpoints[1].path".
func Field(place string) string { return index.ReplaceAllString(place, "[]") }

// Leaves returns the values of a form that are no object and no list, by their places.
func Leaves(form any) map[string]any {
	found := map[string]any{}
	var visit func(value any, at string)
	visit = func(value any, at string) {
		switch v := value.(type) {
		case Object:
			for name, m := range v {
				visit(m, strings.TrimPrefix(at+"."+name, "."))
			}
		case []any:
			for i, m := range v {
				visit(m, fmt.Sprintf("%s[%d]", at, i))
			}
		default:
			found[at] = v
		}
	}
	visit(form, "")
	return found
}

func property(schema Object, name string) Object {
	return schema["properties"].(Object)[name].(Object)
}
