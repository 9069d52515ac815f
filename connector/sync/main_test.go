package sync

import (
	"encoding/json"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"source-ovhcloud-api/connector/protocol"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// selected is a stream as a catalog that asks for all of it has it.
func selected(name string) protocol.ConfiguredStream {
	return protocol.ConfiguredStream{Stream: protocol.Stream{Name: name, JSONSchema: json.RawMessage(`{}`)}, SyncMode: protocol.FullRefresh}
}

// message is what these tests read of a message of the protocol.
type message struct {
	Type  string
	Trace struct {
		StreamStatus struct{ Status string } `json:"stream_status"`
	}
	State struct {
		Stream struct {
			State json.RawMessage `json:"stream_state"`
		}
		SourceStats struct{ RecordCount float64 }
	}
}

func decode(t *testing.T, lines string) []message {
	t.Helper()
	var messages []message
	for line := range strings.Lines(lines) {
		var m message
		must(t, json.Unmarshal([]byte(line), &m))
		messages = append(messages, m)
	}
	return messages
}
