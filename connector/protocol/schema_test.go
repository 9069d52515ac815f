package protocol_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
	"gopkg.in/yaml.v3"
)

// protocolSchema compiles Airbyte's own description of the protocol, which is kept next to the
// checkout and not in it.
func protocolSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "airbyte", "airbyte_protocol.yaml")
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("no description of the protocol: %v", err)
	}
	check(t, err)
	var document map[string]any
	check(t, yaml.Unmarshal(text, &document))
	// Without its address the document is found by its place only, and nothing is fetched.
	delete(document, "$id")
	document["$ref"] = "#/definitions/AirbyteMessage"
	schema, err := json.Marshal(document)
	check(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.Draft = jsonschema.Draft7
	compiler.AssertFormat = true
	check(t, compiler.AddResource("airbyte_protocol.json", bytes.NewReader(schema)))
	compiled, err := compiler.Compile("airbyte_protocol.json")
	check(t, err)
	return compiled
}

func TestMessagesMatchTheProtocol(t *testing.T) {
	schema := protocolSchema(t)
	var out bytes.Buffer
	everyMessage(t, newWriter(t, &out))
	payloads := map[string]string{
		"RECORD": "record", "STATE": "state", "LOG": "log", "SPEC": "spec",
		"CONNECTION_STATUS": "connectionStatus", "CATALOG": "catalog", "TRACE": "trace",
	}
	seen := map[string]bool{}
	for _, message := range decodeLines(t, out.String()) {
		if err := schema.Validate(message); err != nil {
			t.Errorf("%v\n%#v", message, err)
		}
		kind := message["type"].(string)
		seen[kind] = true
		if payload, ok := payloads[kind]; !ok || message[payload] == nil || len(message) != 2 {
			t.Errorf("a message of type %s must have its payload and nothing else: %v", kind, message)
		}
	}
	if len(seen) != len(payloads) {
		t.Errorf("wrote %v, want every type that a source writes", seen)
	}
}

// TestSchemaIsStrict guards the test above against a schema that lets everything pass.
func TestSchemaIsStrict(t *testing.T) {
	schema := protocolSchema(t)
	for _, line := range []string{
		`{}`, `{"type":"RECORDS"}`, `{"type":"RECORD","record":{"stream":"s","data":[],"emitted_at":1}}`,
		`{"type":"STATE","state":{"type":"STREAM","stream":{}}}`, `{"type":"LOG","log":{"level":"warn","message":"m"}}`,
		`{"type":"TRACE","trace":{"type":"ERROR","emitted_at":1,"error":{"message":"m","failure_type":"mine"}}}`,
	} {
		if schema.Validate(decodeLines(t, line+"\n")[0]) == nil {
			t.Errorf("valid: %s", line)
		}
	}
}
