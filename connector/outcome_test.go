package connector

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/protocol"
)

// message is a message of the connector's, as far as the tests look into it.
type message struct {
	Type   string
	Record struct {
		Stream string
		Data   json.RawMessage
	}
	State struct {
		Stream struct {
			Descriptor protocol.StreamDescriptor `json:"stream_descriptor"`
			State      json.RawMessage           `json:"stream_state"`
		}
		SourceStats struct{ RecordCount float64 }
	}
	Log              struct{ Level, Message string }
	ConnectionStatus struct{ Status, Message string }
	Catalog          struct{ Streams []protocol.Stream }
	Trace            struct {
		Type  string
		Error struct {
			Message     string
			FailureType string                    `json:"failure_type"`
			Stream      protocol.StreamDescriptor `json:"stream_descriptor"`
		}
		StreamStatus struct {
			Stream  protocol.StreamDescriptor `json:"stream_descriptor"`
			Status  string
			Reasons []json.RawMessage
		} `json:"stream_status"`
	}
}

// stream names the stream that a message is about, "" for none.
func (m message) stream() string {
	switch {
	case m.Type == "RECORD":
		return m.Record.Stream
	case m.Type == "STATE":
		return m.State.Stream.Descriptor.Name
	case m.Type == "TRACE" && m.Trace.Type == "ERROR":
		return m.Trace.Error.Stream.Name
	case m.Type == "TRACE":
		return m.Trace.StreamStatus.Stream.Name
	}
	return ""
}

// outcome is what a run came to.
type outcome struct {
	messages []message
	stdout   string
	stderr   string
	err      error
}

// run runs a command line. Something on stdout that is no message fails the test.
func run(ctx context.Context, t *testing.T, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	err := Run(ctx, args, &stdout, &stderr)
	return outcome{messages: decode(t, stdout.String()), stdout: stdout.String(), stderr: stderr.String(), err: err}
}

// decode reads messages, one a line.
func decode(t *testing.T, stdout string) []message {
	t.Helper()
	var messages []message
	for line := range strings.Lines(stdout) {
		var m message
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		messages = append(messages, m)
	}
	return messages
}

// runForm runs a verb on a form.
func runForm(t *testing.T, verb string, f form, flags ...string) outcome {
	t.Helper()
	return run(t.Context(), t, append([]string{verb, "--config", write(t, "config.json", f)}, flags...)...)
}

// runRead reads streams of a form, with states of an earlier run or nil.
func runRead(ctx context.Context, t *testing.T, f form, streams []protocol.ConfiguredStream, states []json.RawMessage, flags ...string) outcome {
	t.Helper()
	args := []string{"read", "--config", write(t, "config.json", f), "--catalog", write(t, "catalog.json", map[string]any{"streams": streams})}
	if states != nil {
		args = append(args, "--state", write(t, "state.json", states))
	}
	return run(ctx, t, append(args, flags...)...)
}

// succeeded fails the test at once if the run has failed.
func (o outcome) succeeded(t *testing.T) outcome {
	t.Helper()
	if o.err != nil {
		t.Fatalf("%v\n%s", o.err, o.errors())
	}
	return o
}

// story tells what was said of a stream, in order. Records that follow each other are one line.
func (o outcome) story(name string) []string {
	var lines []string
	records := 0
	say := func(line string) {
		if records > 0 {
			lines = append(lines, fmt.Sprintf("RECORD x %d", records))
			records = 0
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	for _, m := range o.messages {
		switch {
		case m.stream() != name:
		case m.Type == "RECORD":
			records++
		case m.Type == "STATE":
			say(fmt.Sprintf("STATE of %g", m.State.SourceStats.RecordCount))
		case m.Trace.Type == "ERROR":
			say(m.Trace.Error.FailureType)
		case len(m.Trace.StreamStatus.Reasons) > 0:
			say("RATE_LIMITED")
		default:
			say(m.Trace.StreamStatus.Status)
		}
	}
	say("")
	return lines
}

// complete is the story of a stream of so many records that was read in one go.
func complete(records int) []string {
	return []string{"STARTED", "RUNNING", fmt.Sprintf("RECORD x %d", records), fmt.Sprintf("STATE of %d", records), "COMPLETE"}
}

// records returns the records of a stream as they were written, in order.
func (o outcome) records(name string) []string {
	var records []string
	for _, m := range o.messages {
		if m.Type == "RECORD" && m.Record.Stream == name {
			records = append(records, string(m.Record.Data))
		}
	}
	return records
}

// states returns the last state of each stream, as a platform passes them on.
func (o outcome) states() []json.RawMessage {
	last := map[string]json.RawMessage{}
	for line := range strings.Lines(o.stdout) {
		var m struct{ State json.RawMessage }
		var about message
		if json.Unmarshal([]byte(line), &m) == nil && m.State != nil && json.Unmarshal([]byte(line), &about) == nil {
			last[about.stream()] = m.State
		}
	}
	states := []json.RawMessage{} // none is [], not null
	for _, state := range last {
		states = append(states, state)
	}
	return states
}

// logs returns the log of a level.
func (o outcome) logs(level string) []string {
	var lines []string
	for _, m := range o.messages {
		if m.Type == "LOG" && m.Log.Level == level {
			lines = append(lines, m.Log.Message)
		}
	}
	return lines
}

// errors returns the errors that were reported: stream, failure type and message of each.
func (o outcome) errors() []string {
	var lines []string
	for _, m := range o.messages {
		if e := m.Trace.Error; m.Trace.Type == "ERROR" {
			lines = append(lines, fmt.Sprintf("%s: %s: %s", e.Stream.Name, e.FailureType, e.Message))
		}
	}
	return lines
}

// status returns the only connection status, as "STATUS\nmessage\n".
func (o outcome) status(t *testing.T) string {
	t.Helper()
	i := slices.IndexFunc(o.messages, func(m message) bool { return m.Type == "CONNECTION_STATUS" })
	if i < 0 || strings.Count(o.stdout, `"CONNECTION_STATUS"`) != 1 {
		t.Fatalf("want one connection status:\n%s", o.stdout)
	}
	return o.messages[i].ConnectionStatus.Status + "\n" + o.messages[i].ConnectionStatus.Message + "\n"
}
