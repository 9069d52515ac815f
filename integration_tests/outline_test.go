package integrationtests_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// queryID is the number that OVH gives to a call.
var (
	queryID = regexp.MustCompile(`query id [^),]+`)
	// tries is how long a call was repeated, which is drawn.
	tries = regexp.MustCompile(`after \d+ attempts in [\d.hms]+`)
)

// outline tells what a run said, a line per message, without what differs from run to run: times,
// ids of calls, waits and retries, the order of what is done beside each other, what is only
// information. Warnings come first, by their text, then each stream with what is said of it, in
// order. Records of a stream that follow each other are one line, and so are a state and one of no
// further records: the first of them was due by the clock.
func outline(messages []message) string {
	var warnings []string
	var lines []outlineLine
	for _, m := range messages {
		if m.Type == "LOG" && tells(m.Log.Level, m.Log.Message) {
			warnings = append(warnings, "LOG "+m.Log.Level+" "+m.Log.Message)
		}
		line, ok := outlineOf(m)
		if !ok {
			continue
		}
		if m.Type == "RECORD" {
			if i := lastOf(lines, line.stream); i >= 0 && lines[i].records > 0 {
				lines[i].records++
				continue
			}
		}
		if m.Type == "STATE" && m.State.SourceStats.RecordCount == 0 {
			if i := lastOf(lines, line.stream); i >= 0 && strings.HasPrefix(lines[i].text, "STATE of ") {
				continue
			}
		}
		lines = append(lines, line)
	}
	slices.SortStableFunc(lines, func(a, b outlineLine) int { return cmp.Compare(a.stream, b.stream) })
	var text strings.Builder
	for _, warning := range slices.Sorted(slices.Values(warnings)) {
		text.WriteString(warning + "\n")
	}
	for _, line := range lines {
		text.WriteString(line.String())
	}
	return tries.ReplaceAllString(queryID.ReplaceAllString(text.String(), "query id …"), "after … attempts in …")
}

// outlineLine is what one message, or several records, say of a stream, of none if that is "".
type outlineLine struct {
	stream, text string
	records      int
}

func (l outlineLine) String() string {
	text := l.text
	if l.records > 0 {
		text = fmt.Sprintf("RECORD x %d", l.records)
	}
	if l.stream != "" {
		text = l.stream + ": " + text
	}
	return strings.ReplaceAll(text, "\n", "\n  ") + "\n"
}

// lastOf finds the last line of a stream, -1 if there is none.
func lastOf(lines []outlineLine, stream string) int {
	for i, line := range slices.Backward(lines) {
		if line.stream == stream {
			return i
		}
	}
	return -1
}

// outlineOf returns the line of a message, if it has one in its place.
func outlineOf(m message) (line outlineLine, ok bool) {
	switch m.Type {
	case "RECORD":
		return outlineLine{stream: m.Record.Stream, records: 1}, true
	case "STATE":
		return outlineLine{stream: m.State.Stream.Descriptor.Name, text: fmt.Sprintf("STATE of %g", m.State.SourceStats.RecordCount)}, true
	case "LOG":
		return outlineLine{}, false
	case "CONNECTION_STATUS":
		return outlineLine{text: m.ConnectionStatus.Status + "\n" + m.ConnectionStatus.Message}, true
	case "CATALOG":
		return outlineLine{text: "CATALOG\n" + strings.Join(streamNames(m.Catalog.Streams), "\n")}, true
	case "TRACE":
		return outlineOfTrace(m)
	}
	return outlineLine{text: m.Type}, true
}

// tells reports whether a line of the log is more than information, and no retry: how often a call
// is refused for OVH's limit depends on how busy the machine is.
func tells(level, text string) bool {
	return slices.Contains([]string{"WARN", "ERROR", "FATAL"}, level) && !strings.HasPrefix(text, "repeating the call ")
}

func outlineOfTrace(m message) (line outlineLine, ok bool) {
	switch m.Trace.Type {
	case "ERROR":
		e := m.Trace.Error
		return outlineLine{stream: e.Stream.Name, text: e.FailureType + "\n" + e.Message}, true
	case "STREAM_STATUS":
		status := m.Trace.StreamStatus
		// A status with a reason says that the stream waits for OVH's limit.
		return outlineLine{stream: status.Stream.Name, text: status.Status}, len(status.Reasons) == 0
	}
	return outlineLine{}, false
}

// streamNames returns the names of the streams of a catalog, configured or not.
func streamNames(streams []json.RawMessage) []string {
	var names []string
	for _, raw := range streams {
		var stream struct{ Name string }
		// What has no name has the empty one.
		_ = json.Unmarshal(raw, &stream)
		names = append(names, stream.Name)
	}
	return names
}

func TestOutline(t *testing.T) {
	const stdout = `{"type":"LOG","log":{"level":"INFO","message":"3 calls"}}
{"type":"TRACE","trace":{"type":"STREAM_STATUS","stream_status":{"stream_descriptor":{"name":"b"},"status":"STARTED"}}}
{"type":"TRACE","trace":{"type":"STREAM_STATUS","stream_status":{"stream_descriptor":{"name":"b"},"status":"RUNNING","reasons":[{"type":"RATE_LIMITED"}]}}}
{"type":"TRACE","trace":{"type":"ESTIMATE","estimate":{"name":"b","row_estimate":3,"byte_estimate":90}}}
{"type":"RECORD","record":{"stream":"b"}}
{"type":"RECORD","record":{"stream":"a"}}
{"type":"RECORD","record":{"stream":"b"}}
{"type":"STATE","state":{"stream":{"stream_descriptor":{"name":"b"}},"sourceStats":{"recordCount":2.0}}}
{"type":"RECORD","record":{"stream":"b"}}
{"type":"LOG","log":{"level":"WARN","message":"slow"}}
{"type":"LOG","log":{"level":"WARN","message":"odd"}}
{"type":"LOG","log":{"level":"WARN","message":"repeating the call method=GET"}}
{"type":"TRACE","trace":{"type":"ERROR","error":{"message":"no\nway (query id EU.ext-1.5)","failure_type":"config_error","stream_descriptor":{"name":"b"}}}}
{"type":"CONNECTION_STATUS","connectionStatus":{"status":"FAILED","message":"one\ntwo"}}
{"type":"CATALOG","catalog":{"streams":[{"name":"b"},{"name":"a"}]}}
{"type":"SPEC","spec":{}}
`
	const want = `LOG WARN odd
LOG WARN slow
FAILED
  one
  two
CATALOG
  b
  a
SPEC
a: RECORD x 1
b: STARTED
b: RECORD x 2
b: STATE of 2
b: RECORD x 1
b: config_error
  no
  way (query id …)
`
	messages, err := decodeMessages([]byte(stdout), nil)
	check(t, err)
	if diff := gocmp.Diff(want, outline(messages)); diff != "" {
		t.Error(diff)
	}
}
