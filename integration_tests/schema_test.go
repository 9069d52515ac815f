package integrationtests_test

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

// messageSchema compiles Airbyte's own description of the protocol, which is kept next to the
// checkout and not in it. Without it the schema is nil, and the log says so: the shape of the
// messages is then checked as far as [decodeMessages] knows it.
func messageSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	document := airbyteDocument(t, "airbyte_protocol.yaml")
	if document == nil {
		t.Log("messages are checked by their shape only")
		return nil
	}
	// Without its address the document is found by its place only, and nothing is fetched.
	delete(document, "$id")
	document["$ref"] = "#/definitions/AirbyteMessage"
	return compileSchema(t, document)
}

// airbyteDocument reads a file of Airbyte's, nil if there is none.
func airbyteDocument(t testing.TB, name string) map[string]any {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(module, "..", "shared", "airbyte", name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Logf("Airbyte's description is not there: %v", err)
		return nil
	}
	check(t, err)
	return parseYAML(t, text)
}

// parseYAML parses a YAML or JSON document as encoding/json would have.
func parseYAML(t testing.TB, text []byte) map[string]any {
	t.Helper()
	var document map[string]any
	check(t, yaml.Unmarshal(text, &document))
	return document
}

// compileSchema compiles a JSON Schema that needs no other.
func compileSchema(t testing.TB, document map[string]any) *jsonschema.Schema {
	t.Helper()
	text, err := json.Marshal(document)
	check(t, err)
	compiler := jsonschema.NewCompiler()
	compiler.Draft = jsonschema.Draft7
	compiler.AssertFormat = true
	check(t, compiler.AddResource("schema.json", bytes.NewReader(text)))
	compiled, err := compiler.Compile("schema.json")
	check(t, err)
	return compiled
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
