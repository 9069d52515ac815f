package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
)

func TestRecordPathTypes(t *testing.T) {
	tests := []struct {
		name, path, recordPath string
		kind                   apischema.Kind
		columns                string
	}{
		{"a property", "/shapes/object", "$.things", apischema.Object, "id name parts parts.code parts.price parts.price.text parts.price.value size"},
		{"elements", "/shapes/list", "$[*].parts", apischema.Object, "code price price.text price.value"},
		{"an element", "/shapes/list", "$[0]", apischema.Object, "id name parts parts.code parts.price parts.price.text parts.price.value size"},
		{"the entries of a map", "/shapes/object", "$.named[*].parts[*].code", apischema.String, "value"},
		{"an entry of a map", "/shapes/object", "$.named.a.size", apischema.Number, "value"},
		{"a scalar", "/shapes/object", "$.count", apischema.Integer, "value"},
		{"several", "/shapes/object", "$['count','things']", apischema.Any, "value"},
		{"any depth", "/shapes/object", "$..price", apischema.Any, "value"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := planned(t, get(t, "s", tt.path, recordPath(tt.recordPath)))
			if p.Call.Items.Type.Kind != tt.kind {
				t.Errorf("the items are %s, want %s", p.Call.Items.Type.Kind, tt.kind)
			}
			if diff := cmp.Diff(tt.columns, strings.Join(columnsOf(p.Properties, ""), " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What OVH does not describe it may send.
func TestRecordPathToWhatIsNotDescribed(t *testing.T) {
	for path, want := range map[string]string{
		"$.none":          `OVH does not describe "none", which Record Path asks for: there are records only where OVH sends it`,
		"$.tings":         `OVH does not describe "tings", which Record Path asks for: there are records only where OVH sends it; did you mean "things"?`,
		"$.things[*].new": `OVH does not describe "new", which Record Path asks for: there are records only where OVH sends it`,
		"$.new.deep[0]":   `OVH does not describe "new", which Record Path asks for: there are records only where OVH sends it`,
	} {
		p := planned(t, get(t, "s", "/shapes/object", recordPath(path)))
		if diff := cmp.Diff(want, p.Notice()); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
		if p.Call.Items.Type.Kind != apischema.Any || !p.Call.Items.List {
			t.Errorf("%s: the items are %s, want a list of any", path, p.Call.Items.Type.Kind)
		}
	}
}

// A path that no answer fits would give an empty table for ever.
func TestRecordPathThatFitsNothing(t *testing.T) {
	for path, want := range map[string]string{
		"$.Things":      `there is no "Things" in it; it has count, named, things`,
		"$.things.name": `"name" is asked of a list; write [*] before it`,
	} {
		_, err := plannedOr(t, get(t, "s", "/shapes/object", recordPath(path)))
		if !is[*ConfigError](err) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
