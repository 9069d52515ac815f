package integrationtests_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
)

const (
	// farFuture and lastValue come after every time and every value that OVH can give.
	farFuture = "9999-12-31T23:59:59Z"
	lastValue = "\U0010FFFF"
)

// TestAbnormalState reads the sample configuration from states of a far future: they are accepted,
// and what lies behind them, which is nothing, is read. A stream of a single call has no place to
// go on from and is read as a whole.
func TestAbnormalState(t *testing.T) {
	t.Parallel()
	placeholders := samplePlaceholders(t)
	if *update {
		check(t, os.WriteFile("abnormal_state.json", abnormalState(t, placeholders), 0o644))
	}
	messages := run(t, 0, "read", "--config", "sample_config.json", "--catalog", "configured_catalog.json", "--state", "abnormal_state.json")
	records, states := map[string]int{}, map[string]int{}
	for _, m := range messages {
		switch {
		case m.Type == "RECORD":
			records[m.Record.Stream]++
		case m.Type == "STATE":
			states[m.State.Stream.Descriptor.Name]++
		case m.Type == "LOG" && m.Log.Level == "WARN" && strings.Contains(m.Log.Message, "state"):
			t.Errorf("the state is not accepted: %s; go test ./integration_tests -update writes it anew", m.Log.Message)
		}
	}
	for name, n := range placeholders {
		if (n == 0) != (records[name] > 0) {
			t.Errorf("stream %s with %d placeholders: %d records", name, n, records[name])
		}
		if states[name] == 0 {
			t.Errorf("stream %s: no state", name)
		}
	}
}

// samplePlaceholders gives the streams of the sample configuration with the number of placeholders
// that their partitions have.
func samplePlaceholders(t *testing.T) map[string]int {
	t.Helper()
	text, err := os.ReadFile("sample_config.json")
	check(t, err)
	var form struct{ Endpoints []struct{ Path string } }
	check(t, json.Unmarshal(text, &form))
	placeholders := map[string]int{}
	for i, name := range catalogNames(t) {
		placeholders[name] = strings.Count(form.Endpoints[i].Path, "{")
	}
	return placeholders
}

// catalogNames gives the streams of the configured catalog, in its order: that of the form.
func catalogNames(t *testing.T) []string {
	t.Helper()
	text, err := os.ReadFile("configured_catalog.json")
	check(t, err)
	var catalog struct{ Streams []struct{ Stream descriptor } }
	check(t, json.Unmarshal(text, &catalog))
	var names []string
	for _, s := range catalog.Streams {
		names = append(names, s.Stream.Name)
	}
	return names
}

// abnormalState makes a state of each stream from the one that a whole read ends with. It differs in
// the time, and in being in the middle, behind all there is.
func abnormalState(t *testing.T, placeholders map[string]int) []byte {
	t.Helper()
	last := map[string]json.RawMessage{}
	for _, m := range run(t, 0, "read", "--config", "sample_config.json", "--catalog", "configured_catalog.json") {
		if m.Type == "STATE" {
			last[m.State.Stream.Descriptor.Name] = m.State.Stream.State
		}
	}
	var states []string
	for _, name := range catalogNames(t) {
		var state map[string]any
		check(t, json.Unmarshal(last[name], &state))
		delete(state, "complete")
		state["started"] = farFuture
		if n := placeholders[name]; n > 0 {
			state["after"] = strings.Split(strings.Repeat(lastValue, n), "")
		}
		text, err := json.Marshal(state)
		check(t, err)
		states = append(states, fmt.Sprintf(`{"type":"STREAM","stream":{"stream_descriptor":{"name":%q},"stream_state":%s}}`, name, text))
	}
	var text bytes.Buffer
	fmt.Fprintf(&text, "[\n%s\n]\n", strings.Join(states, ",\n"))
	return text.Bytes()
}
