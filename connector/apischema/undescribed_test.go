package apischema

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUndescribedIsTypedByItsAnswer(t *testing.T) {
	for _, test := range []struct{ answer, schema string }{
		{`["a", "b"]`, `{"type":["null","array"],"items":{"type":["null","string"]}}`},
		{`[1, 2.5, null]`, `{"type":["null","array"],"items":{"type":["null","number"]}}`},
		{`[1, "a"]`, `{"type":["null","array"],"items":{}}`},
		{`[]`, `{"type":["null","array"],"items":{}}`},
		{`null`, `{}`},
		{`true`, `{"type":["null","boolean"]}`},
		{
			`[{"id": 1, "at": {"x": "2023-01-01"}}, {"id": 2, "at": null, "more": [1]}]`,
			`{"type":["null","array"],"items":{"type":["null","object"],"properties":{` +
				`"at":{"type":["null","object"],"properties":{"x":{"type":["null","string"]}},"additionalProperties":true},` +
				`"id":{"type":["null","integer"]},"more":{"type":["null","array"],"items":{"type":["null","integer"]}}},"additionalProperties":true}}`,
		},
	} {
		op, err := Undescribed("GET", "v1", "/new/thing", nil, []byte(test.answer))
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(op.Response().JSONSchema())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.schema, string(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.answer, diff)
		}
	}
}

func TestUndescribedWithoutAnAnswerIsAny(t *testing.T) {
	op, err := Undescribed("GET", "v2", "/new/{id}", []string{"from"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if op.Response().Kind != Any || len(op.PathParameters()) != 1 || len(op.Query()) != 1 {
		t.Errorf("got %v with %d path and %d query parameters, want any with one of each", op.Response().Kind, len(op.PathParameters()), len(op.Query()))
	}
}

func TestUndescribedRefusesWhatIsNoJSON(t *testing.T) {
	if _, err := Undescribed("GET", "v1", "/x", nil, []byte("<html>")); err == nil {
		t.Error("HTML was accepted as an answer")
	}
}
