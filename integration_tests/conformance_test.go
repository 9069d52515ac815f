package integrationtests_test

import (
	"encoding/json"
	"slices"
	"testing"
)

// These tests restate Airbyte's connector acceptance tests, which no longer run anywhere but by
// hand and need a container each: the groups and the assertions have the names that they have
// there. What concerns a configuration is asked of every configuration that this module has; the
// form's own rules are in TestSpec, those of the files that ship the connector in
// TestConnectorAttributes, TestConnectorDocumentation and TestQA.
//
// Of the assertions these have nothing to be asked of: backward_compatibility, before a second
// version; all_supported_file_types_present, for a source of files; expected records, as every
// record of the sample account is held to its schema and its key, and golden files of the sandbox
// say which they are.

// conformance is what the connector says of one configuration.
type conformance struct {
	configuration
	file    string // the form
	streams []discovered
	catalog string // the configured catalog that selects every stream as a whole, a file
	// first and second are two reads of it, one after the other.
	first, second reading
}

// reading is what a read printed.
type reading struct {
	messages []message
	records  map[string][]json.RawMessage
}

func (c *conformance) read(t *testing.T, args ...string) reading {
	t.Helper()
	stdout := stdoutOf(t, append([]string{"read", "--config", c.file}, args...)...)
	messages, err := decodeMessages(stdout, messageSchema(t))
	check(t, err)
	return reading{messages, recordsOf(t, stdout)}
}

func TestConformance(t *testing.T) {
	for _, c := range configurations(t) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			conforming := conformance{configuration: c, file: temporaryJSON(t, "config.json", c.form)}
			t.Run("TestSpec", conforming.testSpec)
			good := t.Run("TestConnection", conforming.testConnection)
			if !good || conforming.wrong {
				return
			}
			conforming.discover(t)
			t.Run("TestDiscovery", conforming.testDiscovery)
			conforming.first = conforming.read(t, "--catalog", conforming.catalog)
			t.Run("TestBasicRead", conforming.testBasicRead)
			conforming.second = conforming.read(t, "--catalog", conforming.catalog)
			t.Run("TestFullRefresh", conforming.testFullRefresh)
			t.Run("TestIncremental", conforming.testIncremental)
			t.Run("TestConnectorAttributes", conforming.testAttributes)
		})
	}
}

// testConnection: the status is the one that the configuration deserves.
func (c *conformance) testConnection(t *testing.T) {
	t.Run("check", func(t *testing.T) {
		want := "SUCCEEDED"
		if c.wrong {
			want = "FAILED"
		}
		got := only(t, run(t, 0, "check", "--config", c.file), "CONNECTION_STATUS").ConnectionStatus
		if got.Status != want || got.Message == "" {
			t.Errorf("%s, want %s: %s", got.Status, want, got.Message)
		}
	})
	if c.wrong {
		return
	}
	// What no check would find: a catalog of another connection.
	t.Run("exception", func(t *testing.T) {
		catalog := temporary(t, "catalog.json", []byte(`{"streams": 5}`))
		if e := only(t, run(t, 1, "read", "--config", c.file, "--catalog", catalog), "TRACE").Trace.Error; e.Message == "" {
			t.Error("no message")
		}
	})
}

// testFullRefresh: a second read says the same, later.
func (c *conformance) testFullRefresh(t *testing.T) {
	t.Run("sequential_reads", func(t *testing.T) {
		for _, s := range c.streams {
			if s.sideEffects || s.Name == "auth_time" { // a clock that says the same would be wrong
				continue
			}
			first, second := sorted(c.first.records[s.Name]), sorted(c.second.records[s.Name])
			if !slices.Equal(first, second) {
				t.Errorf("%s: %d records, then %d others", s.Name, len(first), len(second))
			}
		}
		if _, end := c.first.emitted(); end > 0 {
			if begin, _ := c.second.emitted(); begin <= end {
				t.Errorf("the second read's first record is of %d, the first read's last of %d", begin, end)
			}
		}
	})
}

// emitted returns the times of the first and the last record in milliseconds, 0 without any.
func (r reading) emitted() (first, last int64) {
	for _, m := range r.messages {
		if m.Type != "RECORD" {
			continue
		}
		if at := m.Record.EmittedAt; first == 0 || at < first {
			first = at
		}
		last = max(last, m.Record.EmittedAt)
	}
	return first, last
}

func sorted(records []json.RawMessage) []string {
	var texts []string
	for _, r := range records {
		texts = append(texts, string(r))
	}
	slices.Sort(texts)
	return texts
}
