package schemas_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/schemas"
)

// Every list is one of the sets, in README's order, and what it is for fits on a line.
func TestSets(t *testing.T) {
	files, err := fs.Glob(schemas.Examples, "examples/*.json")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	at := 0
	for _, set := range schemas.Sets {
		file := "examples/" + set.Name + ".json"
		named = append(named, file)
		row := strings.Index(string(readme), "](schemas/"+file+") | ")
		if row < at {
			t.Errorf("README.md lists %s at %d, after %d", file, row, at)
		}
		at = row
		if len(set.Purpose) > 62 {
			t.Errorf("%s: %q is longer than what a terminal leaves", set.Name, set.Purpose)
		}
	}
	slices.Sort(named)
	if diff := cmp.Diff(files, named); diff != "" {
		t.Error(diff)
	}
}
