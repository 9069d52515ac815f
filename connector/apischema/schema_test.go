package apischema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestJSONSchemaGolden(t *testing.T) {
	for _, name := range []string{"Scalars", "Composites"} {
		t.Run(name, func(t *testing.T) {
			got := marshal(t, vocabulary(t).Type("vocabulary."+name).JSONSchema())
			golden := filepath.Join("testdata", strings.ToLower(name)+".schema.golden.json")
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func marshal(t *testing.T, s Schema) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestJSONSchemaOfAnswers(t *testing.T) {
	tests := []struct{ name, want string }{
		{"string[]", `{"type":["null","array"],"items":{"type":["null","string"]}}`},
		{"any[]", `{"type":["null","array"],"items":{}}`},
		{"void", `{}`},
		{"vocabulary.Unheard", `{}`},
		{"map[string]long", `{"description":"Values are long.","type":["null","object"],"additionalProperties":true}`},
		{"vocabulary.PriorityEnum", `{"description":"A priority. Known values: 1, 2, 30.","type":["null","integer"]}`},
		{"datetime", `{"type":["null","string"],"format":"date-time","airbyte_type":"timestamp_with_timezone"}`},
	}
	s := vocabulary(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := json.Marshal(s.Type(tt.name).JSONSchema())
			if err != nil || string(got) != tt.want {
				t.Errorf("got  %s %v\nwant %s", got, err, tt.want)
			}
		})
	}
}

func TestJSONSchemaBelongsToTheCaller(t *testing.T) {
	node := vocabulary(t).Type("vocabulary.Node")
	first := node.JSONSchema()
	first.Properties["name"].Description = "spoilt"
	delete(first.Properties, "parent")
	if again := node.JSONSchema(); again.Properties["name"].Description != "" || again.Properties["parent"] == nil {
		t.Error("the caller's change is seen by the next")
	}
}

// Descriptions are foreign: none may make a schema that has no end.
func TestJSONSchemaIsBounded(t *testing.T) {
	// Each of 40 levels names the next one twice: 2^40 properties in full.
	var doubling strings.Builder
	for i := range 40 {
		fmt.Fprintf(&doubling, `"l.L%d": {"properties": {"a": {"type": "l.L%d"}, "b": {"type": "l.L%d"}}},`, i, i+1, i+1)
	}
	doubling.WriteString(`"l.L40": {"properties": {"end": {"type": "string"}}}`)

	var chain strings.Builder
	for i := range 100 {
		fmt.Fprintf(&chain, `"l.L%d": {"properties": {"next": {"type": "l.L%d"}}},`, i, i+1)
	}
	chain.WriteString(`"l.L100": {"properties": {"end": {"type": "string"}}}`)

	wide := make([]string, maxSchemaProperties+1)
	for i := range wide {
		wide[i] = fmt.Sprintf(`"p%d": {"type": "string"}`, i)
	}

	tests := []struct {
		name              string
		root              *Type
		properties, depth int
	}{
		{"doubling", sectionWith(t, "{"+doubling.String()+"}").Type("l.L0"), maxSchemaProperties, maxSchemaDepth},
		{"deep", sectionWith(t, "{"+chain.String()+"}").Type("l.L0"), maxSchemaDepth, maxSchemaDepth},
		{"wide", sectionWith(t, `{"w.W": {"properties": {`+strings.Join(wide, ",")+`}}}`).Type("w.W"), 0, 0},
		{"generic of itself", vocabulary(t).Type("vocabulary.Ever<long>"), maxSchemaProperties, maxSchemaDepth},
		{"recursive", vocabulary(t).Type("vocabulary.Node"), 3, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := tt.root.JSONSchema()
			properties, depth := measure(&s)
			if properties != tt.properties || depth != tt.depth {
				t.Errorf("%d properties, %d deep; want %d, %d", properties, depth, tt.properties, tt.depth)
			}
		})
	}
}

// measure counts the properties of a schema, and the objects around the innermost one.
func measure(s *Schema) (properties, depth int) {
	if s == nil {
		return 0, 0
	}
	properties, depth = measure(s.Items)
	for _, p := range s.Properties {
		n, d := measure(p)
		properties += 1 + n
		depth = max(depth, 1+d)
	}
	return properties, depth
}

func TestSentences(t *testing.T) {
	tests := []struct{ first, second, want string }{
		{"", "", ""},
		{" How it is ", "", "How it is"},
		{"How it is.", "", "How it is."},
		{"", "Known", "Known."},
		{"How it is", "Known", "How it is. Known."},
		{"How it is.", "Known", "How it is. Known."},
	}
	for _, tt := range tests {
		if got := sentences(tt.first, tt.second); got != tt.want {
			t.Errorf("sentences(%q, %q) = %q, want %q", tt.first, tt.second, got, tt.want)
		}
	}
}
