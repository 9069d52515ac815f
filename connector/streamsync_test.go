package connector

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/stream"
)

// recordingSync gives the sync of a stream s that writes to the buffer.
func recordingSync() (*streamSync, *bytes.Buffer) {
	var out bytes.Buffer
	p := &process{out: protocol.NewWriter(&out)}
	return &streamSync{
		process: p, configured: selected("s"), out: p.out.Stream(protocol.StreamDescriptor{Name: "s"}),
		plan: &stream.Plan{Endpoint: config.Endpoint{Name: "s"}}, stateTime: time.Now(),
	}, &out
}

// Checkpoints bound what is read again, by records and by time, and each says something new.
func TestCheckpoints(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess("/me/bill/{billId}")
		f.RequestsPerSecond = 0.2 // one call in five seconds
		const bills = 36
		o := runRead(t.Context(), t, f, whole("me_bill_each"), nil).succeeded(t)
		var seen []string
		records := 0.0
		for _, m := range o.messages {
			if m.Type == "STATE" {
				seen = append(seen, string(m.State.Stream.State))
				records += m.State.SourceStats.RecordCount
			}
		}
		if records != bills {
			t.Errorf("the states count %g records, want %d", records, bills)
		}
		if unique := len(slices.Compact(slices.Sorted(slices.Values(seen)))); unique != len(seen) {
			t.Errorf("of %d states %d are different", len(seen), unique)
		}
	})
}

func TestCheckpointsByCountAndTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, out := recordingSync()
		for i := range 2*checkpointRecords + 5 {
			must(t, s.Record([]byte(`{"a":1}`)))
			must(t, s.Checkpoint([]string{fmt.Sprint(i)}))
		}
		must(t, s.process.out.Flush())
		counts := strings.Count(out.String(), fmt.Sprintf(`"recordCount":%d.0`, checkpointRecords))
		if counts != 2 || strings.Count(out.String(), `"STATE"`) != 2 {
			t.Errorf("%d states of %d records", counts, checkpointRecords)
		}
		time.Sleep(checkpointEvery)
		must(t, s.Record([]byte(`{"a":1}`)))
		must(t, s.Checkpoint([]string{"z"}))
		if !strings.Contains(out.String(), `"recordCount":6.0`) {
			t.Error("no state after the time for one")
		}
		must(t, s.process.out.Close())
	})
}

// A stream that fails leaves the last partition that was written whole; a state that says the same as the
// one before it would fail the platform's sync.
func TestAFailedStreamLeavesItsLastState(t *testing.T) {
	for name, test := range map[string]struct {
		sync func(*streamSync) error
		want []string
	}{
		"nothing was read":      {func(*streamSync) error { return nil }, []string{}},
		"no partition is whole": {func(s *streamSync) error { return s.Record([]byte(`{}`)) }, []string{}},
		"a partition is whole":  {func(s *streamSync) error { return errors.Join(s.Record([]byte(`{}`)), s.Checkpoint([]string{"a"})) }, []string{"a of 1"}},
		"the next is not": {func(s *streamSync) error {
			return errors.Join(s.Record([]byte(`{}`)), s.Checkpoint([]string{"a"}), s.Record([]byte(`{}`)))
		}, []string{"a of 2"}},
		"its state is written": {func(s *streamSync) error {
			return errors.Join(s.Record([]byte(`{}`)), s.Checkpoint([]string{"a"}), s.writeState())
		}, []string{"a of 1"}},
		"one more is whole since": {func(s *streamSync) error {
			return errors.Join(s.Record([]byte(`{}`)), s.Checkpoint([]string{"a"}), s.writeState(), s.Record([]byte(`{}`)), s.Checkpoint([]string{"b"}))
		}, []string{"a of 1", "b of 1"}},
	} {
		s, out := recordingSync()
		must(t, test.sync(s))
		s.err = errors.New("it fails")
		s.fail(t.Context())
		got := []string{}
		for _, m := range decode(t, out.String()) {
			if m.Type == "STATE" {
				var state stream.State
				must(t, json.Unmarshal(m.State.Stream.State, &state))
				got = append(got, fmt.Sprintf("%s of %g", strings.Join(state.After, ","), m.State.SourceStats.RecordCount))
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		must(t, s.process.out.Close())
	}
}

// A catalog that lacks a column of the stream's selects what it names and nothing else; one that
// has them all, or has another form, selects everything.
func TestColumns(t *testing.T) {
	for schema, want := range map[string]map[string]bool{
		``:                                       nil,
		`null`:                                   nil,
		`{}`:                                     nil,
		`{"properties":{}}`:                      nil,
		`{"properties":[]}`:                      nil,
		`"text"`:                                 nil,
		`{"properties":{"a":{},"b":{},"c":{}}}`:  nil,
		`{"properties":{"a":{"type":"string"}}}`: {"a": true},
		`{"properties":{"gone":{}}}`:             {"gone": true},
	} {
		s := &streamSync{configured: selected("s"), plan: &stream.Plan{Properties: map[string]*apischema.Schema{"a": nil, "b": nil}}}
		s.configured.Stream.JSONSchema = json.RawMessage(schema)
		if diff := cmp.Diff(want, s.columns()); diff != "" {
			t.Errorf("%s: %s", schema, diff)
		}
	}
}
