package config_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/schemas/formtest"
)

// outcome is all that a form comes to.
func outcome(t *testing.T, form any) (cfg *config.Config, fault string) {
	t.Helper()
	data, err := json.Marshal(form)
	if err != nil {
		t.Fatal(err)
	}
	cfg, _, err = config.Load(data)
	return cfg, fmt.Sprint(err)
}

// Each field of spec.json makes a difference, if only that rules refuse what does not fit to the
// rest: none is forgotten by the code that reads the form.
func TestEveryFieldIsRead(t *testing.T) {
	read := map[string]bool{}
	for _, pair := range formtest.Pairs() {
		want, fault := outcome(t, pair.First)
		if want == nil {
			t.Fatal(fault)
		}
		second := formtest.Leaves(pair.Second)
		for place, value := range formtest.Leaves(pair.First) {
			if other, ok := second[place]; !ok || other == value {
				continue
			}
			got, _ := outcome(t, replaced(pair.First, place, "", second[place]))
			if got != nil && cmp.Equal(want, got, cmpopts.EquateComparable(config.Path{})) {
				t.Errorf("%s makes no difference", place)
			}
			read[formtest.Field(place)] = true
		}
	}
	for _, field := range formtest.Fields() {
		if field != "endpoints[].path_parameters[].name" && !read[field] { // which the path decides
			t.Errorf("%s is not filled in", field)
		}
	}
}

// replaced returns a copy of a form with another value in one place.
func replaced(form any, place, at string, value any) any {
	if at == place {
		return value
	}
	switch v := form.(type) {
	case map[string]any:
		changed := map[string]any{}
		for name, m := range v {
			changed[name] = replaced(m, place, strings.TrimPrefix(at+"."+name, "."), value)
		}
		return changed
	case []any:
		changed := slices.Clone(v)
		for i, m := range v {
			changed[i] = replaced(m, place, fmt.Sprintf("%s[%d]", at, i), value)
		}
		return changed
	}
	return form
}

// Every field of a Config comes from the form: none is left that nothing fills in.
func TestEveryFieldOfAConfigIsFilledIn(t *testing.T) {
	filled := map[string]bool{}
	var visit func(v reflect.Value, at string)
	visit = func(v reflect.Value, at string) {
		switch {
		case v.Type() == reflect.TypeFor[config.Path](), v.Type().PkgPath() == "time":
			filled[at] = filled[at] || !v.IsZero()
		case v.Kind() == reflect.Struct:
			for field, value := range v.Fields() {
				visit(value, at+"."+field.Name)
			}
		case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
			for i := range v.Len() {
				visit(v.Index(i), at)
			}
		default:
			filled[at] = filled[at] || !v.IsZero()
		}
	}
	for _, pair := range formtest.Pairs() {
		cfg, fault := outcome(t, pair.First)
		if cfg == nil {
			t.Fatal(fault)
		}
		visit(reflect.ValueOf(*cfg), "Config")
	}
	for field, ok := range filled {
		if !ok {
			t.Errorf("nothing fills in %s", field)
		}
	}
}
