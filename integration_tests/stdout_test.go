package integrationtests_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// stdoutOf runs the connector and gives what it printed. A run that fails, or says a word on
// stderr, fails the test.
func stdoutOf(t *testing.T, args ...string) []byte {
	t.Helper()
	command := exec.CommandContext(t.Context(), connectorBinary, args...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("%v: %v\n%s%s", args, err, stderr.Bytes(), stdout)
	}
	return stdout
}

// recordsOf returns the records that a run printed, by stream and in their order.
func recordsOf(t *testing.T, stdout []byte) map[string][]json.RawMessage {
	t.Helper()
	records := map[string][]json.RawMessage{}
	for line := range bytes.Lines(stdout) {
		var m struct {
			Record struct {
				Stream string
				Data   json.RawMessage
			}
		}
		check(t, json.Unmarshal(line, &m))
		if m.Record.Data != nil {
			records[m.Record.Stream] = append(records[m.Record.Stream], m.Record.Data)
		}
	}
	return records
}

// fileAt reads a file of this folder, or one that a test has written.
func fileAt(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	check(t, err)
	return text
}

// temporary writes a file that goes with the test, and gives its name.
func temporary(t testing.TB, name string, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	check(t, os.WriteFile(file, content, 0o600))
	return file
}

// temporaryJSON is [temporary] of a value.
func temporaryJSON(t testing.TB, name string, v any) string {
	t.Helper()
	content, err := json.Marshal(v)
	check(t, err)
	return temporary(t, name, content)
}
