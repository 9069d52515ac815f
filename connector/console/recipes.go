package console

import (
	_ "embed" // of the recipe that no guide has
	"fmt"
	"regexp"
	"strings"
	"sync"

	"source-ovhcloud-api/docs"
)

// recipe is a way to run the exported configuration: a file, or commands.
type recipe struct {
	Title string
	File  string // that the text is meant to be; "" for commands
	Text  string
}

// terraformRecipe has the configuration in a file of its own, which may hold keys.
//
//go:embed recipes/main.tf
var terraformRecipe string

// guides are the parts of docs/ that recipes are made of.
type guides struct{ docker, python, meltano, kubernetes string }

// readGuides reads them when the first recipe is wanted: no other verb wants any.
var readGuides = sync.OnceValue(func() guides {
	return guides{
		docker:     regexp.MustCompile(`docker run [^\\]*\\\s+\S+`).FindString(guide("docker.md")),
		python:     block("pyairbyte.md", "sync.py"),
		meltano:    block("meltano.md", "meltano.yml"),
		kubernetes: guide("kubernetes.yaml"),
	}
})

// guide returns a file of docs/. It panics for one that is missing: it is part of the binary.
func guide(name string) string {
	text, err := docs.Guides.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("reading docs/%s: %v", name, err))
	}
	return string(text)
}

// block returns the file of a title that a guide shows.
func block(name, title string) string {
	found := regexp.MustCompile("(?s)```\\w+ title=\"" + regexp.QuoteMeta(title) + "\"\n(.*?)```").FindStringSubmatch(guide(name))
	if found == nil {
		panic(fmt.Sprintf("docs/%s shows no %s", name, title))
	}
	return found[1]
}

// recipes returns the ways to run the form. None holds a key.
func (f form) recipes() []recipe {
	g := readGuides()
	return []recipe{
		{Title: "Docker", Text: g.dockerRecipe()},
		{Title: "PyAirbyte", File: "sync.py", Text: g.pythonRecipe()},
		{Title: "Kubernetes", File: "kubernetes.yaml", Text: g.kubernetes},
		{Title: "Meltano", File: "meltano.yml", Text: g.meltanoRecipe(f)},
		{Title: "Terraform", File: "main.tf", Text: terraformRecipe},
	}
}

// dockerRecipe checks and reads the exported files.
func (g guides) dockerRecipe() string {
	return g.docker + " check --config /data/config.json\n" +
		g.docker + " read --config /data/config.json \\\n  --catalog /data/configured_catalog.json > messages.jsonl\n"
}

// pythonRecipe is the guide's program without what it has of the sample account: the configuration,
// and the count of its streams.
func (g guides) pythonRecipe() string {
	sample := regexp.MustCompile(`(?s)config=\{\n.*?\n    \},`)
	count := regexp.MustCompile(`(?m)^print\("there are".*\n`)
	return "import json\n" + count.ReplaceAllString(sample.ReplaceAllString(g.python, `config=json.load(open("config.json")),`), "")
}

// meltanoRecipe is the guide's project with the form in it: JSON is YAML.
func (g guides) meltanoRecipe(f form) string {
	sample := regexp.MustCompile(`(?s)airbyte_config:\n.*?\n  loaders:`)
	form := strings.ReplaceAll(strings.TrimSpace(string(f.withoutSecrets())), "\n", "\n        ")
	return sample.ReplaceAllLiteralString(g.meltano, "airbyte_config:\n          "+form+"\n  loaders:")
}
