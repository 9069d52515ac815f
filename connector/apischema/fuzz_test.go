package apischema

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"
)

// FuzzSection reads foreign bytes as a section: whatever they are, everything
// that they describe can be looked up, typed and turned into a bounded schema.
func FuzzSection(f *testing.F) {
	for _, name := range []string{"testdata/v1/me.json", "testdata/v1/vocabulary.json", "testdata/v2/iam.json"} {
		seed, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(seed)
		f.Add(seed[:len(seed)/2])
	}
	f.Add([]byte(`{"resourcePath": "/x", "apis": [{"path": "//{}/{a}", "operations": [{"httpMethod": "GET", "responseType": "a<T>"}]}], "models": {"a<T>": {"generics": ["T"], "properties": {"x": {"type": "a<b<T,T>>"}, "y": {"type": "T[]"}}}}}`))
	f.Add([]byte(`{"resourcePath": 1, "models": {"a": {"enum": [null], "properties": null}, "": {}, "<": {"generics": ["", ""]}}}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		s, err := decodeSection(bytes.NewReader(document), "v1", "/x")
		if err != nil {
			return
		}
		for _, op := range s.Operations {
			if found, _ := s.routes.lookup(op.Method, op.Path); found == nil {
				t.Errorf("%s %q is not found", op.Method, op.Path)
			}
			nearestPaths(op.Path+"x", s.paths(op.Method))
			op.PathParameters()
			for _, p := range op.Parameters {
				s.Type(p.Type)
			}
			schema := op.Response().JSONSchema()
			if n, _ := measure(&schema); n > maxSchemaProperties {
				t.Errorf("a schema of %d properties", n)
			}
			if _, err := json.Marshal(schema); err != nil {
				t.Error(err)
			}
		}
	})
}

// FuzzParseExpr checks that a type is spelt as it is read.
func FuzzParseExpr(f *testing.F) {
	for _, seed := range []string{"a.A<b[],map[k]v>[]", "map[string][]x", "a:b", "[]map[a]b", "a<", "[]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := parseExpr(text)
		if err != nil {
			return
		}
		again, err := parseExpr(e.String())
		if err != nil || again.String() != e.String() {
			t.Errorf("%q is spelt %q, which is read as %v, %v", text, e, again, err)
		}
	})
}
