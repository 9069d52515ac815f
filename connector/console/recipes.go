package console

import (
	_ "embed" // of the recipe that no guide has
	"fmt"
	"regexp"
	"strings"

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
var guides = struct{ docker, python, meltano, kubernetes string }{
	docker:     regexp.MustCompile(`docker run [^\\]*\\\s+\S+`).FindString(guide("docker.md")),
	python:     block("pyairbyte.md", "sync.py"),
	meltano:    block("meltano.md", "meltano.yml"),
	kubernetes: guide("kubernetes.yaml"),
}

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
	return []recipe{
		{Title: "Docker", Text: dockerRecipe()},
		{Title: "PyAirbyte", File: "sync.py", Text: pythonRecipe()},
		{Title: "Kubernetes", File: "kubernetes.yaml", Text: guides.kubernetes},
		{Title: "Meltano", File: "meltano.yml", Text: f.meltanoRecipe()},
		{Title: "Terraform", File: "main.tf", Text: terraformRecipe},
	}
}

// dockerRecipe checks and reads the exported files.
func dockerRecipe() string {
	return guides.docker + " check --config /data/config.json\n" +
		guides.docker + " read --config /data/config.json \\\n  --catalog /data/configured_catalog.json > messages.jsonl\n"
}

var (
	// pythonConfig is the configuration in the guide's program, the sample account's.
	pythonConfig = regexp.MustCompile(`(?s)config=\{\n.*?\n    \},`)
	// pythonCount counts the streams of the sample account.
	pythonCount = regexp.MustCompile(`(?m)^print\("there are".*\n`)
	// meltanoConfig is the configuration in the guide's project.
	meltanoConfig = regexp.MustCompile(`(?s)airbyte_config:\n.*?\n  loaders:`)
)

func pythonRecipe() string {
	text := pythonConfig.ReplaceAllString(guides.python, `config=json.load(open("config.json")),`)
	return "import json\n" + pythonCount.ReplaceAllString(text, "")
}

// meltanoRecipe has the form in it: JSON is YAML.
func (f form) meltanoRecipe() string {
	form := strings.ReplaceAll(strings.TrimSpace(string(f.withoutSecrets())), "\n", "\n        ")
	return meltanoConfig.ReplaceAllLiteralString(guides.meltano, "airbyte_config:\n          "+form+"\n  loaders:")
}
