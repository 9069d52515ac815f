package integrationtests_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// discovered is a stream of discover's, as far as the rules are about it.
type discovered struct {
	Name                string
	JSONSchema          json.RawMessage `json:"json_schema"`
	SupportedSyncModes  []string        `json:"supported_sync_modes"`
	SourceDefinedCursor bool            `json:"source_defined_cursor"`
	IsResumable         bool            `json:"is_resumable"`
	DefaultCursorField  []string        `json:"default_cursor_field"`
	PrimaryKey          [][]string      `json:"source_defined_primary_key"`

	schema object
	// endpoint is what the form has of the stream.
	endpoint object
	// sideEffects tells that a read changes what the next one finds.
	sideEffects bool
}

func (s discovered) incremental() bool { return slices.Contains(s.SupportedSyncModes, "incremental") }

// discover fills in what discover says, and selects all of it.
func (c *conformance) discover(t *testing.T) {
	t.Helper()
	found := only(t, run(t, 0, "discover", "--config", c.file), "CATALOG").Catalog.Streams
	endpoints := listOf(c.form["endpoints"])
	if len(found) != len(endpoints) {
		t.Fatalf("%d streams of %d endpoints", len(found), len(endpoints))
	}
	for i, raw := range found {
		s := discovered{endpoint: endpoints[i]}
		check(t, json.Unmarshal(raw, &s))
		check(t, json.Unmarshal(s.JSONSchema, &s.schema))
		s.sideEffects = s.endpoint["allow_side_effects"] == true
		c.streams = append(c.streams, s)
	}
	c.catalog = temporary(t, "catalog.json", configuredCatalog(t, found))
}

// listOf returns a list of objects, whether it was decoded or made.
func listOf(value any) []object {
	if objects, ok := value.([]object); ok {
		return objects
	}
	var objects []object
	items, _ := value.([]any)
	for _, item := range items {
		o, _ := item.(object)
		objects = append(objects, o)
	}
	return objects
}

func (c *conformance) testDiscovery(t *testing.T) {
	t.Run("discover", func(t *testing.T) {
		var names []string
		for _, s := range c.streams {
			names = append(names, s.Name)
		}
		if unique := slices.Compact(slices.Sorted(slices.Values(names))); len(names) == 0 || len(unique) != len(names) || slices.Contains(names, "") {
			t.Errorf("streams %q", names)
		}
	})
	c.eachStream(t, "streams_have_valid_json_schemas", func(t *testing.T, s discovered) { compileSchema(t, s.schema) })
	c.eachStream(t, "defined_cursors_exist_in_schema", func(t *testing.T, s discovered) {
		if len(s.DefaultCursorField) > 0 && s.column(s.DefaultCursorField) == nil {
			t.Errorf("%s is no column", s.DefaultCursorField)
		}
	})
	c.eachStream(t, "defined_refs_exist_in_schema", func(t *testing.T, s discovered) { s.lacks(t, "$ref") })
	c.eachStream(t, "defined_keyword_exist_in_schema", func(t *testing.T, s discovered) { s.lacks(t, "allOf", "not", "anyOf", "oneOf") })
	c.eachStream(t, "primary_keys_exist_in_schema", func(t *testing.T, s discovered) {
		for _, path := range s.PrimaryKey {
			if s.column(path) == nil {
				t.Errorf("%s is no column", path)
			}
		}
	})
	c.eachStream(t, "primary_keys_data_type", func(t *testing.T, s discovered) {
		for _, path := range s.PrimaryKey {
			if types := fmt.Sprint(s.column(path)["type"]); strings.Contains(types, "object") || strings.Contains(types, "array") {
				t.Errorf("%s is %s", path, types)
			}
		}
	})
	c.eachStream(t, "streams_has_sync_modes", func(t *testing.T, s discovered) {
		if !slices.Contains(s.SupportedSyncModes, "full_refresh") {
			t.Errorf("modes %s", s.SupportedSyncModes)
		}
		// The protocol's own words on the three.
		if (s.IsResumable || s.incremental()) && !s.SourceDefinedCursor || s.incremental() && !s.IsResumable {
			t.Errorf("incremental %t, resumable %t, with a cursor of its own %t", s.incremental(), s.IsResumable, s.SourceDefinedCursor)
		}
	})
	c.eachStream(t, "additional_properties_is_true", func(t *testing.T, s discovered) {
		if bytes.Contains(s.JSONSchema, []byte(`"additionalProperties":false`)) {
			t.Error("the schema is closed")
		}
	})
}

// eachStream asks an assertion of every stream.
func (c *conformance) eachStream(t *testing.T, assertion string, judge func(t *testing.T, s discovered)) {
	t.Helper()
	t.Run(assertion, func(t *testing.T) {
		for _, s := range c.streams {
			t.Run(s.Name, func(t *testing.T) { judge(t, s) })
		}
	})
}

// column returns the schema of a column, nil for none; a path of several names leads to none.
func (s discovered) column(path []string) object {
	properties, _ := s.schema["properties"].(object)
	if len(path) != 1 {
		return nil
	}
	column, _ := properties[path[0]].(object)
	return column
}

// lacks fails the test if the schema has one of these keywords.
func (s discovered) lacks(t *testing.T, keywords ...string) {
	t.Helper()
	for _, keyword := range keywords {
		if bytes.Contains(s.JSONSchema, fmt.Appendf(nil, "%q:", keyword)) {
			t.Errorf("the schema has %s", keyword)
		}
	}
}
