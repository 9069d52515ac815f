package config

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Airbyte, other orchestrators and people leave "" in fields that they cleared, numbers and
// switches too. Every optional field of the form is tried, in each object that the form has.
func TestEmptyTextIsAbsent(t *testing.T) {
	tried := map[*node]bool{}
	for _, credentials := range []map[string]any{
		nil, // those of the file
		{"auth_type": OAuth2ClientCredentials, "client_id": "id", "client_secret": "secret"},
	} {
		form := fullForm(t)
		if credentials != nil {
			form["credentials"] = credentials
		}
		eachField(formSpec(), form, Place{}, func(object map[string]any, name string, n *node, at Place) {
			tried[n] = true
			was, given := object[name]
			delete(object, name)
			want := loaded(t, form)
			object[name] = ""
			if diff := cmp.Diff(want, loaded(t, form), cmp.AllowUnexported(Path{})); diff != "" {
				t.Errorf(`%s is "" (-absent +empty): %s`, at, diff)
			}
			delete(object, name)
			if given {
				object[name] = was
			}
		})
	}
	for _, n := range optional(formSpec()) {
		if !tried[n] {
			t.Errorf("testdata/forms/full.json has no object with the field %s", n.Title)
		}
	}
}

func fullForm(t *testing.T) map[string]any {
	t.Helper()
	data, err := os.ReadFile("testdata/forms/full.json")
	if err != nil {
		t.Fatal(err)
	}
	var form map[string]any
	if err := json.Unmarshal(data, &form); err != nil {
		t.Fatal(err)
	}
	return form
}

// loaded returns all that Load says of a form.
func loaded(t *testing.T, form map[string]any) any {
	t.Helper()
	data, err := json.Marshal(form)
	if err != nil {
		t.Fatal(err)
	}
	type outcome struct {
		Config   *Config
		Warnings []string
		Fault    string
	}
	var o outcome
	o.Config, o.Warnings, err = Load(data)
	if err != nil {
		o.Fault = err.Error()
	}
	return o
}

// eachField visits the optional fields that each object of a form has or may have.
func eachField(n *node, value any, at Place, visit func(object map[string]any, name string, n *node, at Place)) {
	switch v := value.(type) {
	case []any:
		for i, item := range v {
			eachField(n.Items, item, at.index(i), visit)
		}
	case map[string]any:
		n = n.resolve(v)
		for _, name := range slices.Sorted(maps.Keys(n.Properties)) {
			p := n.Properties[name]
			if p.blankable() && !slices.Contains(n.Required, name) {
				visit(v, name, p, at.property(name))
			}
			eachField(p, v[name], at.property(name), visit)
		}
	}
}

// optional returns the fields of the form that may be cleared.
func optional(n *node) []*node {
	var fields []*node
	for name, p := range n.Properties {
		if p.blankable() && !slices.Contains(n.Required, name) {
			fields = append(fields, p)
		}
		fields = append(fields, optional(p)...)
	}
	for _, variant := range n.OneOf {
		fields = append(fields, optional(variant)...)
	}
	if n.Items != nil {
		fields = append(fields, optional(n.Items)...)
	}
	return fields
}

// blankable reports whether the form has a field of text for it, or one that could be sent as text.
func (n *node) blankable() bool { return n.Type != "object" && n.Type != "array" }
