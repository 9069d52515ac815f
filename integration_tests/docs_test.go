package integrationtests_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPlatformPage holds the connector's page to the headings of every connector's page in
// Airbyte's documentation, in their order.
func TestPlatformPage(t *testing.T) {
	want := []string{
		"# OVHcloud API", "## Prerequisites", "## Setup guide", "## Set up OVHcloud API", "### For Airbyte Cloud:", "### For Airbyte Open Source:",
		"## Supported sync modes", "## Supported Streams", "### Performance considerations", "## Data type map", "## Limitations & Troubleshooting",
		"### Tutorials", "## Changelog",
	}
	got := regexp.MustCompile(`(?m)^#+ .*$`).FindAllString(string(moduleFile(t, "docs/ovhcloud-api.md")), -1)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestLinksLeadSomewhere follows the links between the pages, down to their headings.
func TestLinksLeadSomewhere(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(module, "docs", "*.md"))
	check(t, err)
	for _, page := range append(pages, filepath.Join(module, "README.md"), filepath.Join(module, "ARCHITECTURE.md"), filepath.Join("README.md")) {
		text, err := os.ReadFile(page)
		check(t, err)
		for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(string(text), -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			path, anchor, _ := strings.Cut(link[1], "#")
			target := filepath.Join(filepath.Dir(page), path)
			if path == "" {
				target = page
			}
			if !leads(t, target, anchor) {
				t.Errorf("%s links to %s, which is not there", page, link[1])
			}
		}
	}
}

// leads reports whether there is a file, with a heading that is linked to so, unless the anchor is
// empty.
func leads(t *testing.T, file, anchor string) bool {
	t.Helper()
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return false
	} else if anchor == "" {
		return err == nil
	}
	text, err := os.ReadFile(file)
	check(t, err)
	headings := regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(string(text), -1)
	return slices.ContainsFunc(headings, func(heading []string) bool { return anchorOf(heading[1]) == anchor })
}

// anchorOf returns what a heading is linked to by.
func anchorOf(heading string) string {
	kept := regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(strings.ToLower(heading), "")
	return strings.ReplaceAll(kept, " ", "-")
}

// TestWorkflowsCallTheMakefile holds the public CI to targets that anyone can run.
func TestWorkflowsCallTheMakefile(t *testing.T) {
	makefile := string(moduleFile(t, "Makefile"))
	workflows, err := filepath.Glob(filepath.Join(module, ".github", "workflows", "*.yml"))
	check(t, err)
	called := 0
	for _, workflow := range workflows {
		text, err := os.ReadFile(workflow)
		check(t, err)
		parseYAML(t, text)
		for _, target := range regexp.MustCompile(`\bmake ([a-z-]+)`).FindAllStringSubmatch(string(text), -1) {
			called++
			if !strings.Contains(makefile, "\n"+target[1]+":") {
				t.Errorf("%s calls make %s, which the Makefile does not have", workflow, target[1])
			}
		}
	}
	if called == 0 {
		t.Error("no workflow calls the Makefile")
	}
}
