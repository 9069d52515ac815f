package descriptions_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox/descriptions"
)

func TestSectionsDescribeExactlyTheListedOperations(t *testing.T) {
	list, err := os.ReadFile("operations.txt")
	if err != nil {
		t.Fatal(err)
	}
	var described []string
	for _, section := range descriptions.Sections() {
		for _, api := range section.APIs {
			for _, o := range api.Operations {
				described = append(described, o.Method+" /"+section.Branch+api.Path)
			}
		}
	}
	listed := slices.Collect(strings.Lines(string(list)))
	for i, line := range listed {
		listed[i] = strings.TrimSpace(line)
	}
	slices.Sort(listed)
	slices.Sort(described)
	if diff := cmp.Diff(listed, described); diff != "" {
		t.Errorf("operations, listed (-) and described (+):\n%s", diff)
	}
}

func TestListingNamesEverySection(t *testing.T) {
	for _, branch := range []string{"v1", "v2"} {
		content, ok := descriptions.File(branch, "")
		if !ok {
			t.Fatalf("no listing of %s", branch)
		}
		var listing struct {
			APIs []struct{ Path string } `json:"apis"`
		}
		if err := json.Unmarshal(content, &listing); err != nil {
			t.Fatal(err)
		}
		var listed, have []string
		for _, api := range listing.APIs {
			listed = append(listed, api.Path)
		}
		for _, section := range descriptions.Sections() {
			if section.Branch == branch {
				have = append(have, section.Path)
			}
		}
		slices.Sort(have)
		if diff := cmp.Diff(listed, have); diff != "" {
			t.Errorf("sections of %s, listed (-) and there (+):\n%s", branch, diff)
		}
	}
}

func TestFile(t *testing.T) {
	if content, ok := descriptions.File("v1", "/dedicated/server"); !ok || !json.Valid(content) {
		t.Errorf("/dedicated/server: found %v, %d bytes", ok, len(content))
	}
	for _, missing := range []string{"/nothing", "/../v2/iam", "/"} {
		if _, ok := descriptions.File("v1", missing); ok {
			t.Errorf("%q is served", missing)
		}
	}
}
