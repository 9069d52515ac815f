package connector

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/stream"
)

// fuzzedForm has a stream of one call, one of a level of partitions, one of two, and an incremental one.
func fuzzedForm() form {
	return inProcess("/me", "/ip/{ip}", "/cloud/project/{serviceName}/region/{regionName}", "/me/bill/{billId}")
}

var fuzzedStreams = []string{"me", "ip_each", "cloud_project_region_each", "me_bill_each"}

func fuzzedCatalog() any {
	return map[string]any{"streams": append(whole(fuzzedStreams[:3]...), incrementally(fuzzedStreams[3])...)}
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

// FuzzReadCatalog takes any bytes for a configured catalog: read refuses them as a whole, or each
// stream of them has a story with one end, and those that the form has are read whole.
func FuzzReadCatalog(f *testing.F) {
	whole := len(wholeRead(f).records("ip_each"))
	f.Add(encoded(f, fuzzedCatalog()))
	for _, seed := range []string{
		`{"streams":[{"stream":{"name":"ip_each","namespace":"n","json_schema":{"properties":{"ip":{},"type":{}}}},"sync_mode":"incremental","cursor_field":["x"]}]}`,
		`{"streams":[{"stream":{"name":"nope","json_schema":null},"sync_mode":"INVALID","destination_sync_mode":"INVALID"},null]}`,
		`{"streams":[{"stream":{"name":"me","json_schema":{"properties":{"nope":{}}}},"generation_id":1,"minimum_generation_id":1,"sync_id":null}]}`,
		`{"streams":[{"stream":{"name":"me","json_schema":7},"primary_key":[["a","b"]]},{"stream":{"name":"me","namespace":"2"}}]}`,
		`{"streams":[]}`, `{"streams":null}`, "\ufeff{}", `[`, ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		catalog, err := protocol.ParseCatalog(data)
		if len(catalog.Streams) > 8 { // more are only more of the same
			t.Skip()
		}
		synctest.Test(t, func(t *testing.T) {
			o := readFiles(t, data, nil)
			if err != nil {
				if ExitCode(o.err) != 1 || len(o.errors()) != 1 || strings.Contains(o.stdout, `"RECORD"`) {
					t.Errorf("%v, but %v: %q", err, o.err, o.errors())
				}
				return
			}
			judgeStories(t, catalog, o)
			for _, s := range catalog.Streams {
				if n := len(recordsAs(o, s.Stream.Descriptor())); s.Stream.Name == "ip_each" && n != whole && (n != 0 || selects(s, "ip")) {
					t.Errorf("%d records of %s, want %d", n, s.Stream.Descriptor(), whole)
				}
			}
		})
	})
}

// judgeStories holds a read to its catalog: each of its streams begins and ends once, complete if the
// form has it, and no other stream is spoken of.
func judgeStories(t *testing.T, catalog protocol.ConfiguredCatalog, o outcome) {
	t.Helper()
	stories := map[protocol.StreamDescriptor][]string{}
	for _, m := range o.messages {
		if d, word, ok := statusOf(m); ok {
			stories[d] = append(stories[d], word)
		}
	}
	failed := false
	for _, s := range catalog.Streams {
		d := s.Stream.Descriptor()
		want := []string{"STARTED", "RUNNING", "COMPLETE"}
		if !slices.Contains(fuzzedStreams, d.Name) {
			want, failed = []string{"INCOMPLETE"}, true
		}
		if diff := cmp.Diff(want, stories[d]); diff != "" {
			t.Errorf("%s: %s", d, diff)
		}
		delete(stories, d)
	}
	if len(stories) > 0 {
		t.Errorf("statuses of streams that nobody asked for: %v", stories)
	}
	if failed != (o.err != nil) || failed != (len(o.errors()) > 0) {
		t.Errorf("failed: %t, but %v, %q", failed, o.err, o.errors())
	}
}

// statusOf gives the status that a message tells of a stream.
func statusOf(m message) (d protocol.StreamDescriptor, word string, ok bool) {
	s := m.Trace.StreamStatus
	return s.Stream, s.Status, m.Type == "TRACE" && m.Trace.Type == "STREAM_STATUS" && len(s.Reasons) == 0
}

// selects tells whether a stream of a catalog asks for a column; one without any asks for all.
func selects(s protocol.ConfiguredStream, column string) bool {
	var schema struct{ Properties map[string]json.RawMessage }
	if json.Unmarshal(s.Stream.JSONSchema, &schema) != nil || len(schema.Properties) == 0 {
		return true
	}
	_, ok := schema.Properties[column]
	return ok
}

// recordsAs gives the records of one descriptor.
func recordsAs(o outcome, d protocol.StreamDescriptor) []string {
	var records []string
	for line := range strings.Lines(o.stdout) {
		var m wireMessage
		if json.Unmarshal([]byte(line), &m) == nil && m.Record != nil && m.Record.Stream == d.Name && m.Record.Namespace == d.Namespace {
			records = append(records, line)
		}
	}
	return records
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

// statesOf gives the state messages that a read ends with, by stream.
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

// FuzzReadState takes any bytes for a state: what a read leaves out is exactly what the state says
// has been read, by its fingerprint and its place, and the log says so; otherwise everything is read.
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
		f.Add(encoded(f, []json.RawMessage{changedState(f, states["me_bill_each"], change)}))
	}
	for _, name := range []string{"ip_each", "cloud_project_region_each"} {
		for _, change := range []string{
			`{"after":["151.80.0.0/20","x"]}`, `{"after":["192"]}`, `{"after":["\uDBFF\uDFFF","\uDBFF\uDFFF"]}`, `{"after":["", ""]}`, `{"after":[]}`,
			`{"after":["x"],"complete":true}`, `{"after":["192"],"started":"9999-12-31T23:59:59Z"}`, `{"after":["192"],"started":"0001-01-01T00:00:00Z"}`,
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
	"ip_each": {"ip"}, "cloud_project_region_each": {"serviceName", "regionName"}, "me_bill_each": {"billId"},
}

// judgeResumed holds what was read of one stream to the state that was given for it.
func judgeResumed(t *testing.T, name string, given json.RawMessage, whole, o outcome) {
	t.Helper()
	said := func(lines []string, words string) bool {
		return slices.ContainsFunc(lines, func(line string) bool {
			return strings.Contains(line, words) && strings.HasSuffix(line, " stream="+name)
		})
	}
	var state stream.State
	warned := said(o.logs("WARN"), "state")
	if err := json.Unmarshal(given, &state); err != nil || state.Fingerprint != fingerprintOf(t, whole, name) {
		state = stream.State{}
		if meansSomething(given) && !warned {
			t.Errorf("%s: not a word of the state %s", name, given)
		}
	}
	goesOn := said(o.logs("INFO"), "going on after")
	want := slices.DeleteFunc(whole.records(name), func(record string) bool {
		return goesOn && slices.Compare(partitionOf(t, record, partitionColumns[name]), state.After) <= 0 || outside(t, record, state)
	})
	got := o.records(name)
	// An incremental read may bring more than it has to: its filter goes by days.
	missing := slices.DeleteFunc(slices.Clone(want), func(record string) bool { return slices.Contains(got, record) })
	if len(missing) > 0 {
		t.Errorf("%s with the state %s: missing without a reason: %s", name, given, missing)
	}
	if state.Cursor.IsZero() && state.Interval == nil && len(got) != len(want) {
		t.Errorf("%s with the state %s: %d records, want %d", name, given, len(got), len(want))
	}
}

// outside tells whether a state lets a bill out: it is older than what is read again behind the
// cursor, or lies outside of the interval that is being read.
func outside(t *testing.T, record string, state stream.State) bool {
	t.Helper()
	var bill struct{ Date time.Time }
	if state.Interval == nil && state.Cursor.IsZero() || json.Unmarshal([]byte(record), &bill) != nil {
		return false
	}
	if i := state.Interval; i != nil && (bill.Date.Before(i.From) || bill.Date.After(i.To)) {
		return true
	}
	return bill.Date.Before(state.Cursor.AddDate(0, 0, -1)) // the form's lookback
}

// meansSomething tells whether a state that cannot be used has to be warned of: one that is there, and
// not the end of another job.
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

// changedState gives a state message of which the content is no end, and has other members besides.
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
