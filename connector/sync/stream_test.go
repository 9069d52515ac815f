package sync

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/read"
	"source-ovhcloud-api/connector/state"
)

// recordingSync returns the sync of a stream s that writes to the buffer.
func recordingSync() (*stream, *bytes.Buffer) {
	var out bytes.Buffer
	o := &Output{Writer: protocol.NewWriter(&out), Trace: func(err error) protocol.TraceError { return protocol.TraceError{Message: err.Error()} }}
	return &stream{
		output: o, configured: selected("s"), out: o.Writer.Stream(protocol.StreamDescriptor{Name: "s"}),
		plan: &plan.Plan{Endpoint: config.Endpoint{Name: "s"}}, stateTime: time.Now(),
	}, &out
}

// Checkpoints come by records and by time, and each says something new.
func TestCheckpointsByCountAndTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, out := recordingSync()
		for i := range 2*checkpointRecords + 5 {
			must(t, s.Record([]byte(`{"a":1}`)))
			must(t, s.Checkpoint([]string{fmt.Sprint(i)}))
		}
		must(t, s.output.Writer.Flush())
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
		must(t, s.output.Writer.Close())
	})
}

// A stream that fails leaves the last partition that was written whole; a state that says the same
// as the one before it would fail the platform's sync.
func TestAFailedStreamLeavesItsLastState(t *testing.T) {
	for name, test := range map[string]struct {
		sync func(*stream) error
		want []string
	}{
		"nothing was read":      {func(*stream) error { return nil }, []string{}},
		"no partition is whole": {func(s *stream) error { return s.Record([]byte(`{}`)) }, []string{}},
		"a partition is whole":  {func(s *stream) error { return errors.Join(s.Record([]byte(`{}`)), s.Checkpoint([]string{"a"})) }, []string{"a of 1"}},
		"the next is not": {func(s *stream) error {
			return errors.Join(s.Record([]byte(`{}`)), s.Checkpoint([]string{"a"}), s.Record([]byte(`{}`)))
		}, []string{"a of 2"}},
		"its state is written": {func(s *stream) error {
			return errors.Join(s.Record([]byte(`{}`)), s.Checkpoint([]string{"a"}), s.writeState())
		}, []string{"a of 1"}},
		"one more is whole since": {func(s *stream) error {
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
				var was state.State
				must(t, json.Unmarshal(m.State.Stream.State, &was))
				got = append(got, fmt.Sprintf("%s of %g", strings.Join(was.After, ","), m.State.SourceStats.RecordCount))
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		must(t, s.output.Writer.Close())
	}
}

// A state is not written twice, although records follow the last checkpoint.
func TestAFailedStreamWritesItsStateOnce(t *testing.T) {
	s, out := recordingSync()
	must(t, errors.Join(s.Record([]byte(`{}`)), s.Checkpoint([]string{"a"}), s.writeState(), s.Record([]byte(`{}`))))
	s.err = errors.New("it fails")
	s.fail(t.Context())
	must(t, s.output.Writer.Close())
	if n := strings.Count(out.String(), `"STATE"`); n != 1 {
		t.Errorf("%d states, want one:\n%s", n, out)
	}
}

// A stream that is cut has a state behind its last record, for the platform to count its records
// by, and none twice. What goes on after a partition has that whole, and what begins anew has no
// record more than the form wants.
func TestACutStreamWritesItsStateOnce(t *testing.T) {
	interval := &plan.Interval{To: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	one := func(s *stream) error { return s.Record([]byte(`{}`)) }
	whole := func(partition string) func(*stream) error {
		return func(s *stream) error { return s.Checkpoint([]string{partition}) }
	}
	for name, test := range map[string]struct {
		interval *plan.Interval
		chain    []plan.Level
		taken    []func(*stream) error
		want     []string
	}{
		"a refresh":                             {nil, []plan.Level{{}}, []func(*stream) error{one, whole("a"), one}, []string{"[] of 2"}},
		"a refresh, within a partition":         {nil, []plan.Level{{}}, []func(*stream) error{one, one}, []string{"[] of 2"}},
		"a refresh that a state names":          {nil, []plan.Level{{}}, []func(*stream) error{one, one, whole("a"), (*stream).writeState}, []string{"[a] of 2", "[] of 0"}},
		"a refresh of a list":                   {nil, nil, []func(*stream) error{one, one}, []string{"[] of 2"}},
		"an interval of a list":                 {interval, nil, []func(*stream) error{one, one}, []string{"[] of 2"}},
		"an interval":                           {interval, []plan.Level{{}}, []func(*stream) error{one, whole("a"), one, whole("b")}, []string{"[b] of 2"}},
		"an interval, with many below one":      {interval, []plan.Level{{}}, []func(*stream) error{one, one, one, whole("a")}, []string{"[a] of 3"}},
		"an interval that a state names":        {interval, []plan.Level{{}}, []func(*stream) error{one, one, whole("a"), (*stream).writeState}, []string{"[a] of 2"}},
		"an interval with more since":           {interval, []plan.Level{{}}, []func(*stream) error{one, whole("a"), (*stream).writeState, one, whole("b")}, []string{"[a] of 1", "[b] of 1"}},
		"an interval with nothing for the last": {interval, []plan.Level{{}}, []func(*stream) error{one, one, whole("a"), (*stream).writeState, whole("b")}, []string{"[a] of 2", "[b] of 0"}},
	} {
		s, out := recordingSync()
		s.state.Interval, s.plan.Endpoint.MaxRecords = test.interval, 2
		s.plan.Chain, s.plan.Operation = test.chain, &apischema.Operation{Method: "GET"}
		for _, take := range test.taken {
			must(t, take(s))
		}
		if err := one(s); !errors.Is(err, read.ErrEnough) {
			t.Errorf("%s: the next record is met by %v", name, err)
		}
		must(t, errors.Join(s.finish(read.Stopped), s.output.Writer.Close()))
		var got []string
		for _, m := range decode(t, out.String()) {
			if m.Type == "STATE" {
				var was state.State
				must(t, json.Unmarshal(m.State.Stream.State, &was))
				got = append(got, fmt.Sprintf("%v of %g", was.After, m.State.SourceStats.RecordCount))
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// What ends a stream before its plan's end keeps the cursor: only a whole read finishes its
// interval.
func TestOnlyAWholeReadIsFinished(t *testing.T) {
	from, to := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	for end, want := range map[read.End]string{read.Stopped: "a state, INCOMPLETE", read.Whole: "RUNNING, the end, COMPLETE"} {
		s, out := recordingSync()
		s.state = state.State{Cursor: from, Interval: &plan.Interval{From: from, To: to}}
		must(t, s.Checkpoint([]string{"a"}))
		if s.err = s.finish(end); s.err != nil {
			s.fail(t.Context())
		}
		must(t, s.output.Writer.Close())
		var got []string
		for _, m := range decode(t, out.String()) {
			switch {
			case m.Type == "STATE":
				var was state.State
				must(t, json.Unmarshal(m.State.Stream.State, &was))
				said := "a state"
				if was.Cursor.Equal(to) {
					said = "the end"
				}
				got = append(got, said)
			case m.Trace.StreamStatus.Status != "":
				got = append(got, m.Trace.StreamStatus.Status)
			}
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%v: %s\n%s", end, diff, out)
		}
	}
}
