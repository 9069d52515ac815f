package connector

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/protocol"
)

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
		`{"streams":[{"stream":{"name":"ip_each"},"sync_mode":"incremntal"},{"stream":{"name":"me"},"sync_mode":null}]}`,
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
				if n := len(recordsAs(o, s.Stream.Descriptor())); s.Stream.Name == "ip_each" && s.SyncMode.Known() && n != whole && (n != 0 || selects(s, "ip")) {
					t.Errorf("%d records of %s, want %d", n, s.Stream.Descriptor(), whole)
				}
			}
		})
	})
}

// judgeStories holds a read to its catalog: each of its streams begins and ends once, complete if
// the form has it and its mode exists, and no other stream is spoken of.
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
		if !slices.Contains(fuzzedStreams, d.Name) || !s.SyncMode.Known() {
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

// statusOf returns the status that a message tells of a stream.
func statusOf(m message) (d protocol.StreamDescriptor, word string, ok bool) {
	s := m.Trace.StreamStatus
	return s.Stream, s.Status, m.Type == "TRACE" && m.Trace.Type == "STREAM_STATUS" && len(s.Reasons) == 0
}

// selects reports whether a stream of a catalog asks for a column; one without any asks for all.
func selects(s protocol.ConfiguredStream, column string) bool {
	var schema struct{ Properties map[string]json.RawMessage }
	if json.Unmarshal(s.Stream.JSONSchema, &schema) != nil || len(schema.Properties) == 0 {
		return true
	}
	_, ok := schema.Properties[column]
	return ok
}

// recordsAs returns the records of one descriptor.
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
