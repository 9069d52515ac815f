// The goldens in testdata/faults hold every message that a form can get, as a
// person reads it: `go test ./connector/config -update` writes them anew.
package config_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
)

var update = flag.Bool("update", false, "write the golden files")

func TestFaults(t *testing.T) {
	forms, err := filepath.Glob("testdata/faults/*.json")
	if err != nil || len(forms) == 0 {
		t.Fatalf("no forms to test: %v", err)
	}
	for _, form := range forms {
		name := strings.TrimSuffix(filepath.Base(form), ".json")
		t.Run(name, func(t *testing.T) {
			data := read(t, form)
			cfg, warnings, err := config.Load(data)
			faults, ok := errors.AsType[config.Faults](err)
			if !ok || cfg != nil {
				t.Fatalf("want faults, got %v", err)
			}
			var got strings.Builder
			for _, w := range warnings {
				got.WriteString("warning: " + w + "\n")
			}
			got.WriteString(faults.Error() + "\n")
			for _, secret := range config.Secrets(data) {
				if len(secret) >= 8 && strings.Contains(got.String(), secret) {
					t.Errorf("the messages show the secret %s:\n%s", secret, &got)
				}
			}
			golden := strings.TrimSuffix(form, ".json") + ".golden"
			if *update {
				if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(read(t, golden)), got.String()); diff != "" {
				t.Errorf("run with -update if this is right:\n%s", diff)
			}
		})
	}
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
