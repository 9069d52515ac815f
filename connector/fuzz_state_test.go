package connector

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/state"
)

// FuzzReadState takes any bytes for a state: what a read leaves out is exactly what the state says
// has been read, by its fingerprint and its place, and the log says so; otherwise everything is
// read.
func FuzzReadState(f *testing.F) {
	whole := wholeRead(f)
	states := statesOf(f, whole)
	f.Add(encoded(f, slices.Collect(maps.Values(states))))
	for _, seed := range []string{
		``, `null`, `{}`, `[]`, `[null]`, `{"me":{"cursor":"2023"}}`, `[{"type":"LEGACY","data":{"x":1}}]`, `[{"type":"GLOBAL","global":{"stream_states":[]}}]`,
		`[{"type":"STREAM","stream":{"stream_descriptor":{"name":"ip_each"},"stream_state":5}}]`,
		`[{"type":"STREAM","stream":{"stream_descriptor":{"name":"nope","namespace":"n"},"stream_state":{}}}]`,
	} {
		f.Add([]byte(seed))
	}
	for _, change := range []string{
		`{}`, `{"cursor":"2024-06-01T00:00:00Z"}`, `{"cursor":"9999-12-31T23:59:59Z"}`, `{"cursor":"2024-06-01T00:00:00Z","complete":true}`,
		`{"interval":{"from":"2023-01-01T00:00:00Z","to":"2024-01-01T00:00:00Z"},"after":["FR40000010"]}`, `{"interval":{"to":"2023-01-01T00:00:00+02:00"}}`,
		`{"interval":{"from":"2025-01-01T00:00:00Z","to":"2024-01-01T00:00:00Z"},"cursor":"2023-06-01T00:00:00Z"}`, `{"interval":{},"after":["x","y"]}`,
	} {
		f.Add(encoded(f, []json.RawMessage{changedState(f, states[incrementalStream], change)}))
	}
	for _, name := range []string{"ip_each", "cloud_project_region_each"} {
		for _, change := range []string{
			`{"after":["151.80.0.0/20","x"]}`, `{"after":["192"]}`, `{"after":["\uDBFF\uDFFF","\uDBFF\uDFFF"]}`, `{"after":["", ""]}`, `{"after":[]}`,
			`{"after":["x"],"complete":true}`, `{"after":["192"],"started":"9999-12-31T23:59:59Z"}`, `{"after":["192"],"started":"0001-01-01T00:00:00Z"}`,
			`{"after":["192"],"cursor":"2024-06-01T00:00:00Z"}`, `{"interval":{"to":"2024-06-01T00:00:00Z"}}`,
			`{"after":["192"],"fingerprint":"0123456789abcdef"}`, `{"after":null}`, `{"after":["192"],"generation_id":1,"sync_id":1}`,
		} {
			f.Add(encoded(f, []json.RawMessage{changedState(f, states[name], change)}))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		synctest.Test(t, func(t *testing.T) {
			until(t, "2026-11-01") // the account has all its bills by then
			o := readFiles(t, encoded(t, fuzzedCatalog()), data)
			given, _, err := protocol.ParseStates(data)
			if err != nil {
				if ExitCode(o.err) != 1 || len(o.errors()) != 1 || strings.Contains(o.stdout, `"RECORD"`) {
					t.Errorf("%v, but %v: %q", err, o.err, o.errors())
				}
				return
			}
			o.succeeded(t)
			for _, name := range fuzzedStreams {
				judgeResumed(t, name, given[protocol.StreamDescriptor{Name: name}], whole, o)
			}
		})
	})
}

// partitionColumns are those of the partitions of the fuzzed streams.
var partitionColumns = map[string][]string{
	"ip_each": {"ip"}, "cloud_project_region_each": {"serviceName", "regionName"}, incrementalStream: {"billId"},
}

// judgeResumed holds what was read of one stream to the state that was given for it.
func judgeResumed(t *testing.T, name string, given json.RawMessage, whole, o outcome) {
	t.Helper()
	said := func(lines []string, words string) bool {
		return slices.ContainsFunc(lines, func(line string) bool {
			return strings.Contains(line, words) && strings.HasSuffix(line, " stream="+name)
		})
	}
	var was state.State
	if err := json.Unmarshal(given, &was); err != nil || was.Fingerprint != fingerprintOf(t, whole, name) {
		was = state.State{}
		if meansSomething(given) && !said(o.logs("WARN"), "state") {
			t.Errorf("%s: not a word of the state %s", name, given)
		}
	}
	columns := partitionColumns[name]
	goesOn := said(o.logs("INFO"), "going on after")
	if goesOn && len(was.After) != len(columns) {
		t.Fatalf("%s goes on from %s", name, given)
	}
	incremental := name == incrementalStream && (was.Interval != nil || !was.Cursor.IsZero())
	want := slices.DeleteFunc(whole.records(name), func(record string) bool {
		return goesOn && slices.Compare(partitionOf(t, record, columns), was.After) <= 0 || incremental && outside(t, record, was)
	})
	got := o.records(name)
	missing := slices.DeleteFunc(slices.Clone(want), func(record string) bool { return slices.Contains(got, record) })
	if len(missing) > 0 {
		t.Errorf("%s with the state %s: missing without a reason: %s", name, given, missing)
	}
	// An incremental read may bring more than it has to: its filter goes by days.
	if !incremental && len(got) != len(want) {
		t.Errorf("%s with the state %s: %d records, want %d", name, given, len(got), len(want))
	}
}

// outside reports whether a state lets a bill out: it is older than what is read again behind the
// cursor, or lies outside of the interval that is being read.
func outside(t *testing.T, record string, was state.State) bool {
	t.Helper()
	var bill struct{ Date time.Time }
	must(t, json.Unmarshal([]byte(record), &bill))
	if i := was.Interval; i != nil && (bill.Date.Before(i.From) || bill.Date.After(i.To)) {
		return true
	}
	return bill.Date.Before(was.Cursor.AddDate(0, 0, -1)) // the form's lookback
}

// meansSomething reports whether a state that cannot be used has to be warned of: one that is
// there, and not the end of another job.
func meansSomething(state json.RawMessage) bool {
	var members map[string]json.RawMessage
	if json.Unmarshal(state, &members) != nil {
		return state != nil
	}
	var s struct{ Complete bool }
	return len(members) > 0 && (json.Unmarshal(state, &s) != nil || !s.Complete)
}

func partitionOf(t *testing.T, record string, columns []string) []string {
	t.Helper()
	var values map[string]any
	must(t, json.Unmarshal([]byte(record), &values))
	var partition []string
	for _, column := range columns {
		partition = append(partition, fmt.Sprint(values[column]))
	}
	return partition
}

func fingerprintOf(t *testing.T, o outcome, name string) string {
	t.Helper()
	for _, m := range o.messages {
		if m.Type == "STATE" && m.stream() == name {
			var state struct{ Fingerprint string }
			must(t, json.Unmarshal(m.State.Stream.State, &state))
			return state.Fingerprint
		}
	}
	t.Fatalf("no state of %s", name)
	return ""
}

// changedState returns a state message of which the content is no end, and has other members
// besides.
func changedState(f *testing.F, written json.RawMessage, members string) json.RawMessage {
	f.Helper()
	var m map[string]any
	must(f, json.Unmarshal(written, &m))
	state := m["stream"].(map[string]any)["stream_state"].(map[string]any)
	delete(state, "complete")
	delete(state, "cursor")
	var others map[string]any
	must(f, json.Unmarshal([]byte(members), &others))
	maps.Copy(state, others)
	return encoded(f, m)
}

// statesOf returns the state messages that a read ends with, by stream.
func statesOf(t testing.TB, o outcome) map[string]json.RawMessage {
	t.Helper()
	states := map[string]json.RawMessage{}
	for _, raw := range o.states() {
		var s struct {
			Stream struct {
				Descriptor protocol.StreamDescriptor `json:"stream_descriptor"`
			}
		}
		must(t, json.Unmarshal(raw, &s))
		states[s.Stream.Descriptor.Name] = raw
	}
	return states
}
