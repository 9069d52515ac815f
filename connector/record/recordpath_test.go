package record

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRecordPath(t *testing.T) {
	const box = `{"count":2,"things":[{"id":12345678901234567890,"size":1.10,"name":"<é>"},{"id":2,"size":1e400}],"named":{"a":{"id":3}}}`
	tests := []struct {
		name, path, body string
		want             []string
	}{
		{"an array is a list", "$.things", box, []string{`{"id":12345678901234567890,"name":"<é>","size":1.10}`, `{"id":2,"size":1e400}`}},
		{"each of an array", "$.things[*]", box, []string{`{"id":12345678901234567890,"name":"<é>","size":1.10}`, `{"id":2,"size":1e400}`}},
		{"one of an array", "$.things[1]", box, []string{`{"id":2,"size":1e400}`}},
		{"some of an array", "$.things[?@.size > 1]", `{"things":[{"id":1,"size":1.0},{"id":2,"size":1.10}]}`, []string{`{"id":2,"size":1.10}`}},
		{"an object", "$.named.a", box, []string{`{"id":3}`}},
		{"scalars", "$.things[*].id", box, []string{`{"value":12345678901234567890}`, `{"value":2}`}},
		{"null there", "$.things", `{"things":null}`, nil},
		{"null", "$.things", `null`, nil},
		{"the whole answer", "$", `{"count":1}`, []string{`{"count":1}`}},
		{"the product's spelling of it", "$[*]", `{"count":1}`, []string{`{"count":1}`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := planned(t, get(t, "s", "/shapes/object", recordPath(tt.path)))
			if diff := cmp.Diff(tt.want, recordsOf(t, p, nil, tt.body)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRecordPathOfALists(t *testing.T) {
	p := planned(t, get(t, "s", "/cloud/project/{p}/instance", recordPath("$[*].ipAddresses")))
	got := recordsOf(t, p, []string{"p1"}, `[{"ipAddresses":[{"ip":"1.2.3.4","version":4}]},{"ipAddresses":[]},{}]`)
	if diff := cmp.Diff([]string{`{"serviceName":"p1","ip":"1.2.3.4","version":4}`}, got); diff != "" {
		t.Error(diff)
	}
}
