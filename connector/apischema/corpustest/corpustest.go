// Package corpustest opens OVH's real API descriptions for tests. They lie
// beside the project where it is developed (shared/ovh-api, as OVH published
// them in 2026); elsewhere a test that needs them is skipped and says so.
package corpustest

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// Fetch returns the documents of the whole API by branch ("v1" or "v2") and
// request path ("/", "/me.json"), or skips the test. A document that OVH does
// not have is the error missing.
func Fetch(t testing.TB, missing error) func(ctx context.Context, branch, path string) (io.ReadCloser, error) {
	t.Helper()
	files := index(t, folder(t))
	return func(_ context.Context, branch, path string) (io.ReadCloser, error) {
		name, ok := files[branch+path]
		if !ok {
			return nil, fmt.Errorf("%w: %s%s", missing, branch, path)
		}
		return os.Open(name)
	}
}

// folder finds the descriptions beside the module's root.
func folder(t testing.TB) string {
	t.Helper()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for !exists(filepath.Join(root, "go.mod")) {
		if root == filepath.Dir(root) {
			t.Fatal("no go.mod above the test's folder")
		}
		root = filepath.Dir(root)
	}
	descriptions := filepath.Join(root, "..", "shared", "ovh-api")
	if !exists(descriptions) {
		t.Skipf("OVH's real API descriptions are not at %s", descriptions)
	}
	return descriptions
}

// index returns the files by branch and request path. A file's name does not
// tell its section: its resourcePath does.
func index(t testing.TB, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, branch := range []string{"v1", "v2"} {
		files[branch+"/"] = filepath.Join(folder, branch, "_index.json")
		names, err := filepath.Glob(filepath.Join(folder, branch, "*.json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var document struct{ ResourcePath string }
			if err := json.Unmarshal(data, &document); err != nil {
				t.Fatal(err)
			}
			if document.ResourcePath != "" {
				files[branch+document.ResourcePath+".json"] = name
			}
		}
	}
	return files
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
