package integrationtests_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/schemas"
)

// testSpec: the form fits the specification, but for what an orchestrator adds.
func (c *conformance) testSpec(t *testing.T) {
	t.Run("config_match_spec", func(t *testing.T) {
		text, err := json.Marshal(c.form)
		check(t, err)
		var form object
		check(t, json.Unmarshal(text, &form))
		err = compileSchema(t, specification(t)).Validate(any(form))
		if c.wrong {
			return // for one of many reasons, of which check is to tell
		}
		if err != nil {
			t.Errorf("%#v", err)
		}
	})
}

// specification returns the form as spec prints it.
func specification(t *testing.T) object {
	t.Helper()
	return only(t, run(t, 0, "spec"), "SPEC").Spec.Form
}

// TestSpec asks what Airbyte's tests ask of a form. What its interface needs besides is tested
// beside spec.json.
func TestSpec(t *testing.T) {
	form := specification(t)
	t.Run("match_expected", func(t *testing.T) {
		if diff := cmp.Diff(parseYAML(t, schemas.Spec), parseYAML(t, encoded(t, form))); diff != "" {
			t.Errorf("schemas/spec.json is printed otherwise: %s", diff)
		}
	})
	t.Run("is_draft_7", func(t *testing.T) { compileSchema(t, specification(t)) })
	for _, assertion := range []struct {
		name  string
		judge func(t *testing.T, path string, s object)
	}{
		{"enum_usage", judgeEnum},
		{"oneof_usage", judgeOneOf},
		{"secret_is_properly_marked", judgeSecret},
		{"property_type_is_not_array", judgeType},
		{"object_not_empty", judgeObject},
		{"array_type", judgeArray},
		{"forbidden_complex_types", lacking("not", "anyOf", "patternProperties", "prefixItems", "allOf", "if", "then", "else", "dependentSchemas", "dependentRequired")},
		{"defined_refs_exist_in_json_spec_file", lacking("$ref", "$defs", "definitions")},
		{"date_pattern", judgeDate},
		{"duplicate_order", judgeOrder},
		{"nested_group", judgeGroup},
		{"display_type", judgeDisplay},
		{"additional_properties_is_true", judgeOpen},
	} {
		t.Run(assertion.name, func(t *testing.T) {
			eachSchema(form, "", func(path string, s object) { assertion.judge(t, path, s) })
		})
	}
	t.Run("oauth_flow_parameters", func(t *testing.T) {
		spec := map[string]json.RawMessage{}
		check(t, json.Unmarshal(stdoutOf(t, "spec"), &spec))
		// A service account has a client id and secret of its own: there is no consent to ask for.
		if strings.Contains(string(spec["spec"]), "advanced_auth") {
			t.Error("the form promises an OAuth flow")
		}
	})
	// The image is looked into by its own tests; what it is built of says the same.
	m := loadMetadata(t)
	t.Run("image_labels", func(t *testing.T) {
		for pattern, want := range map[string]string{`io\.airbyte\.version="(.*)"`: "${VERSION}", `io\.airbyte\.name="(.*)"`: m.DockerRepository, `(?m)^ARG VERSION=(.*)$`: m.DockerImageTag} {
			if got := submatch(t, "Dockerfile", pattern); got != want {
				t.Errorf("%s is %q, want %q", pattern, got, want)
			}
		}
	})
	t.Run("image_environment_variables", func(t *testing.T) {
		var entrypoint []string
		check(t, json.Unmarshal([]byte(submatch(t, "Dockerfile", `(?m)^ENTRYPOINT (.*)$`)), &entrypoint))
		if got, want := submatch(t, "Dockerfile", `AIRBYTE_ENTRYPOINT="(.*)"`), strings.Join(entrypoint, " "); got != want {
			t.Errorf("AIRBYTE_ENTRYPOINT is %q, want %q", got, want)
		}
	})
}

func encoded(t *testing.T, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	check(t, err)
	return text
}

// eachSchema visits every schema of a form: path as in
// "/properties/endpoints/items/properties/path".
func eachSchema(schema object, path string, visit func(path string, s object)) {
	visit(path, schema)
	properties, _ := schema["properties"].(object)
	for name, p := range properties {
		eachSchema(p.(object), path+"/properties/"+name, visit)
	}
	if items, ok := schema["items"].(object); ok {
		eachSchema(items, path+"/items", visit)
	}
	variants, _ := schema["oneOf"].([]any)
	for _, v := range variants {
		eachSchema(v.(object), path+"/oneOf/"+v.(object)["title"].(string), visit)
	}
}

// fieldName returns the name of the field that a path leads to, "" for what is none.
func fieldName(path string) string {
	parent, name := path[:max(strings.LastIndex(path, "/"), 0)], path[strings.LastIndex(path, "/")+1:]
	if !strings.HasSuffix(parent, "/properties") {
		return ""
	}
	return name
}

func isPlain(s object) bool {
	return slices.Contains([]any{"string", "integer", "number"}, s["type"])
}

func judgeEnum(t *testing.T, path string, s object) {
	values, _ := s["enum"].([]any)
	for i, v := range values {
		if slices.Contains(values[:i], v) {
			t.Errorf("%s: %v is twice in enum", path, v)
		}
	}
}

func judgeOneOf(t *testing.T, path string, s object) {
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
}

// secretNames are the names that Airbyte takes for those of secrets.
var secretNames = []string{
	"client_token", "access_token", "api_token", "token", "secret", "client_secret", "password", "key",
	"service_account", "service_account_info", "tenant_id", "certificate", "jwt", "credentials", "app_id",
	"appid", "refresh_token",
}

func judgeSecret(t *testing.T, path string, s object) {
	secret := s["airbyte_secret"] == true
	if secret && !isPlain(s) {
		t.Errorf("%s: only text and numbers can be secret", path)
	}
	if slices.Contains(secretNames, fieldName(path)) && isPlain(s) && !secret {
		t.Errorf("%s: its name is a secret's", path)
	}
}

func judgeType(t *testing.T, path string, s object) {
	if !slices.Contains([]any{"string", "integer", "number", "boolean", "object", "array"}, s["type"]) {
		t.Errorf("%s: type is %v", path, s["type"])
	}
}

func judgeObject(t *testing.T, path string, s object) {
	if s["type"] == "object" && s["properties"] == nil && s["oneOf"] == nil {
		t.Errorf("%s: an object needs properties or oneOf", path)
	}
}

func judgeArray(t *testing.T, path string, s object) {
	items, ok := s["items"].(object)
	if s["type"] == "array" && (!ok || !isPlain(items) && items["type"] != "object") {
		t.Errorf("%s: items must be one schema of a plain type", path)
	}
}

func lacking(keywords ...string) func(t *testing.T, path string, s object) {
	return func(t *testing.T, path string, s object) {
		for _, keyword := range keywords {
			if _, ok := s[keyword]; ok {
				t.Errorf("%s has %s", path, keyword)
			}
		}
	}
}

func judgeDate(t *testing.T, path string, s object) {
	samples := object{"date": "2023-01-01", "date-time": "2023-01-01T00:00:00Z"}
	format, ok := s["format"].(string)
	if !ok {
		return
	}
	pattern, _ := s["pattern"].(string)
	if sample, _ := samples[format].(string); pattern == "" || !regexp.MustCompile(pattern).MatchString(sample) {
		t.Errorf("%s: pattern %q does not fit the format %s", path, pattern, format)
	}
}

func judgeOrder(t *testing.T, path string, s object) {
	properties, _ := s["properties"].(object)
	orders := map[any]string{}
	for name, p := range properties {
		order, ok := p.(object)["order"]
		if other, taken := orders[order]; ok && taken {
			t.Errorf("%s: order %v of %s is that of %s", path, order, name, other)
		}
		orders[order] = name
	}
}

func judgeGroup(t *testing.T, path string, s object) {
	// A path such as /properties/region has two steps.
	if _, ok := s["group"]; ok && strings.Count(path, "/") > 2 {
		t.Errorf("%s: only the fields at the top are grouped", path)
	}
}

func judgeDisplay(t *testing.T, path string, s object) {
	if display, ok := s["display_type"]; ok && (s["oneOf"] == nil || display != "dropdown" && display != "radio") {
		t.Errorf("%s: display_type belongs beside oneOf and is one of two", path)
	}
}

func judgeOpen(t *testing.T, path string, s object) {
	// To have none would do for Airbyte; the form says it wherever it has fields.
	if additional := s["additionalProperties"]; s["type"] == "object" && s["properties"] != nil && additional != true {
		t.Errorf("%s: additionalProperties is %v", path, additional)
	}
}
