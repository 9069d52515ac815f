package integrationtests_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"source-ovhcloud-api/connector/sandbox"
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

// TestJSONOfPagesCanBePasted holds each block of JSON to be one value.
func TestJSONOfPagesCanBePasted(t *testing.T) {
	found := 0
	for _, page := range pages(t) {
		for _, block := range guideBlocks(t, page) {
			if block.language != "json" {
				continue
			}
			found++
			if !json.Valid([]byte(block.body)) {
				t.Errorf("%s: this is not one value of JSON:\n%s", page, block.body)
			}
		}
	}
	if found == 0 {
		t.Error("no page has JSON")
	}
}

// TestEndpointsOfPagesRun reads the endpoints that pages give as examples, and asks for the record
// that one shows among theirs.
func TestEndpointsOfPagesRun(t *testing.T) {
	t.Parallel()
	account := httptest.NewServer(sandbox.New(sandbox.Options{RequestsPerSecond: -1}))
	t.Cleanup(account.Close)
	var shown []object
	read := map[string][]json.RawMessage{}
	for _, page := range []string{"README.md", "docs/endpoints.md"} {
		examples := 0
		for _, block := range guideBlocks(t, page) {
			if block.language != "json" || block.title != "" {
				continue
			}
			if !strings.HasPrefix(block.body, "[") {
				shown = append(shown, decoded[object](t, block.body))
				continue
			}
			endpoints := decoded[[]object](t, block.body)
			examples++
			config := temporaryJSON(t, "config.json", formFor(account.URL, endpoints))
			records := recordsOf(t, stdoutOf(t, "read", "--config", config))
			if len(records) != len(endpoints) {
				t.Errorf("%s: records of %d streams, want %d: %s", page, len(records), len(endpoints), block.body)
			}
			maps.Copy(read, records)
		}
		if examples == 0 {
			t.Errorf("%s has no example", page)
		}
	}
	if len(shown) == 0 {
		t.Error("no page shows a record")
	}
	all := slices.Concat(slices.Collect(maps.Values(read))...)
	for _, record := range shown {
		if !slices.ContainsFunc(all, func(raw json.RawMessage) bool { return cmp.Equal(record, decoded[object](t, string(raw))) }) {
			t.Errorf("no example gives the record %v", record)
		}
	}
}

// decoded returns what JSON says.
func decoded[T any](t *testing.T, text string) T {
	t.Helper()
	var value T
	check(t, json.Unmarshal([]byte(text), &value))
	return value
}

// TestCommandsAreExplained holds the page of the commands to a row for each of them, which has all
// of its flags and no other.
func TestCommandsAreExplained(t *testing.T) {
	t.Parallel()
	rows := map[string][]string{}
	flag := regexp.MustCompile(`--[a-z-]+`)
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z]+)` (\\|.*)$").FindAllStringSubmatch(string(moduleFile(t, "docs/commands.md")), -1) {
		rows[row[1]] = slices.Compact(slices.Sorted(slices.Values(flag.FindAllString(row[2], -1))))
	}
	want := map[string][]string{}
	for _, command := range regexp.MustCompile(`(?m)^  ([a-z]+) {2,}`).FindAllStringSubmatch(string(stdoutOf(t, "--help")), -1) {
		var flags []string
		for _, given := range regexp.MustCompile(`(?m)^  (--[a-z-]+)`).FindAllStringSubmatch(string(stdoutOf(t, command[1], "--help")), -1) {
			if given[1] != "--debug" { // which all have
				flags = append(flags, given[1])
			}
		}
		want[command[1]] = flags
	}
	if diff := cmp.Diff(want, rows, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("flags by command (-help +page):\n%s", diff)
	}
}

// pages returns the pages for people, seen from the root of the module.
func pages(t *testing.T) []string {
	t.Helper()
	var pages []string
	for _, folder := range []string{"", "docs", "integration_tests", "pypi"} {
		found, err := filepath.Glob(filepath.Join(module, folder, "*.md"))
		check(t, err)
		for _, page := range found {
			relative, err := filepath.Rel(module, page)
			check(t, err)
			pages = append(pages, relative)
		}
	}
	return pages
}

// TestLinksLeadSomewhere follows the links between the pages, down to their headings.
func TestLinksLeadSomewhere(t *testing.T) {
	for _, page := range pages(t) {
		for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(string(moduleFile(t, page)), -1) {
			if strings.Contains(link[1], "://") {
				continue
			}
			path, anchor, _ := strings.Cut(link[1], "#")
			target := filepath.Join(module, filepath.Dir(page), path)
			if path == "" {
				target = filepath.Join(module, page)
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
