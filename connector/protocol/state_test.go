package protocol_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/protocol"
)

func TestParseStates(t *testing.T) {
	const legacy = "an object with %s is ignored: it is not the STATE message of an earlier read, or in the legacy form"
	bills := protocol.StreamDescriptor{Name: "bills"}
	tests := []struct {
		name, input string
		want        protocol.States
		warnings    []string
	}{
		{name: "empty file", input: ""},
		{name: "blank file", input: " \n"},
		{name: "null", input: "null"},
		{name: "empty list", input: "[]"},
		{name: "empty object", input: "{ }"},
		{name: "nothing in a list", input: `[null,{}]`},
		{
			name:  "a list as the platform sends it",
			input: `[{"type":"STREAM","stream":{"stream_descriptor":{"name":"bills"},"stream_state":{"cursor": 1.10}},"id":0}]`,
			want:  protocol.States{bills: json.RawMessage(`{"cursor": 1.10}`)},
		},
		{
			name: "nulls everywhere, as PyAirbyte sends them",
			input: `[{"type":"STREAM","stream":{"stream_descriptor":{"name":"bills","namespace":null},"stream_state":{"a":null}},
				"global":null,"data":null,"sourceStats":null,"destinationStats":null}]`,
			want: protocol.States{bills: json.RawMessage(`{"a":null}`)},
		},
		{
			name:  "no type",
			input: `[{"type":null,"stream":{"stream_descriptor":{"name":"bills"},"stream_state":{}}}]`,
			want:  protocol.States{bills: json.RawMessage(`{}`)},
		},
		{
			name: "the last one counts, by name and namespace",
			input: `[{"stream":{"stream_descriptor":{"name":"bills"},"stream_state":{"n":1}}},
				{"stream":{"stream_descriptor":{"name":"bills","namespace":"eu"},"stream_state":{"n":2}}},
				{"stream":{"stream_descriptor":{"name":"bills"},"stream_state":{"n":3}}}]`,
			want: protocol.States{
				bills:                            json.RawMessage(`{"n":3}`),
				{Name: "bills", Namespace: "eu"}: json.RawMessage(`{"n":2}`),
			},
		},
		{
			name: "null takes back",
			input: `[{"stream":{"stream_descriptor":{"name":"bills"},"stream_state":{"n":1}}},
				{"stream":{"stream_descriptor":{"name":"bills"},"stream_state":null}},{"stream":{"stream_descriptor":{"name":"other"}}}]`,
		},
		{
			name:  "a single message",
			input: `{"type":"STREAM","stream":{"stream_descriptor":{"name":"bills"},"stream_state":{"n":1}}}`,
			want:  protocol.States{bills: json.RawMessage(`{"n":1}`)},
		},
		{
			name: "lines of an earlier run, behind a byte order mark",
			input: "\ufeff" + `{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"bills"},"stream_state":{"n":1}}}}
				{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"bills"},"stream_state":{"n":2}}}}`,
			want: protocol.States{bills: json.RawMessage(`{"n":2}`)},
		},
		{
			name: "all lines of an earlier run",
			input: `{"type":"RECORD","record":{"stream":"bills","data":{"state":1}}}
				{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"bills"},"stream_state":{"n":1}}}}
				{"type":"TRACE","trace":{"type":"STREAM_STATUS","stream_status":{"status":"COMPLETE"}}}
				{"type":"LOG","log":{"level":"INFO","message":"1 record"}}`,
			want: protocol.States{bills: json.RawMessage(`{"n":1}`)},
		},
		{name: "legacy", input: `{"bills":{"date":"2023-01-01"}}`, warnings: []string{fmt.Sprintf(legacy, "bills")}},
		{name: "legacy in a list", input: `[{"type":"LEGACY","data":{"bills":{}}}]`, warnings: []string{fmt.Sprintf(legacy, "data, type")}},
		{
			name:     "a configuration",
			input:    `{"region": "ovh-eu", "start_date": "", "credentials": {}, "endpoints": []}`,
			warnings: []string{fmt.Sprintf(legacy, "credentials, endpoints, region, more")},
		},
		{
			name: "the others of a list with faults are kept",
			input: `[5,"x",[],{"stream":"x"},{"type":"STREAM"},{"type":"STREAM","stream":{"stream_state":{}}},
				{"type":"GLOBAL","global":{"shared_state":{},"stream_states":[]}},
				{"stream":{"stream_descriptor":{"name":"bills"},"stream_state":{"n":1}}}]`,
			want: protocol.States{bills: json.RawMessage(`{"n":1}`)},
			warnings: []string{
				"a state that is no state message is ignored",
				"a state that is no state message is ignored",
				"a state that is no state message is ignored",
				"a state that is no state message is ignored",
				`an empty state of type "STREAM" is ignored`,
				"a state that names no stream is ignored",
				"a GLOBAL state is ignored; this source writes a state per stream",
			},
		},
		{name: "a scalar", input: `5`, warnings: []string{"a state that is no state message is ignored"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			states, warnings, err := protocol.ParseStates([]byte(test.input))
			check(t, err)
			want := test.want
			if want == nil {
				want = protocol.States{}
			}
			if diff := cmp.Diff(want, states); diff != "" {
				t.Errorf("states (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.warnings, warnings); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseStatesErrors(t *testing.T) {
	const damaged = "line 3 is damaged, as by a write that was interrupted: delete it; a stream whose last state it had goes on from the one before"
	tests := []struct{ name, input, want string }{
		{"no JSON", "[\n{]", "line 2, column 2: invalid character ']' looking for beginning of object key string"},
		{"cut off", "[\n{", "line 2, column 1: unexpected end of JSON input; a bracket or a quote is not closed: the file may be cut off"},
		{"cut off in a later line", "{}\n{}\n{\"a\": [1", damaged},
		{"a fault in a later line", "{}\n{}\n{\"a\" 1}", damaged},
		{"an interrupted write before others", `{"type":"STATE"}` + "\n{}\n" + `{"type":"STATE","state":{"typ{"type":"STATE"}` + "\n{}\n", damaged},
		{"an interrupted write, and a line of its own", "{}\n{}\n" + `{"type":"ST` + "\n{}\n", damaged},
		{"a comma too many in a list", "[\n{},\n{},\n]", "line 4, column 1: invalid character ']' looking for beginning of value; leave out the comma before it"},
		{"text", "none", "line 1, column 2: invalid character 'o' in literal null (expecting 'u')"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := protocol.ParseStates([]byte(test.input))
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

// FuzzParseStates also tests that what a run writes is what the next one reads.
func FuzzParseStates(f *testing.F) {
	for _, seed := range []string{
		``, `null`, `[]`, `{}`, `[null]`, `{"bills":{}}`, `[`, `{"state":{"state":{}}}`, "\ufeff",
		`[{"type":"STREAM","stream":{"stream_descriptor":{"name":"a","namespace":null},"stream_state":{"x":1}}}]`,
		`{"type":"STATE","state":{"stream":{"stream_descriptor":{"name":"a"},"stream_state":{}}}}` + "\n" + `{"type":"LEGACY","data":{"a":1}}`,
		`[{"type":"GLOBAL","global":{}},5]`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		states, _, err := protocol.ParseStates(data)
		if err != nil {
			checkInputError(t, data, err)
			return
		}
		var output bytes.Buffer
		w := newWriter(t, &output)
		want := protocol.States{}
		for descriptor, state := range states {
			if w.Stream(descriptor).State(state) == nil {
				want[descriptor] = state
			}
		}
		again, warnings, err := protocol.ParseStates(output.Bytes())
		if err != nil || len(warnings) > 0 || len(again) != len(want) {
			t.Fatalf("%d of %d states came back, with %v and %q", len(again), len(want), err, warnings)
		}
	})
}
