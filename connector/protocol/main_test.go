package protocol_test

import (
	"encoding/json"
	"flag"
	"io"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"source-ovhcloud-api/connector/protocol"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestMain(m *testing.M) {
	flag.Parse()
	goleak.VerifyTestMain(m)
}

// clock is the time of every message in tests, in the middle of a millisecond.
func clock() time.Time {
	return time.Date(2023, 4, 5, 6, 7, 8, 9_500_000, time.UTC)
}

// newWriter returns a writer with the tests' clock that is closed when the test ends.
func newWriter(tb testing.TB, out io.Writer) *protocol.Writer {
	tb.Helper()
	w := protocol.NewWriter(out)
	w.SetClock(clock)
	tb.Cleanup(func() { _ = w.Close() })
	return w
}

// check fails the test for the error of a call that is not what the test is about.
func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// decodeLines returns the JSON object of each line.
func decodeLines(tb testing.TB, output string) []map[string]any {
	tb.Helper()
	if output != "" && !strings.HasSuffix(output, "\n") {
		tb.Errorf("the last line is not ended: %q", output[max(0, len(output)-80):])
	}
	var messages []map[string]any
	for line := range strings.Lines(output) {
		var message map[string]any
		if err := json.Unmarshal([]byte(line), &message); err != nil {
			tb.Fatalf("not a JSON object: %v\n%s", err, line)
		}
		messages = append(messages, message)
	}
	return messages
}

// chunks is an output that remembers each write and fails once it has had room of them.
type chunks struct {
	writes []string
	room   int // -1 for any number
	err    error
}

func (c *chunks) Write(p []byte) (int, error) {
	if c.room == 0 {
		return 0, c.err
	}
	c.room--
	c.writes = append(c.writes, string(p))
	return len(p), nil
}
