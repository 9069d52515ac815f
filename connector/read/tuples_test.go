package read

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/plan"
)

func TestTuplesAreSortedAndDistinct(t *testing.T) {
	for name, tt := range map[string]struct {
		given, want tuples
	}{
		"none":   {tuples{nil, 1}, tuples{nil, 1}},
		"values": {tuples{[]string{"b", "a", "b", "B"}, 1}, tuples{[]string{"B", "a", "b"}, 1}},
		"pairs":  {tuples{[]string{"b", "1", "a", "2", "b", "1", "a", "1"}, 2}, tuples{[]string{"a", "1", "a", "2", "b", "1"}, 2}},
	} {
		got := tt.given.sorted()
		if diff := cmp.Diff(tt.want.values, got.values); diff != "" || got.width != tt.want.width {
			t.Errorf("%s: width %d, %s", name, got.width, diff)
		}
		n := 0
		for tuple := range got.all() {
			if len(tuple) != got.width {
				t.Errorf("%s: a tuple of %d", name, len(tuple))
			}
			n++
		}
		if n != got.len() {
			t.Errorf("%s: %d tuples, want %d", name, n, got.len())
		}
	}
}

// Items that are of another form than described are an error: a table that is emptied without a
// word would be believed.
func TestValuesOfAnotherForm(t *testing.T) {
	list := func(field string) *plan.Level {
		call := &plan.Call{Operation: &apischema.Operation{Method: "GET", Path: "/x"}, Items: plan.Items{List: true}}
		return &plan.Level{Call: call, Binds: []plan.Bind{{Field: field}}}
	}
	for name, tt := range map[string]struct {
		field, page, want, err string
	}{
		"ids":                       {"", `["a","b"]`, "a b", ""},
		"numbers":                   {"", `[1,2]`, "1 2", ""},
		"nulls":                     {"", `["a",null]`, "a", ""},
		"ids that no path can have": {"", `["a","","..","."]`, "a", ""},
		"one object among ids":      {"", `["a",{"id":"b"}]`, "a", ""},
		"an object for a list":      {"", `{"0":"a"}`, "", "OVH's answer has an object where an id is described"},
		"objects for ids":           {"", `[{"id":"a"}]`, "", "OVH's answer has an object where an id is described"},
		"lists for ids":             {"", `[["a"]]`, "", "OVH's answer has a list where an id is described"},
		"objects":                   {"id", `[{"id":"a"},{"id":2}]`, "2 a", ""},
		"objects with nulls":        {"id", `[{"id":"a"},{"id":null},{}]`, "a", ""},
		"ids for objects":           {"id", `["a"]`, "", "OVH's answer has no object where an id is described"},
		"null for a list":           {"", `null`, "", ""},
		"an empty list":             {"", `[]`, "", ""},
		"nothing":                   {"", ``, "", ""},
	} {
		got, err := valuesOf(list(tt.field), [][]byte{[]byte(tt.page)})
		if text := strings.Join(got.values, " "); text != tt.want || (err == nil) != (tt.err == "") || err != nil && !strings.HasSuffix(err.Error(), tt.err) {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}
