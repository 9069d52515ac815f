// These tests hold the form to what Airbyte's UI needs to show one. What its
// acceptance tests demand is asked in integration_tests; that the connector reads
// the form as spec.json describes it is tested in package config.
package schemas_test

import (
	"encoding/json"
	"maps"
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

func TestSpecSecrets(t *testing.T) {
	var secrets []string
	eachProperty(t, func(name, _ string, s object) {
		if s["airbyte_secret"] == true {
			secrets = append(secrets, name)
		}
	})
	slices.Sort(secrets)
	want := []string{"access_token", "application_key", "application_secret", "client_id", "client_secret", "consumer_key"}
	if diff := cmp.Diff(want, secrets); diff != "" {
		t.Error(diff)
	}
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

// Airbyte's form judges a field that was touched and cleared as empty text, and removes what is
// empty only afterwards. A format is not judged there, and a choice cannot be cleared.
func TestSpecAcceptsClearedFields(t *testing.T) {
	cleared := 0
	eachSchema(spec(t), "", func(path string, s object) {
		properties, _ := s["properties"].(object)
		required, _ := s["required"].([]any)
		for name, p := range properties {
			field := maps.Clone(p.(object))
			if field["type"] != "string" || field["enum"] != nil || slices.Contains(required, any(name)) {
				continue
			}
			cleared++
			delete(field, "format")
			text, err := json.Marshal(field)
			if err != nil {
				t.Fatal(err)
			}
			schema, err := jsonschema.CompileString(name, string(text))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(""); err != nil {
				t.Errorf("%s/properties/%s: %v", path, name, err)
			}
		}
	})
	if cleared == 0 {
		t.Error("the form has no optional text")
	}
}

// Ready sets that nobody finds are of no use: Airbyte shows no examples of a list of objects.
func TestSpecLinksToTheReadySets(t *testing.T) {
	endpoints := spec(t)["properties"].(object)["endpoints"].(object)
	if about := endpoints["description"].(string); !strings.Contains(about, "/schemas/examples\">ready sets") {
		t.Error(about)
	}
	eachProperty(t, func(_, path string, s object) {
		if items, ok := s["items"].(object); ok && items["type"] == "object" && s["examples"] != nil {
			t.Errorf("%s: its examples are shown nowhere", path)
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
