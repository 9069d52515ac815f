package integrationtests_test

import (
	"encoding/json"
	"io/fs"
	"net/http/httptest"
	"path"
	"testing"

	"source-ovhcloud-api/connector/sandbox"
	"source-ovhcloud-api/schemas"
)

// Whoever tries a ready set of endpoints on the sandbox gets records in every table, and no two of
// them have the same key.
func TestReadySetsRunInTheSandbox(t *testing.T) {
	t.Parallel()
	account := httptest.NewServer(sandbox.New(sandbox.Options{RequestsPerSecond: -1}))
	t.Cleanup(account.Close)
	names, err := fs.Glob(schemas.Examples, "examples/*.json")
	check(t, err)
	for _, name := range names {
		t.Run(path.Base(name), func(t *testing.T) {
			t.Parallel()
			text, err := fs.ReadFile(schemas.Examples, name)
			check(t, err)
			var endpoints []object
			check(t, json.Unmarshal(text, &endpoints))
			config := temporaryJSON(t, "config.json", formFor(account.URL, endpoints))
			streams := only(t, run(t, 0, "discover", "--config", config), "CATALOG").Catalog.Streams
			records := recordsOf(t, stdoutOf(t, "read", "--config", config, "--catalog", temporary(t, "catalog.json", configuredCatalog(t, streams))))
			for _, stream := range streams {
				checkKeys(t, stream, records)
			}
		})
	}
}

// checkKeys fails the test where a stream has no records, or two of one key.
func checkKeys(t *testing.T, raw json.RawMessage, records map[string][]json.RawMessage) {
	t.Helper()
	var stream struct {
		Name string
		Key  [][]string `json:"source_defined_primary_key"`
	}
	check(t, json.Unmarshal(raw, &stream))
	if len(records[stream.Name]) == 0 {
		t.Errorf("%s has no records", stream.Name)
	}
	seen := map[string]bool{}
	for _, data := range records[stream.Name] {
		var columns map[string]json.RawMessage
		check(t, json.Unmarshal(data, &columns))
		key := ""
		for _, column := range stream.Key {
			key += string(columns[column[0]]) + " "
		}
		if stream.Key != nil && seen[key] {
			t.Errorf("%s has two records of the key %s", stream.Name, key)
		}
		seen[key] = true
	}
}
