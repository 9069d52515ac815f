package apischema

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestDecodeSectionRefuses(t *testing.T) {
	tests := []struct{ name, document, message string }{
		{"nothing", "", "unexpected EOF"},
		{"a web page", "<html>", "invalid character '<'"},
		{"an array", "[]", "expected {, found ["},
		{"a scalar", "1", "expected {, found 1"},
		{"an error of the API", `{"message": "Internal error"}`, "no resourcePath"},
		{"cut in a model", `{"resourcePath": "/x", "models": {"a.A": {"id"`, "unexpected end"},
		{"cut between models", `{"resourcePath": "/x", "models": {"a.A": {}`, "unexpected EOF"},
		{"cut between operations", `{"resourcePath": "/x", "apis": [{}`, "unexpected end"},
		{"cut at the end", `{"resourcePath": "/x", "apis": []`, "unexpected EOF"},
		{"apis of another shape", `{"resourcePath": "/x", "apis": {}}`, "expected [, found {"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := decodeSection(strings.NewReader(tt.document), "v1", "/x")
			if s != nil || err == nil || !strings.Contains(err.Error(), tt.message) {
				t.Errorf("got %v, %v; want an error with %q", s, err, tt.message)
			}
		})
	}
}

// What is odd or new in one field costs that field, and nothing around it.
func TestDecodeSectionTolerates(t *testing.T) {
	const document = `{
		"resourcePath": "/x", "subsections": {"a": [1, {"b": null}]}, "novelty": 5,
		"apis": [
			5, null, {"path": "not a path", "operations": [{"httpMethod": "GET"}]},
			{"path": "/x/none", "operations": null},
			{"path": "/x", "description": 7, "operations": [
				{"description": "no method"},
				{"httpMethod": "get", "description": ["odd"], "noAuthentication": "odd", "apiStatus": "odd",
				 "iamActions": [7, {"name": "a"}, {"name": 7}, "b", null],
				 "parameters": [{"name": "p", "paramType": "query", "dataType": "long", "fullType": null, "required": "odd"}],
				 "responseType": "x.X", "errors": {}}
			]},
			{"path": "/x", "operations": [{"httpMethod": "GET", "responseType": "second"}]}
		],
		"models": {"x.X": {"properties": {"a": 5, "b": {"type": "long"}}}, "x.E": {"enum": [1, "two", 3.5], "enumType": null}, "x.N": null}
	}`
	s, err := decodeSection(strings.NewReader(document), "v1", "/x")
	if err != nil {
		t.Fatal(err)
	}
	op, _ := s.routes.lookup("GET", "/x")
	want := &Operation{
		Section: s, Branch: "v1", Method: "GET", Path: "/x", ResponseType: "x.X",
		Parameters: []Parameter{{Name: "p", Type: "long", In: "query"}},
		IAMActions: []string{"a", "b"},
	}
	if len(s.Operations) != 2 || s.Operations[0] != op {
		t.Errorf("%d operations, the first of which is %+v", len(s.Operations), s.Operations[0])
	}
	sameSection := cmp.Comparer(func(a, b *Section) bool { return a == b })
	if diff := cmp.Diff(want, op, sameSection); diff != "" {
		t.Error(diff)
	}
	if got := op.Response().Properties(); len(got) != 2 || got[0].Type.Kind != Any || got[1].Type.Kind != Integer {
		t.Errorf("properties: got %+v", got)
	}
	if diff := cmp.Diff([]string{"1", "two", "3.5"}, s.Type("x.E").Enum); diff != "" {
		t.Error(diff)
	}
	if got := s.Type("x.N"); got.Kind != Object || len(got.Properties()) != 0 {
		t.Errorf("null model: got %+v", got)
	}
}

func TestDecodeSectionWithoutOperations(t *testing.T) {
	s, err := decodeSection(strings.NewReader(`{"resourcePath": "/x", "models": null}`), "v1", "/x")
	if err != nil || len(s.Operations) != 0 {
		t.Errorf("got %v, %v", s, err)
	}
}

func TestDecodeListing(t *testing.T) {
	tests := []struct {
		name, document string
		want           []string
		fails          bool
	}{
		{"sorted, once each", `{"basePath": "x", "apis": [{"path": "/b"}, {"path": "/a", "format": ["json"]}, {"path": "/b"}]}`, []string{"/a", "/b"}, false},
		{"what is no path", `{"apis": [{"path": "/a"}, {}, 5, {"path": "b"}]}`, []string{"/a"}, false},
		{"no section", `{"apis": []}`, nil, true},
		{"an error of the API", `{"message": "Internal error"}`, nil, true},
		{"cut", `{"apis": [{"path": "/a"}`, []string{"/a"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := decodeListing(strings.NewReader(tt.document))
			if diff := cmp.Diff(tt.want, got); diff != "" || (err != nil) != tt.fails {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}

func TestLimit(t *testing.T) {
	const document = `{"resourcePath": "/x"}`
	tests := []struct {
		name    string
		limit   int64
		message string
	}{
		{"smaller", int64(len(document)) + 1, ""},
		{"of that size", int64(len(document)), ""},
		{"larger", int64(len(document)) - 1, "larger than 21 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := limit(iotest.OneByteReader(strings.NewReader(document)), tt.limit)
			switch _, err := decodeSection(r, "v1", "/x"); {
			case tt.message == "" && err != nil:
				t.Error(err)
			case tt.message != "" && (err == nil || !strings.Contains(err.Error(), tt.message)):
				t.Errorf("got %v", err)
			}
		})
	}
	reset := errors.New("reset by peer")
	if _, err := io.ReadAll(limit(iotest.ErrReader(reset), 1)); !errors.Is(err, reset) {
		t.Errorf("got %v", err)
	}
}
