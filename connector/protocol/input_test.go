package protocol_test

import (
	"bytes"
	"errors"
	"testing"

	"source-ovhcloud-api/connector/protocol"
)

func TestInputErrors(t *testing.T) {
	tests := []struct{ name, input, want string }{
		{"empty", " \n", "the file is empty"},
		{"cut off", "{\n  \"streams\": [", "line 2, column 14: unexpected end of JSON input; a bracket or a quote is not closed: the file may be cut off"},
		{"no JSON", "{\n  streams: []\n}", "line 2, column 3: invalid character 's' looking for beginning of object key string; write names in double quotes"},
		{"two documents", "{\"streams\":[]}\n{}", "line 2, column 1: invalid character '{' after top-level value; the JSON is complete before it; leave out what follows"},
		{"columns are characters", `{"é€😀"}`, "line 1, column 7: invalid character '}' after object key; a colon is missing before it"},
		{"a list", "[]", "line 1, column 1: the document must be an object, not array"},
		{"streams of a wrong type", `{"streams":"a"}`, "line 1, column 14: streams must be an array, not string"},
		{"name", "{\"streams\":[\n{\"stream\":{\"name\":5}}]}", "line 2, column 19: streams.stream.name must be a string, not number"},
		{"flag", `{"streams":[{"stream":{"is_resumable":"yes"}}]}`, "line 1, column 43: streams.stream.is_resumable must be a boolean, not string"},
		{"id", `{"streams":[{"sync_id":1.5}]}`, "line 1, column 26: streams.sync_id must be an integer, not number 1.5"},
		{"another file", `{"region":"ovh-eu"}`, `the "streams" of a configured catalog are missing`},
		{"no name", `{"streams":[{"stream":{"json_schema":{}}}]}`, "streams[0].stream.name is missing"},
		{"half discovered", `{"streams":[{"name":"s"},{"stream":{"name":"t"}}]}`, "streams[0].stream.name is missing"},
		{"discovered twice", `{"streams":[{"name":"s"},{"name":"s"}]}`, `stream "s" is configured twice`},
		{"two catalogs", "{\"streams\":[{\"name\":\"s\"}]}\n{\"streams\":[{\"name\":\"s\"}]}", "line 2, column 1: invalid character '{' after top-level value; the JSON is complete before it; leave out what follows"},
		{"twice", `{"streams":[{"stream":{"name":"s","namespace":"n"}},{"stream":{"name":"s","namespace":"n"}}]}`, `stream "n.s" is configured twice`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := protocol.ParseCatalog([]byte(test.input))
			if err == nil {
				t.Fatal("no error")
			}
			checkInputError(t, []byte(test.input), err)
			if err.Error() != test.want {
				t.Errorf("error\n got %s\nwant %s", err, test.want)
			}
		})
	}
}

// checkInputError tests what holds for every error of the parsers.
func checkInputError(t *testing.T, data []byte, err error) {
	t.Helper()
	input, ok := errors.AsType[*protocol.InputError](err)
	if !ok {
		t.Fatalf("error of type %T, want *InputError: %v", err, err)
	}
	if input.Unwrap() == nil {
		t.Error("the error has no cause")
	}
	lines := bytes.Split(data, []byte{'\n'})
	if input.Line == 0 && input.Column == 0 {
		return
	}
	if input.Line < 1 || input.Line > len(lines) {
		t.Fatalf("line %d of %d", input.Line, len(lines))
	}
	if input.Column < 1 || input.Column > len(lines[input.Line-1])+1 {
		t.Errorf("column %d in a line of %d bytes", input.Column, len(lines[input.Line-1]))
	}
}
