package connector

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/apischema/corpustest"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/schemas"
)

// Every ready list of endpoints is a valid form, and OVH's real API has its
// operations: each endpoint becomes a stream with a key or a reason for none.
func TestExamplesAreStreamsOfTheRealAPI(t *testing.T) {
	descriptions := apischema.New(corpustest.Fetch(t, apischema.ErrNoSection))
	names, err := fs.Glob(schemas.Examples, "examples/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			cfg := exampleConfig(t, name)
			planner := plan.NewPlanner(cfg.Endpoints, descriptions, nil)
			for _, e := range cfg.Endpoints {
				plan, err := planner.Plan(t.Context(), e)
				if err != nil {
					t.Error(err)
					continue
				}
				if plan.Operation.Status.Value == "DEPRECATED" {
					t.Errorf("%s: %s", e.Name, plan.Notice())
				}
				if len(plan.Properties) == 0 {
					t.Errorf("%s: no columns", e.Name)
				}
				keepsAllButSecrets(t, planner, plan)
			}
		})
	}
}

// keepsAllButSecrets holds an endpoint of a ready list to what its fields are there for: no live
// secret is written, and nothing else is left out.
func keepsAllButSecrets(t *testing.T, planner *plan.Planner, p *plan.Plan) {
	t.Helper()
	if secrets := p.Secrets(); len(secrets) > 0 {
		t.Errorf("%s reads live secrets: %q", p.Name(), secrets)
	}
	e := p.Endpoint
	e.Fields = nil
	whole, err := planner.Plan(t.Context(), e)
	must(t, err)
	want := slices.DeleteFunc(slices.Sorted(maps.Keys(whole.Properties)), func(column string) bool { return slices.Contains(whole.Secrets(), column) })
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(p.Properties))); diff != "" {
		t.Errorf("%s (-all but the secrets +fields): %s", p.Name(), diff)
	}
}

// exampleConfig puts a list of endpoints into a form that is otherwise complete.
func exampleConfig(t *testing.T, name string) *config.Config {
	t.Helper()
	endpoints, err := fs.ReadFile(schemas.Examples, name)
	if err != nil {
		t.Fatal(err)
	}
	form, err := json.Marshal(map[string]any{
		"region":      "sandbox",
		"credentials": map[string]string{"auth_type": "oauth2_client_credentials", "client_id": "id", "client_secret": "secret"},
		"endpoints":   json.RawMessage(endpoints),
	})
	if err != nil {
		t.Fatal(err)
	}
	cfg, warnings, err := config.Load(form)
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", name, err))
	}
	for _, warning := range warnings {
		t.Error(warning)
	}
	return cfg
}
