package schemas_test

import (
	"encoding/json"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/schemas"
)

// The form shows every ready list of endpoints, and no other.
func TestFormShowsTheExamples(t *testing.T) {
	names, err := fs.Glob(schemas.Examples, "examples/*.json")
	if err != nil {
		t.Fatal(err)
	}
	ready := map[string]bool{}
	for _, name := range names {
		data, err := fs.ReadFile(schemas.Examples, name)
		if err != nil {
			t.Fatal(err)
		}
		ready[canonical(t, data)] = true
	}
	shown := map[string]bool{}
	endpoints := spec(t)["properties"].(object)["endpoints"].(object)
	for _, example := range endpoints["examples"].([]any) {
		data, err := json.Marshal(example)
		if err != nil {
			t.Fatal(err)
		}
		shown[canonical(t, data)] = true
	}
	if diff := cmp.Diff(ready, shown); diff != "" {
		t.Errorf("the examples of the form are not those in examples/ (-ready +shown):\n%s", diff)
	}
}

// canonical gives JSON without what may differ between two writings of a value.
func canonical(t *testing.T, data []byte) string {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	plain, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}
