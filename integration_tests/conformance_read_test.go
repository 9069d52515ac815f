package integrationtests_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
)

// testBasicRead: what a read of everything says. One assertion of Airbyte's, read, is taken apart
// into what it asks.
func (c *conformance) testBasicRead(t *testing.T) {
	c.eachStream(t, "read/empty_streams", func(t *testing.T, s discovered) {
		if len(c.first.records[s.Name]) == 0 {
			t.Error("no records")
		}
	})
	c.eachStream(t, "read/validate_schema", func(t *testing.T, s discovered) {
		validator := compileSchema(t, s.schema)
		for _, raw := range c.first.records[s.Name] {
			if err := validator.Validate(any(strictly(t, raw))); err != nil {
				t.Errorf("%v: %s", err, raw)
			}
		}
	})
	c.eachStream(t, "read/fail_on_extra_columns", func(t *testing.T, s discovered) {
		for _, raw := range c.first.records[s.Name] {
			for name := range strictly(t, raw) {
				if path, _ := s.endpoint["path"].(string); s.column([]string{name}) == nil && undescribed[path] != name {
					t.Errorf("no column %s: %s", name, raw)
				}
			}
		}
	})
	c.eachStream(t, "read/primary_keys", func(t *testing.T, s discovered) { s.judgeKeys(t, c.first.records[s.Name]) })
	c.eachStream(t, "read/stream_statuses", func(t *testing.T, s discovered) {
		statuses := c.first.statuses(s.Name)
		if n := len(statuses); n < 3 || statuses[0] != "STARTED" || !slices.Contains(statuses, "RUNNING") || statuses[n-1] != "COMPLETE" {
			t.Errorf("statuses %s", statuses)
		}
	})
	c.eachStream(t, "read/states", func(t *testing.T, s discovered) { c.first.judgeStates(t, s.Name) })
	t.Run("airbyte_trace_message_on_failure", func(t *testing.T) {
		catalog := temporary(t, "catalog.json", []byte(`{"streams": [{"stream": {"name": "__AIRBYTE__stream_that_does_not_exist",
			"json_schema": {"type": "object", "properties": {"f1": {"type": "string"}}}, "supported_sync_modes": ["full_refresh"]},
			"sync_mode": "INVALID", "destination_sync_mode": "INVALID"}]}`))
		messages := run(t, 1, "read", "--config", c.file, "--catalog", catalog)
		if !slices.ContainsFunc(messages, func(m message) bool {
			return m.Type == "TRACE" && m.Trace.Type == "ERROR" && m.Trace.Error.Message != ""
		}) {
			t.Error("no trace of the error")
		}
	})
}

// undescribed are columns that the sample account sends without describing them, as OVH does, by
// path.
var undescribed = map[string]string{"/dedicated/server/{serviceName}/features/ipmi": "firmwareVersion"}

// judgeKeys holds the records to the key: it is there, and no two have the same.
func (s discovered) judgeKeys(t *testing.T, records []json.RawMessage) {
	t.Helper()
	if len(s.PrimaryKey) == 0 {
		return
	}
	keys := map[string]bool{}
	for _, raw := range records {
		record := strictly(t, raw)
		var key []any
		for _, path := range s.PrimaryKey {
			key = append(key, record[path[0]])
			if record[path[0]] == nil {
				t.Errorf("%s of the key is missing: %s", path, raw)
			}
		}
		text := fmt.Sprintf("%q", key)
		if keys[text] {
			t.Errorf("a second record of the key %s", text)
		}
		keys[text] = true
	}
}

// statuses returns what was said of a stream, but not that it waits for OVH's limit.
func (r reading) statuses(name string) []string {
	var statuses []string
	for _, m := range r.messages {
		if s := m.Trace.StreamStatus; m.Type == "TRACE" && s.Stream.Name == name && len(s.Reasons) == 0 {
			statuses = append(statuses, s.Status)
		}
	}
	return statuses
}

// states returns the states of a stream in order.
func (r reading) states(name string) []message {
	return slices.DeleteFunc(slices.Clone(r.messages), func(m message) bool { return m.Type != "STATE" || m.State.Stream.Descriptor.Name != name })
}

// judgeStates: each stream has states, of its own, that count its records and differ.
func (r reading) judgeStates(t *testing.T, name string) {
	t.Helper()
	states := r.states(name)
	if len(states) == 0 {
		t.Error("no state")
	}
	counted := 0
	seen := map[string]bool{}
	for _, m := range states {
		counted += int(m.State.SourceStats.RecordCount)
		if text := string(m.State.Stream.State); m.State.Type != "STREAM" || seen[text] {
			t.Errorf("a %s state, or one that was there before: %s", m.State.Type, text)
		} else {
			seen[text] = true
		}
	}
	if n := len(r.records[name]); counted != n {
		t.Errorf("the states count %d records of %d", counted, n)
	}
}
