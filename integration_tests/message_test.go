package integrationtests_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// message is a line of the connector's, as far as the tests look into it.
type message struct {
	Type   string
	Record struct {
		Stream    string
		Data      map[string]json.RawMessage
		EmittedAt int64 `json:"emitted_at"`
	}
	State struct {
		Type   string
		Stream struct {
			Descriptor descriptor      `json:"stream_descriptor"`
			State      json.RawMessage `json:"stream_state"`
		}
		SourceStats struct{ RecordCount float64 }
	}
	Log              struct{ Level, Message string }
	ConnectionStatus struct{ Status, Message string }
	Catalog          struct{ Streams []json.RawMessage }
	Spec             struct {
		DocumentationURL string `json:"documentationUrl"`
		ProtocolVersion  string `json:"protocol_version"`
		Form             object `json:"connectionSpecification"`
	}
	Trace struct {
		Type  string
		Error struct {
			Message     string
			FailureType string     `json:"failure_type"`
			Stream      descriptor `json:"stream_descriptor"`
		}
		Estimate struct {
			Rows  *int64 `json:"row_estimate"`
			Bytes *int64 `json:"byte_estimate"`
		}
		StreamStatus struct {
			Stream  descriptor `json:"stream_descriptor"`
			Status  string
			Reasons []json.RawMessage
		} `json:"stream_status"`
	}
}

// descriptor names a stream.
type descriptor struct{ Name string }

// payloads are the messages of a source with the key that each has beside its type.
var payloads = map[string]string{
	"RECORD": "record", "STATE": "state", "LOG": "log", "SPEC": "spec",
	"CONNECTION_STATUS": "connectionStatus", "CATALOG": "catalog", "TRACE": "trace",
}

// decodeMessages reads what a run printed: whole lines, each one message of a source with its
// payload and nothing else, and valid against the schema unless that is nil. The error names the
// line.
func decodeMessages(stdout []byte, schema *jsonschema.Schema) ([]message, error) {
	if len(stdout) > 0 && !bytes.HasSuffix(stdout, []byte("\n")) {
		return nil, errors.New("the last line is cut off")
	}
	var messages []message
	for line := range bytes.Lines(stdout) {
		m, err := decodeMessage(line, schema)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w: %s", len(messages)+1, err, bytes.TrimSpace(line))
		}
		messages = append(messages, m)
	}
	return messages, nil
}

func decodeMessage(line []byte, schema *jsonschema.Schema) (message, error) {
	var envelope map[string]any
	if err := json.Unmarshal(line, &envelope); err != nil {
		return message{}, err
	}
	kind, _ := envelope["type"].(string)
	payload, known := payloads[kind]
	if _, isObject := envelope[payload].(map[string]any); !known || !isObject || len(envelope) != 2 {
		return message{}, errors.New("not a message of a source")
	}
	if schema != nil {
		if err := schema.Validate(envelope); err != nil {
			return message{}, err
		}
	}
	var m message
	if err := json.Unmarshal(line, &m); err != nil {
		return message{}, err
	}
	// Both are optional in the protocol's description, and read unasked by the platform.
	if e := m.Trace.Estimate; m.Trace.Type == "ESTIMATE" && (e.Rows == nil || e.Bytes == nil) {
		return message{}, errors.New("an estimate without rows or bytes fails the platform's sync")
	}
	return m, nil
}

func TestDecodeMessages(t *testing.T) {
	schema := messageSchema(t)
	for _, test := range []struct {
		name, stdout string
		ok           bool
	}{
		{"nothing", "", true},
		{"a log", `{"type":"LOG","log":{"level":"INFO","message":"m"}}` + "\n", true},
		{"no JSON", "panic\n", false},
		{"an empty line", "\n", false},
		{"cut off", `{"type":"LOG","log":{"level":"INFO","message":"m"}}`, false},
		{"an unknown type", `{"type":"RECORDS","record":{}}` + "\n", false},
		{"without payload", `{"type":"LOG"}` + "\n", false},
		{"with two payloads", `{"type":"LOG","log":{"level":"INFO","message":"m"},"trace":{}}` + "\n", false},
		{"an estimate", `{"type":"TRACE","trace":{"type":"ESTIMATE","emitted_at":1,"estimate":{"name":"s","type":"STREAM","row_estimate":1,"byte_estimate":0}}}` + "\n", true},
		{"an estimate without bytes", `{"type":"TRACE","trace":{"type":"ESTIMATE","emitted_at":1,"estimate":{"name":"s","type":"STREAM","row_estimate":1}}}` + "\n", false},
		{"no schema knows", `{"type":"LOG","log":{"level":"info","message":"m"}}` + "\n", schema == nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := decodeMessages([]byte(test.stdout), schema); (err == nil) != test.ok {
				t.Errorf("error %v, want one: %t", err, !test.ok)
			}
		})
	}
	for kind, payload := range payloads {
		line := fmt.Sprintf(`{"type":%q,%q:{}}`+"\n", kind, payload)
		if _, err := decodeMessages([]byte(line), nil); err != nil {
			t.Errorf("%v", err)
		}
	}
}
