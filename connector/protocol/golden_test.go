package protocol_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/protocol"
)

// everyMessage writes each kind of message, with all that it may carry and with as little.
func everyMessage(t *testing.T, w *protocol.Writer) {
	t.Helper()
	eu := protocol.StreamDescriptor{Name: "servers", Namespace: "eu"}
	first, second := w.Stream(bills), w.Stream(eu)
	logger := w.Logger(zerolog.InfoLevel)
	logger.Warn().Str("path", "/me/bill").Str("stack", "main.go:1").Msg("slow")

	check(t, w.Spec(json.RawMessage("{\n  \"type\": \"object\",\n  \"properties\": {}\n}\n"),
		"https://example.org/docs?a=1&b=2", "https://example.org/changes"))
	check(t, w.Spec(json.RawMessage(`{}`), "", ""))
	check(t, w.ConnectionStatus(true, ""))
	check(t, w.ConnectionStatus(false, "The application key is unknown."))
	check(t, w.Catalog(nil))
	check(t, w.Catalog([]protocol.Stream{
		{
			Name: "bills", JSONSchema: json.RawMessage("{\"type\":\n\"object\"}"),
			SupportedSyncModes:  []protocol.SyncMode{protocol.FullRefresh, protocol.Incremental},
			SourceDefinedCursor: true, DefaultCursorField: []string{"date"},
			SourceDefinedPrimaryKey: [][]string{{"billId"}}, IsResumable: true,
		},
		{Name: "servers", Namespace: "eu", JSONSchema: json.RawMessage(`{}`), SupportedSyncModes: []protocol.SyncMode{protocol.FullRefresh}},
	}))

	check(t, first.Estimate(12, 3400))
	check(t, second.Estimate(0, 0))
	for _, status := range []protocol.StreamStatus{protocol.Started, protocol.Running, protocol.Incomplete, protocol.Complete} {
		check(t, first.Status(status))
	}
	check(t, second.RateLimited(clock().Add(time.Minute)))
	check(t, first.Record([]byte(`{"billId":"FR1","price":1.10}`)))
	check(t, second.Record([]byte(`{"name":"ns1"}`)))
	check(t, first.State([]byte(`{"cursor":"2023-01-01"}`)))
	check(t, second.State([]byte(`{}`)))
	check(t, w.Error(protocol.TraceError{
		Message: "OVHcloud refused the call.", Internal: "GET /me/bill: 403", StackTrace: "main.go:1",
		FailureType: protocol.ConfigError, Stream: &eu,
	}))
	check(t, w.Error(protocol.TraceError{Message: "It failed."}))
	check(t, w.Error(protocol.TraceError{Message: "Later.", FailureType: protocol.TransientError}))
	check(t, w.Error(protocol.TraceError{Message: "A bug.", FailureType: protocol.SystemError}))
}

func TestEveryMessageIsGolden(t *testing.T) {
	var out bytes.Buffer
	everyMessage(t, newWriter(t, &out))
	golden := filepath.Join("testdata", "messages.jsonl")
	if *update {
		check(t, os.WriteFile(golden, out.Bytes(), 0o644))
	}
	want, err := os.ReadFile(golden)
	check(t, err)
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("messages (-want +got), -update rewrites them:\n%s", diff)
	}
}

func TestBadSchemasAreRefused(t *testing.T) {
	var out bytes.Buffer
	w := newWriter(t, &out)
	if err := w.Spec(json.RawMessage(`{`), "", ""); err == nil {
		t.Error("a specification that is not JSON was written")
	}
	if err := w.Catalog([]protocol.Stream{{Name: "s", JSONSchema: json.RawMessage(`{`)}}); err == nil {
		t.Error("a stream whose schema is not JSON was written")
	}
	if out.Len() > 0 {
		t.Errorf("wrote %q", &out)
	}
}
