package integrationtests_test

import (
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
// and what lies behind them, which is nothing, is read. A stream of a single call that is not
// incremental has no place to go on from and is read as a whole.
func TestAbnormalState(t *testing.T) {
	t.Parallel()
	catalog := sampleCatalog(t)
	if *update {
		check(t, os.WriteFile("abnormal_state.json", abnormalState(t, catalog), 0o644))
	}
	c := conformance{file: "../schemas/sample_config.json"}
	r := c.read(t, "--catalog", temporary(t, "catalog.json", incrementalCatalog(t, fileAt(t, "configured_catalog.json"), false)), "--state", "abnormal_state.json")
	incremental := 0
	for _, s := range catalog {
		if s.incremental {
			incremental++
		}
		n := len(r.records[s.Name])
		if resumes := s.placeholders > 0 || s.incremental; resumes == (n > 0) {
			t.Errorf("stream %s with %d placeholders, incremental %t: %d records", s.Name, s.placeholders, s.incremental, n)
		}
		if len(r.states(s.Name)) == 0 {
			t.Errorf("stream %s: no state", s.Name)
		}
	}
	r.warnsOfStates(t, incremental) // -update writes them anew
}

// sampleStream is a stream of the sample configuration.
type sampleStream struct {
	Name         string
	placeholders int // of its path
	incremental  bool
}

// sampleCatalog returns the streams of the sample configuration, in its order.
func sampleCatalog(t *testing.T) []sampleStream {
	t.Helper()
	var form struct{ Endpoints []struct{ Path string } }
	check(t, json.Unmarshal(fileAt(t, "../schemas/sample_config.json"), &form))
	var catalog struct{ Streams []struct{ Stream discovered } }
	check(t, json.Unmarshal(fileAt(t, "configured_catalog.json"), &catalog))
	var streams []sampleStream
	for i, s := range catalog.Streams {
		streams = append(streams, sampleStream{s.Stream.Name, strings.Count(form.Endpoints[i].Path, "{"), s.Stream.incremental()})
	}
	return streams
}

// abnormalState makes a state of each stream from the one that a whole read ends with. It differs
// in the time, and in being behind all there is: by the cursor, or in the middle.
func abnormalState(t *testing.T, catalog []sampleStream) []byte {
	t.Helper()
	c := conformance{file: "../schemas/sample_config.json"}
	whole := c.read(t, "--catalog", temporary(t, "catalog.json", incrementalCatalog(t, fileAt(t, "configured_catalog.json"), false)))
	var states []string
	for _, s := range catalog {
		written := whole.states(s.Name)
		var state object
		check(t, json.Unmarshal(written[len(written)-1].State.Stream.State, &state))
		state["started"] = farFuture
		switch {
		case s.incremental:
			state["cursor"] = farFuture
		case s.placeholders > 0:
			state["after"] = strings.Split(strings.Repeat(lastValue, s.placeholders), "")
		}
		delete(state, "complete")
		delete(state, "written_at") // a state of ours would be mended
		states = append(states, stateMessage(t, s.Name, encoded(t, state)))
	}
	return fmt.Appendf(nil, "[\n%s\n]\n", strings.Join(states, ",\n"))
}
