package connector

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fuzzedForm has a stream of one call, one of a level of partitions, one of two, and an incremental
// one.
func fuzzedForm() form {
	return inProcess("/me", "/ip/{ip}", "/cloud/project/{serviceName}/region/{regionName}", "/me/bill/{billId}")
}

const incrementalStream = "me_bill_each"

var fuzzedStreams = []string{"me", "ip_each", "cloud_project_region_each", incrementalStream}

func fuzzedCatalog() any {
	return map[string]any{"streams": append(whole(fuzzedStreams[:3]...), incrementally(incrementalStream)...)}
}

// readFiles reads the fuzzed form with a catalog and a state as they are, none if that is nil.
func readFiles(t *testing.T, catalog, states []byte) outcome {
	t.Helper()
	folder := t.TempDir()
	args := []string{"read", "--config", write(t, "config.json", fuzzedForm())}
	for flag, data := range map[string][]byte{"catalog": catalog, "state": states} {
		if data == nil {
			continue
		}
		file := filepath.Join(folder, flag+".json")
		must(t, os.WriteFile(file, data, 0o600))
		args = append(args, "--"+flag, file)
	}
	return run(t.Context(), t, args...).wellFormed(t)
}

func encoded(t testing.TB, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	must(t, err)
	return data
}

// wholeRead reads every fuzzed stream from nothing, for a fuzzer to compare with.
func wholeRead(f *testing.F) outcome {
	f.Helper()
	file := func(name string, v any) string {
		path := filepath.Join(f.TempDir(), name)
		must(f, os.WriteFile(path, encoded(f, v), 0o600))
		return path
	}
	var stdout strings.Builder
	must(f, Run(f.Context(), []string{"read", "--config", file("config.json", fuzzedForm()), "--catalog", file("catalog.json", fuzzedCatalog())}, &stdout, os.Stderr))
	o := outcome{stdout: stdout.String()}
	for line := range strings.Lines(o.stdout) {
		var m message
		must(f, json.Unmarshal([]byte(line), &m))
		o.messages = append(o.messages, m)
	}
	return o
}
