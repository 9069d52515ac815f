package console

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

// recipesOf returns the recipes of a configuration with a stream, by their titles.
func recipesOf(t *testing.T) map[string]recipe {
	t.Helper()
	f, err := parseForm(sandboxForm(`{"path": "/me/bill/{billId}", "name": "bills"}`))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]recipe{}
	for _, r := range f.recipes() {
		all[r.Title] = r
	}
	return all
}

// A guide that is written in another way gives no broken recipe.
func TestRecipesAreMadeOfTheGuides(t *testing.T) {
	all := recipesOf(t)
	for title, texts := range map[string][]string{
		"Docker":     {`docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/data:ro"`, ` check --config /data/config.json` + "\n", "--catalog /data/configured_catalog.json > messages.jsonl"},
		"PyAirbyte":  {`os.environ["AIRBYTE_OFFLINE_MODE"] = "1"`, `config=json.load(open("config.json")),`, "source.read(", "import json\n"},
		"Kubernetes": {"kind: CronJob"},
		"Meltano":    {"/me/bill/{billId}", "target-postgres"},
		"Terraform":  {`resource "airbyte_source_custom"`, `file("config.json")`},
	} {
		has(t, all[title].Text, texts...)
	}
	for _, r := range all {
		lacks(t, r.Text, "sandboxAppKey001", "sandboxConsumerKey")
	}
	lacks(t, all["PyAirbyte"].Text, "there are", `"region"`)
	has(t, open(t, withEndpoint).get(http.StatusOK, "/export"), "AIRBYTE_OFFLINE_MODE", "airbyte_source_custom", "kind: CronJob")
}

// The project of Meltano has the exported configuration in it.
func TestMeltanoRecipe(t *testing.T) {
	var project struct {
		Plugins struct {
			Extractors []struct {
				Config struct {
					Form map[string]any `yaml:"airbyte_config"`
				}
			}
			Loaders []any
		}
	}
	if err := yaml.Unmarshal([]byte(recipesOf(t)["Meltano"].Text), &project); err != nil {
		t.Fatal(err)
	}
	var form map[string]any
	f, err := parseForm(sandboxForm(`{"path": "/me/bill/{billId}", "name": "bills"}`))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(f.withoutSecrets(), &form); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(form, project.Plugins.Extractors[0].Config.Form); diff != "" || len(project.Plugins.Loaders) != 1 {
		t.Errorf("%d loaders, -exported +in the project: %s", len(project.Plugins.Loaders), diff)
	}
}

// The program is that of the guide, which is run, but for where it takes the configuration from.
func TestPythonRecipe(t *testing.T) {
	theGuides := strings.Split(readGuides().python, "\n")
	for line := range strings.Lines(recipesOf(t)["PyAirbyte"].Text) {
		line = strings.TrimSuffix(line, "\n")
		if line != "import json" && line != `    config=json.load(open("config.json")),` && !slices.Contains(theGuides, line) {
			t.Errorf("the guide has no %s", line)
		}
	}
}
