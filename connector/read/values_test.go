package read

import (
	"strings"
	"testing"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/plan"
)

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
		var texts []string
		for tuple := range got.From(0) {
			texts = append(texts, tuple...)
		}
		if text := strings.Join(texts, " "); text != tt.want || (err == nil) != (tt.err == "") || err != nil && !strings.HasSuffix(err.Error(), tt.err) {
			t.Errorf("%s: %q, %v", name, text, err)
		}
	}
}
