package apischema

// These tests read OVHcloud's published descriptions, which live beside the
// checkout and not in it. They hold every claim that the package makes about
// them; what the notation means is tested on testdata.

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"source-ovhcloud-api/connector/apischema/corpustest"
)

// sections reads all sections.
func sections(t testing.TB, d *Descriptions) []*Section {
	t.Helper()
	var all []*Section
	for _, branch := range []string{"v1", "v2"} {
		paths, err := d.Sections(t.Context(), branch)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			s, err := d.Section(t.Context(), branch, path)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, s)
		}
	}
	return all
}

// One reading serves all tests: it is most of their time under -race.
var shared *Descriptions

func published(t testing.TB) *Descriptions {
	t.Helper()
	if shared == nil {
		shared = New(corpustest.Fetch(t, ErrNoSection))
	}
	return shared
}

func TestCorpusOperationsAreFound(t *testing.T) {
	d := published(t)
	operations, gets := 0, 0
	for _, s := range sections(t, d) {
		for _, op := range s.Operations {
			operations++
			for _, path := range []string{op.Path, strings.ReplaceAll(op.Path, "{", "{my")} {
				found, err := d.Operation(t.Context(), op.Method, op.Branch, path)
				if err != nil {
					t.Error(err)
				} else if found != op {
					t.Errorf("%s %s leads to %s", op.Method, path, found.Path)
				}
			}
			if op.Status.Value == "" {
				t.Errorf("%s %s has no status", op.Method, op.Path)
			}
			if strings.Count(op.Path, "{") != len(op.PathParameters()) {
				t.Errorf("%s %s: path parameters %v", op.Method, op.Path, op.PathParameters())
			}
			if op.Method == "GET" {
				gets++
				if op.ResponseType == "" {
					t.Errorf("GET %s has no response type", op.Path)
				}
			}
		}
	}
	t.Logf("%d operations, %d of them GET", operations, gets)
	if operations < 6624 || gets < 3920 {
		t.Errorf("%d operations, %d of them GET; expected at least 6624 and 3920", operations, gets)
	}
}

// Nothing published is outside the vocabulary, so that Any means "any".
func TestCorpusTypesAreKnown(t *testing.T) {
	longest, largest := "", 0
	check := func(s *Section, name string) {
		if len(name) > len(longest) {
			longest = name
		}
		if e, err := parseExpr(name); err != nil {
			t.Errorf("%s: %q: %v", s.Path, name, err)
		} else {
			largest = max(largest, e.size)
		}
		for leaf := s.Type(name); leaf != nil; leaf = leaf.Elem {
			if leaf.Kind == Any && leaf.Name != "any" {
				t.Errorf("%s does not declare %s", s.Path, name)
			}
		}
	}
	for _, s := range sections(t, published(t)) {
		for _, op := range s.Operations {
			check(s, op.ResponseType)
			for _, p := range op.Parameters {
				check(s, p.Type)
			}
		}
		for name, m := range s.models {
			if len(m.generics) > 0 { // speaks of "T"; its instances are checked as responses and properties
				continue
			}
			for _, p := range s.Type(name).Properties() {
				check(s, p.Type.Name)
			}
		}
	}
	t.Logf("longest type name: %d bytes (%s); largest type: %d nodes", len(longest), longest, largest)
}

func TestCorpusSchemas(t *testing.T) {
	compiled, mostProperties, deepest, mostBytes := 0, 0, 0, 0
	for _, s := range sections(t, published(t)) {
		seen := map[string]bool{}
		for _, op := range s.Operations {
			if op.Method != "GET" || seen[op.ResponseType] {
				continue
			}
			seen[op.ResponseType] = true
			where := op.Branch + op.Path

			schema := op.Response().JSONSchema()
			text, err := json.Marshal(schema)
			if err != nil {
				t.Fatal(err)
			}
			properties, depth := measure(&schema)
			mostProperties, deepest, mostBytes = max(mostProperties, properties), max(deepest, depth), max(mostBytes, len(text))
			if strings.Contains(string(text), `"$ref"`) {
				t.Errorf("%s: the schema has a $ref", where)
			}
			checkTyped(t, where, op.Response(), &schema, 0)

			validator := compile(t, where, string(text))
			for _, mode := range []sampleMode{everything, nulls, sparse} {
				answer := sample(op.Response(), mode, 0)
				if err := validator.Validate(answer); err != nil {
					t.Errorf("%s: an answer of mode %d is refused: %v", where, mode, err)
				}
			}
			compiled++
		}
	}
	t.Logf("%d distinct schemas; the largest has %d properties, the deepest %d levels, the longest %d bytes", compiled, mostProperties, deepest, mostBytes)
	if compiled < 1500 {
		t.Errorf("only %d schemas", compiled)
	}
	if mostProperties > maxSchemaProperties/2 || deepest > maxSchemaDepth/2 {
		t.Error("the bounds of a schema begin to bite: raise them")
	}
}

// checkTyped reports properties without a type, other than any.
func checkTyped(t *testing.T, where string, typ *Type, s *Schema, depth int) {
	t.Helper()
	if len(s.Type) == 0 && typ.Name != "any" && typ.Kind != Void {
		t.Errorf("%s: %s has no type", where, typ.Name)
	}
	switch {
	case s.Items != nil:
		checkTyped(t, where, typ.Elem, s.Items, depth)
	case s.Properties != nil:
		for _, p := range typ.Properties() {
			checkTyped(t, where+" "+p.Name, p.Type, s.Properties[p.Name], depth+1)
		}
	}
}

func compile(t testing.TB, where, text string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.Draft = jsonschema.Draft7
	url := fmt.Sprintf("mem://%s", strings.NewReplacer("{", "", "}", "").Replace(where))
	if err := c.AddResource(url, strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(url)
	if err != nil {
		t.Fatalf("%s: %v", where, err)
	}
	return s
}
