package connector

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"source-ovhcloud-api/connector/protocol"
)

// What a platform's parser needs of each line, whatever the connector was given to read. That the
// messages of ordinary runs match Airbyte's own schema is tested in protocol and integration_tests;
// this is quick enough for a fuzzer.

// wireMessage is the envelope of a line with the parts that the protocol requires.
type wireMessage struct {
	Type   string `json:"type"`
	Record *struct {
		Stream    string                     `json:"stream"`
		Namespace string                     `json:"namespace"`
		Data      map[string]json.RawMessage `json:"data"`
		EmittedAt int64                      `json:"emitted_at"`
	} `json:"record"`
	State *struct {
		Type   string `json:"type"`
		Stream struct {
			Descriptor protocol.StreamDescriptor  `json:"stream_descriptor"`
			State      map[string]json.RawMessage `json:"stream_state"`
		} `json:"stream"`
		SourceStats struct {
			RecordCount json.Number `json:"recordCount"`
		} `json:"sourceStats"`
	} `json:"state"`
	Log *struct {
		Level      string `json:"level"`
		Message    string `json:"message"`
		StackTrace string `json:"stack_trace"`
	} `json:"log"`
	ConnectionStatus *struct {
		Status  string `json:"status"`
		Message string `json:"message"`
	} `json:"connectionStatus"`
	Catalog *struct {
		Streams []protocol.Stream `json:"streams"`
	} `json:"catalog"`
	Trace *wireTrace `json:"trace"`
}

type wireTrace struct {
	Type      string `json:"type"`
	EmittedAt int64  `json:"emitted_at"`
	Error     *struct {
		Message     string                     `json:"message"`
		Internal    string                     `json:"internal_message"`
		StackTrace  string                     `json:"stack_trace"`
		FailureType string                     `json:"failure_type"`
		Stream      *protocol.StreamDescriptor `json:"stream_descriptor"`
	} `json:"error"`
	Estimate *struct {
		Name      string `json:"name"`
		Namespace string `json:"namespace"`
		Type      string `json:"type"`
		Rows      *int64 `json:"row_estimate"`
		Bytes     *int64 `json:"byte_estimate"`
	} `json:"estimate"`
	Status *struct {
		Stream  protocol.StreamDescriptor `json:"stream_descriptor"`
		Status  string                    `json:"status"`
		Reasons []json.RawMessage         `json:"reasons"`
	} `json:"stream_status"`
}

// wellFormed fails the test for output that a platform could not read, or would read as a crash.
func (o outcome) wellFormed(t *testing.T) outcome {
	t.Helper()
	if o.stdout != "" && !strings.HasSuffix(o.stdout, "\n") {
		t.Errorf("the last line is cut off: %q", o.stdout)
	}
	for line := range strings.Lines(o.stdout) {
		if err := judgeLine([]byte(line)); err != nil {
			t.Errorf("%v: %s", err, line)
		}
	}
	for _, m := range o.messages {
		if m.Trace.Error.FailureType == string(protocol.SystemError) || strings.Contains(m.Trace.Error.Message, "has a bug") {
			t.Errorf("a failure that nobody foresaw: %s", m.Trace.Error.Message)
		}
	}
	return o
}

// judgeLine says what is wrong with a line, if anything is.
func judgeLine(line []byte) error {
	var m wireMessage
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		return err
	}
	switch {
	case m.Type == "RECORD" && m.Record != nil:
		return need(m.Record.Stream != "" && len(m.Record.Data) > 0 && m.Record.EmittedAt > 0, "a record without stream, data or time")
	case m.Type == "STATE" && m.State != nil:
		s := m.State
		return need(s.Type == "STREAM" && s.Stream.Descriptor.Name != "" && len(s.Stream.State) > 0 && strings.HasSuffix(s.SourceStats.RecordCount.String(), ".0"),
			"a state without stream, content or count")
	case m.Type == "LOG" && m.Log != nil:
		return need(slices.Contains([]string{"FATAL", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"}, m.Log.Level) && m.Log.Message != "", "a log without level or message")
	case m.Type == "CONNECTION_STATUS" && m.ConnectionStatus != nil:
		c := m.ConnectionStatus
		return need(c.Message != "" && (c.Status == "SUCCEEDED" || c.Status == "FAILED"), "a status that says nothing")
	case m.Type == "CATALOG" && m.Catalog != nil:
		return need(len(m.Catalog.Streams) > 0, "an empty catalog")
	case m.Type == "TRACE" && m.Trace != nil:
		return m.Trace.judge()
	}
	return fmt.Errorf("type %q has another payload, or none", m.Type)
}

func (w *wireTrace) judge() error {
	switch {
	case w.EmittedAt <= 0:
		return errors.New("a trace without time")
	case w.Type == "ERROR" && w.Error != nil:
		kinds := []string{string(protocol.ConfigError), string(protocol.TransientError), string(protocol.SystemError)}
		return need(w.Error.Message != "" && slices.Contains(kinds, w.Error.FailureType), "an error without message or type")
	case w.Type == "ESTIMATE" && w.Estimate != nil:
		rows, bytes := w.Estimate.Rows, w.Estimate.Bytes
		return need(w.Estimate.Name != "" && w.Estimate.Type == "STREAM" && rows != nil && *rows >= 0 && bytes != nil && *bytes >= 0, "an estimate of nothing")
	case w.Type == "STREAM_STATUS" && w.Status != nil:
		known := []string{"STARTED", "RUNNING", "COMPLETE", "INCOMPLETE"}
		return need(w.Status.Stream.Name != "" && slices.Contains(known, w.Status.Status), "a status without stream or word")
	}
	return fmt.Errorf("a trace of type %q has another payload, or none", w.Type)
}

func need(ok bool, otherwise string) error {
	if !ok {
		return errors.New(otherwise)
	}
	return nil
}

func TestJudgeLine(t *testing.T) {
	for line, ok := range map[string]bool{
		`{"type":"LOG","log":{"level":"INFO","message":"m"}}`:                                                                                             true,
		`{"type":"LOG","log":{"level":"INFO","message":""}}`:                                                                                              false,
		`{"type":"LOG","log":{"level":"INFO","message":"m"},"more":1}`:                                                                                    false,
		`{"type":"RECORD","log":{"level":"INFO","message":"m"}}`:                                                                                          false,
		`{"type":"RECORD","record":{"stream":"s","data":{"a":1},"emitted_at":1}}`:                                                                         true,
		`{"type":"RECORD","record":{"stream":"s","data":{},"emitted_at":1}}`:                                                                              false,
		`{"type":"RECORD","record":{"stream":"s","data":[1],"emitted_at":1}}`:                                                                             false,
		`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"s"},"stream_state":{"a":1}},"sourceStats":{"recordCount":2.0}}}`: true,
		`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"s"},"stream_state":{"a":1}},"sourceStats":{"recordCount":2}}}`:   false,
		`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"s"},"stream_state":null},"sourceStats":{"recordCount":2.0}}}`:    false,
		`{"type":"TRACE","trace":{"type":"ERROR","emitted_at":1,"error":{"message":"m","failure_type":"config_error"}}}`:                                  true,
		`{"type":"TRACE","trace":{"type":"ERROR","emitted_at":1,"error":{"message":"m","failure_type":"mine"}}}`:                                          false,
		`{"type":"TRACE","trace":{"type":"ESTIMATE","emitted_at":1,"estimate":{"name":"s","type":"STREAM","row_estimate":2,"byte_estimate":0}}}`:          true,
		`{"type":"TRACE","trace":{"type":"ESTIMATE","emitted_at":1,"estimate":{"name":"s","type":"STREAM","row_estimate":2}}}`:                            false,
		`{"type":"TRACE","trace":{"type":"STREAM_STATUS","emitted_at":1}}`:                                                                                false,
	} {
		if err := judgeLine([]byte(line)); (err == nil) != ok {
			t.Errorf("%s: %v, want an error: %t", line, err, !ok)
		}
	}
}

// compileDraft7 compiles a stream's schema by itself, and fails the test if it is none.
func compileDraft7(t *testing.T, schema json.RawMessage) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.Draft, compiler.AssertFormat = jsonschema.Draft7, true
	must(t, compiler.AddResource("stream.json", bytes.NewReader(schema)))
	compiled, err := compiler.Compile("stream.json")
	if err != nil {
		t.Fatalf("%v: %s", err, schema)
	}
	return compiled
}
