package plantest

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"
)

// Compile compiles the schema of a plan's stream as a destination would that resolves no reference
// and checks formats, too.
func Compile(t testing.TB, stream interface {
	JSONSchema() (json.RawMessage, error)
},
) *jsonschema.Schema {
	t.Helper()
	raw, err := stream.JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(raw, []byte(`"$ref"`)) {
		t.Errorf("the schema has a $ref: %s", raw)
	}
	compiler := jsonschema.NewCompiler()
	compiler.Draft, compiler.AssertFormat = jsonschema.Draft7, true
	if err := compiler.AddResource("stream.json", bytes.NewReader(raw)); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("stream.json")
	if err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	return schema
}
