// These tests restate what Airbyte's acceptance tests demand of a connector's
// form, and what its UI needs to show one. That the connector reads the form
// as spec.json describes it is tested in package config.
package schemas_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"source-ovhcloud-api/schemas"
)

type object = map[string]any

func spec(t *testing.T) object {
	t.Helper()
	var s object
	if err := json.Unmarshal(schemas.Spec, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// eachSchema visits every schema in the form: path as in
// "/properties/endpoints/items/properties/path".
func eachSchema(schema object, path string, visit func(path string, s object)) {
	visit(path, schema)
	if properties, ok := schema["properties"].(object); ok {
		for name, p := range properties {
			eachSchema(p.(object), path+"/properties/"+name, visit)
		}
	}
	if items, ok := schema["items"].(object); ok {
		eachSchema(items, path+"/items", visit)
	}
	if variants, ok := schema["oneOf"].([]any); ok {
		for _, v := range variants {
			eachSchema(v.(object), path+"/oneOf/"+v.(object)["title"].(string), visit)
		}
	}
}

// eachProperty visits the schemas that are fields of the form.
func eachProperty(t *testing.T, visit func(name, path string, s object)) {
	t.Helper()
	eachSchema(spec(t), "", func(path string, s object) {
		if i := strings.LastIndex(path, "/properties/"); i >= 0 && !strings.Contains(path[i+12:], "/") {
			visit(path[i+12:], path, s)
		}
	})
}

func TestSpecIsDraft7(t *testing.T) {
	compiler := jsonschema.NewCompiler()
	compiler.Draft = jsonschema.Draft7
	if err := compiler.AddResource("spec.json", strings.NewReader(string(schemas.Spec))); err != nil {
		t.Fatal(err)
	}
	if _, err := compiler.Compile("spec.json"); err != nil {
		t.Error(err)
	}
}

func TestSpecFields(t *testing.T) {
	var fields []string
	for name := range spec(t)["properties"].(object) {
		fields = append(fields, name)
	}
	slices.Sort(fields)
	want := []string{"api_url", "credentials", "endpoints", "lookback_days", "region", "requests_per_second", "start_date", "token_url"}
	if diff := cmp.Diff(want, fields); diff != "" {
		t.Error(diff)
	}
}

func TestSpecForbidsComplexTypes(t *testing.T) {
	forbidden := []string{
		"$ref", "$defs", "definitions", "not", "anyOf", "allOf", "patternProperties", "prefixItems",
		"if", "then", "else", "dependentSchemas", "dependentRequired",
	}
	eachSchema(spec(t), "", func(path string, s object) {
		for _, keyword := range forbidden {
			if _, ok := s[keyword]; ok {
				t.Errorf("%s has %s", path, keyword)
			}
		}
		if additional, ok := s["additionalProperties"]; s["type"] == "object" && s["properties"] != nil && (!ok || additional != true) {
			t.Errorf("%s: additionalProperties must be true", path)
		}
		if _, ok := s["group"]; ok {
			t.Errorf("%s: the form has no groups", path)
		}
		if _, ok := s["display_type"]; ok && s["oneOf"] == nil {
			t.Errorf("%s: display_type belongs beside oneOf", path)
		}
	})
}

func TestSpecTypes(t *testing.T) {
	eachSchema(spec(t), "", func(path string, s object) {
		switch s["type"] {
		case "string", "integer", "number", "boolean":
		case "object":
			if s["properties"] == nil && s["oneOf"] == nil {
				t.Errorf("%s: an object needs properties or oneOf", path)
			}
		case "array":
			items, ok := s["items"].(object)
			if !ok || !slices.Contains([]any{"object", "string", "number", "integer"}, items["type"]) {
				t.Errorf("%s: items must be one schema of a plain type", path)
			}
		default:
			t.Errorf("%s: type is %v", path, s["type"])
		}
		values, _ := s["enum"].([]any)
		for i, v := range values {
			if slices.Contains(values[:i], v) {
				t.Errorf("%s: %v is twice in enum", path, v)
			}
		}
	})
}

func TestSpecOneOf(t *testing.T) {
	eachSchema(spec(t), "", func(path string, s object) {
		variants, ok := s["oneOf"].([]any)
		if !ok {
			return
		}
		if s["type"] != "object" {
			t.Errorf("%s: the parent of oneOf must be an object", path)
		}
		constants := map[string]int{}
		for _, v := range variants {
			variant := v.(object)
			for name, p := range variant["properties"].(object) {
				property := p.(object)
				constant, ok := property["const"]
				if !ok {
					continue
				}
				constants[name]++
				if property["default"] != nil && property["default"] != constant || property["enum"] != nil {
					t.Errorf("%s: default or enum of %s is not its const", path, name)
				}
				if required, _ := variant["required"].([]any); !slices.Contains(required, any(name)) {
					t.Errorf("%s: %s tells the variants apart and must be required", path, name)
				}
			}
		}
		if len(constants) != 1 {
			t.Errorf("%s: want one property with a const, got %v", path, constants)
		}
		for name, n := range constants {
			if n != len(variants) {
				t.Errorf("%s: %d of %d variants have the const %s", path, n, len(variants), name)
			}
		}
	})
}

func TestSpecSecrets(t *testing.T) {
	suspicious := []string{
		"client_token", "access_token", "api_token", "token", "secret", "client_secret", "password", "key",
		"service_account", "service_account_info", "tenant_id", "certificate", "jwt", "credentials", "app_id",
		"appid", "refresh_token",
	}
	var secrets []string
	eachProperty(t, func(name, path string, s object) {
		secret := s["airbyte_secret"] == true
		plain := slices.Contains([]any{"string", "integer", "number"}, s["type"])
		if secret {
			secrets = append(secrets, name)
		}
		if secret && !plain {
			t.Errorf("%s: only text and numbers can be secret", path)
		}
		if slices.Contains(suspicious, name) && plain && !secret {
			t.Errorf("%s: its name is a secret's", path)
		}
	})
	slices.Sort(secrets)
	want := []string{"application_key", "application_secret", "client_id", "client_secret", "consumer_key"}
	if diff := cmp.Diff(want, secrets); diff != "" {
		t.Error(diff)
	}
}

func TestSpecDatesHavePatterns(t *testing.T) {
	samples := object{"date": "2023-01-01", "date-time": "2023-01-01T00:00:00Z"}
	eachProperty(t, func(_, path string, s object) {
		format, ok := s["format"].(string)
		if !ok {
			return
		}
		pattern, _ := s["pattern"].(string)
		if !regexp.MustCompile(pattern).MatchString(samples[format].(string)) || pattern == "" {
			t.Errorf("%s: pattern %q does not fit the format %s", path, pattern, format)
		}
	})
}

func TestSpecExamplesMatchPatterns(t *testing.T) {
	eachProperty(t, func(_, path string, s object) {
		pattern, ok := s["pattern"].(string)
		if !ok {
			return
		}
		if s["pattern_descriptor"] == nil {
			t.Errorf("%s: a pattern needs a pattern_descriptor", path)
		}
		for _, e := range s["examples"].([]any) {
			if !regexp.MustCompile(pattern).MatchString(e.(string)) {
				t.Errorf("%s: example %v does not match the pattern", path, e)
			}
		}
	})
}

var titleCase = regexp.MustCompile(`^[A-Z0-9][A-Za-z0-9]*( ([A-Z0-9][A-Za-z0-9]*|per|the))*$`)

func TestSpecReadsLikeAForm(t *testing.T) {
	eachSchema(spec(t), "", func(path string, s object) {
		properties, _ := s["properties"].(object)
		orders := map[any]string{}
		for name, p := range properties {
			property := p.(object)
			title, _ := property["title"].(string)
			if !titleCase.MatchString(title) {
				t.Errorf("%s: title of %s is %q", path, name, title)
			}
			if property["const"] == nil && property["description"] == nil {
				t.Errorf("%s: %s has no description", path, name)
			}
			order, ok := property["order"]
			if other, taken := orders[order]; !ok || taken {
				t.Errorf("%s: order %v of %s is missing or that of %q", path, order, name, other)
			}
			orders[order] = name
		}
	})
	hidden := 0
	eachProperty(t, func(name, _ string, s object) {
		if s["airbyte_hidden"] == true {
			hidden++
			if name != "api_url" && name != "token_url" {
				t.Errorf("%s is hidden", name)
			}
		}
	})
	if hidden != 2 {
		t.Errorf("%d fields are hidden, want 2", hidden)
	}
}
