package integrationtests_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestConfiguredCatalog holds configured_catalog.json to what discover says of the sample
// configuration: every stream, every column. It is not parallel: other tests read the file, which
// -update writes.
func TestConfiguredCatalog(t *testing.T) {
	found := only(t, run(t, 0, "discover", "--config", "../schemas/sample_config.json"), "CATALOG")
	compareFile(t, "configured_catalog.json", configuredCatalog(t, found.Catalog.Streams))
}

// configuredCatalog selects every stream as a whole. A stream is a line, so that a change of one
// is seen as such.
func configuredCatalog(t *testing.T, streams []json.RawMessage) []byte {
	t.Helper()
	var text bytes.Buffer
	text.WriteString(`{"streams": [`)
	for i, raw := range streams {
		var stream struct {
			Key [][]string `json:"source_defined_primary_key"`
		}
		check(t, json.Unmarshal(raw, &stream))
		key, err := json.Marshal(stream.Key)
		check(t, err)
		if i > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, "\n"+`{"sync_mode":"full_refresh","destination_sync_mode":"overwrite","primary_key":%s,"stream":%s}`, key, raw)
	}
	text.WriteString("\n]}\n")
	return text.Bytes()
}

// compareFile compares a file of this folder with what it should be; with -update it writes it.
func compareFile(t *testing.T, name string, want []byte) {
	t.Helper()
	if *update {
		check(t, os.WriteFile(name, want, 0o644))
	}
	got, err := os.ReadFile(name)
	check(t, err)
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what the connector says (-connector +file); go test ./integration_tests -update writes it anew\n%s", name, diff)
	}
}
