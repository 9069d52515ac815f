package config_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/schemas"
)

// kindSchema is a variant of the credentials in schemas/spec.json.
type kindSchema struct {
	Title      string   `json:"title"`
	Required   []string `json:"required"`
	Properties map[string]struct {
		Title  string `json:"title"`
		Const  string `json:"const"`
		Secret bool   `json:"airbyte_secret"`
		Order  int    `json:"order"`
	} `json:"properties"`
}

// TestKindsAreThoseOfTheForm holds the table and schemas/spec.json to each other.
func TestKindsAreThoseOfTheForm(t *testing.T) {
	var spec struct {
		Properties struct {
			Credentials struct {
				OneOf []kindSchema `json:"oneOf"`
			} `json:"credentials"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(schemas.Spec, &spec); err != nil {
		t.Fatal(err)
	}
	variants, kinds := spec.Properties.Credentials.OneOf, config.Kinds()
	if len(variants) != len(kinds) {
		t.Fatalf("the form has %d kinds of credentials, the table %d", len(variants), len(kinds))
	}
	for i, kind := range kinds {
		variant := variants[i]
		want := []string{"auth_type"}
		for order, field := range kind.Fields {
			want = append(want, field.Name)
			property := variant.Properties[field.Name]
			if property.Title != field.Title || !property.Secret || property.Order != order+1 {
				t.Errorf("%s: %s is %+v in the form, want the title %q, secret, order %d", kind.AuthType, field.Name, property, field.Title, order+1)
			}
		}
		if got := variant.Properties["auth_type"].Const; got != kind.AuthType || variant.Title != kind.Title {
			t.Errorf("the form has %s (%s), the table %s (%s)", got, variant.Title, kind.AuthType, kind.Title)
		}
		if diff := cmp.Diff(want, variant.Required); diff != "" {
			t.Errorf("%s: required fields: %s", kind.AuthType, diff)
		}
		if len(variant.Properties) != len(want) {
			t.Errorf("%s: the form has %d fields, the table %d", kind.AuthType, len(variant.Properties), len(want))
		}
	}
}

// TestKindsAreWhole sets each field of each kind on its own: no two may share a place, each is
// written under its name, is a secret and counts as given, and one of them is the identity.
func TestKindsAreWhole(t *testing.T) {
	for _, kind := range config.Kinds() {
		if !slices.ContainsFunc(kind.Fields, func(f config.KindField) bool { return f.Name == kind.Identity }) {
			t.Errorf("%s: its identity %q is none of its fields", kind.AuthType, kind.Identity)
		}
		for _, field := range kind.Fields {
			c := config.Credentials{AuthType: kind.AuthType}
			*field.Of(&c) = "abc"
			raw, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			var got map[string]string
			if err := json.Unmarshal(raw, &got); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(map[string]string{"auth_type": kind.AuthType, field.Name: "abc"}, got); diff != "" {
				t.Errorf("%s: %s: %s", kind.AuthType, field.Name, diff)
			}
			if diff := cmp.Diff([]string{"abc"}, c.Secrets()); diff != "" || !c.Given() {
				t.Errorf("%s: %s: secrets: %s", kind.AuthType, field.Name, diff)
			}
			if identifies := c.Identity() == "abc"; identifies != (field.Name == kind.Identity) {
				t.Errorf("%s: %s: identifies %v", kind.AuthType, field.Name, identifies)
			}
			if other := (config.Credentials{AuthType: kind.AuthType}); other.Given() || other.Identity() != "" {
				t.Errorf("%s: without keys something is given", kind.AuthType)
			}
		}
	}
}
