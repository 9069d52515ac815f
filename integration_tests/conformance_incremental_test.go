package integrationtests_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// testIncremental: the streams that are incremental, read so. Answers that are made up do not heed
// what they are asked for, so this is about accounts.
func (c *conformance) testIncremental(t *testing.T) {
	var streams []discovered
	for _, s := range c.streams {
		if s.incremental() && c.account {
			streams = append(streams, s)
		}
	}
	if len(streams) == 0 {
		return
	}
	catalog := temporary(t, "catalog.json", incrementalCatalog(t, fileAt(t, c.catalog), true))
	first := c.read(t, "--catalog", catalog)
	for _, s := range streams {
		t.Run("two_sequential_reads/"+s.Name, func(t *testing.T) {
			if len(first.records[s.Name]) == 0 || len(first.states(s.Name)) == 0 {
				t.Errorf("the first read brings %d records and %d states", len(first.records[s.Name]), len(first.states(s.Name)))
			}
		})
	}
	t.Run("two_sequential_reads", func(t *testing.T) {
		second := c.read(t, "--catalog", catalog, "--state", temporary(t, "state.json", stateFile(t, first, nil)))
		for _, s := range streams {
			s.judgeSecond(t, first, second, 0)
		}
	})
	for _, s := range streams {
		t.Run("read_sequential_slices/"+s.Name, func(t *testing.T) { c.judgeSlices(t, s, catalog, first) })
	}
	t.Run("state_with_abnormally_large_values", func(t *testing.T) {
		// Of a state that says when it was written such a cursor would be a wrong clock's, and
		// mended.
		future := c.read(t, "--catalog", catalog, "--state", temporary(t, "state.json", stateFile(t, first, object{"cursor": farFuture, "written_at": nil})))
		for _, s := range streams {
			if n := len(future.records[s.Name]); n > 0 || len(future.states(s.Name)) == 0 {
				t.Errorf("%s: %d records and %d states", s.Name, n, len(future.states(s.Name)))
			}
			for _, m := range future.states(s.Name) {
				if !strings.Contains(string(m.State.Stream.State), farFuture) {
					t.Errorf("%s: the cursor is lost: %s", s.Name, m.State.Stream.State)
				}
			}
		}
		future.warnsOfStates(t, len(streams))
	})
}

// judgeSecond holds a read that begins with a state to the one that wrote it: it brings no less
// than followed the state, and not everything again.
func (s discovered) judgeSecond(t *testing.T, first, second reading, followed int) {
	t.Helper()
	a, b := sorted(first.records[s.Name]), sorted(second.records[s.Name])
	if len(b) < followed || slices.Equal(a, b) {
		t.Errorf("%s: %d records, then %d, want %d and not all again", s.Name, len(a), len(b), followed)
	}
	for _, record := range b {
		if !slices.Contains(a, record) {
			t.Errorf("%s: nothing has changed, but this is new: %s", s.Name, record)
		}
	}
	if len(second.states(s.Name)) == 0 {
		t.Errorf("%s: no state", s.Name)
	}
	second.acceptsStates(t)
}

// judgeSlices reads a stream again from each state that a read wrote.
func (c *conformance) judgeSlices(t *testing.T, s discovered, catalog string, first reading) {
	t.Helper()
	followed := len(first.records[s.Name])
	for _, m := range first.states(s.Name) {
		followed -= int(m.State.SourceStats.RecordCount)
		state := temporary(t, "state.json", fmt.Appendf(nil, "[%s]", stateMessage(t, s.Name, m.State.Stream.State)))
		s.judgeSecond(t, first, c.read(t, "--catalog", catalog, "--state", state), followed)
	}
}

// acceptsStates fails the test for a warning of a state.
func (r reading) acceptsStates(t *testing.T) {
	t.Helper()
	for _, m := range r.messages {
		if m.Type == "LOG" && m.Log.Level == "WARN" && strings.Contains(m.Log.Message, "state") {
			t.Errorf("a state is not accepted: %s", m.Log.Message)
		}
	}
}

// warnsOfStates fails the test unless so many states, and no more, are accepted with a warning of
// their cursors.
func (r reading) warnsOfStates(t *testing.T, states int) {
	t.Helper()
	warnings := 0
	for _, m := range r.messages {
		switch {
		case m.Type != "LOG" || m.Log.Level != "WARN" || !strings.Contains(m.Log.Message, "state"):
		case strings.Contains(m.Log.Message, "the state's cursor lies in the future"):
			warnings++
		default:
			t.Errorf("a state is not accepted: %s", m.Log.Message)
		}
	}
	if warnings != states {
		t.Errorf("%d warnings of %d states in the future", warnings, states)
	}
}

// incrementalCatalog asks the streams of a configured catalog that can be incremental to be so. The
// others are left out if only is set.
func incrementalCatalog(t *testing.T, catalog []byte, only bool) []byte {
	t.Helper()
	var document struct{ Streams []object }
	check(t, json.Unmarshal(catalog, &document))
	var streams []object
	for _, configured := range document.Streams {
		modes, _ := configured["stream"].(object)["supported_sync_modes"].([]any)
		if slices.Contains(modes, any("incremental")) {
			configured["sync_mode"], configured["destination_sync_mode"] = "incremental", "append_dedup"
		} else if only {
			continue
		}
		streams = append(streams, configured)
	}
	return encoded(t, object{"streams": streams})
}

// stateFile returns the last states of a read with other members besides.
func stateFile(t *testing.T, r reading, members object) []byte {
	t.Helper()
	last := map[string]string{}
	for _, m := range r.messages {
		if m.Type != "STATE" {
			continue
		}
		name := m.State.Stream.Descriptor.Name
		var state object
		check(t, json.Unmarshal(m.State.Stream.State, &state))
		maps.Copy(state, members)
		last[name] = stateMessage(t, name, encoded(t, state))
	}
	return []byte("[" + strings.Join(slices.Collect(maps.Values(last)), ",") + "]")
}

// stateMessage returns a state as platforms pass it on.
func stateMessage(t *testing.T, name string, state json.RawMessage) string {
	t.Helper()
	return string(encoded(t, object{"type": "STREAM", "stream": object{"stream_descriptor": object{"name": name}, "stream_state": state}}))
}
