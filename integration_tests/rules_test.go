package integrationtests_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
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
	schema              object
}

func discoveredStream(t *testing.T, raw json.RawMessage) discovered {
	t.Helper()
	var s discovered
	check(t, json.Unmarshal(raw, &s))
	check(t, json.Unmarshal(s.JSONSchema, &s.schema))
	return s
}

func (s discovered) judgeSchema(t *testing.T) {
	t.Helper()
	for _, forbidden := range []string{"$ref", "allOf", "not", "anyOf", "oneOf"} {
		if bytes.Contains(s.JSONSchema, fmt.Appendf(nil, "%q:", forbidden)) {
			t.Errorf("%s: the schema has %s", s.Name, forbidden)
		}
	}
	if bytes.Contains(s.JSONSchema, []byte(`"additionalProperties":false`)) {
		t.Errorf("%s: the schema is closed", s.Name)
	}
	if len(s.SupportedSyncModes) == 0 {
		t.Errorf("%s: no sync mode", s.Name)
	}
	if s.IsResumable && !s.SourceDefinedCursor {
		t.Errorf("%s is resumable without a cursor", s.Name)
	}
	for _, path := range append(slices.Clone(s.PrimaryKey), s.DefaultCursorField) {
		if len(path) > 0 && !isScalarColumn(s.schema, path) {
			t.Errorf("%s: %s is no column of scalars", s.Name, path)
		}
	}
}

// isScalarColumn tells whether the schema has a column of that path whose values can be compared.
func isScalarColumn(schema object, path []string) bool {
	properties, _ := schema["properties"].(object)
	column, ok := properties[path[0]].(object)
	types := fmt.Sprint(column["type"])
	return ok && len(path) == 1 && !strings.Contains(types, "object") && !strings.Contains(types, "array")
}

func (s discovered) judgeRecords(t *testing.T, records []json.RawMessage) {
	t.Helper()
	if len(records) == 0 {
		t.Errorf("%s: no records", s.Name)
	}
	validator := compileSchema(t, s.schema)
	columns, _ := s.schema["properties"].(object)
	keys := map[string]bool{}
	for _, raw := range records {
		record := strictly(t, raw)
		if err := validator.Validate(any(record)); err != nil {
			t.Errorf("%s: %v: %s", s.Name, err, raw)
		}
		for name := range record {
			if columns[name] == nil {
				t.Errorf("%s: no column %s: %s", s.Name, name, raw)
			}
		}
		if len(s.PrimaryKey) == 0 {
			continue
		}
		var key []any
		for _, path := range s.PrimaryKey {
			key = append(key, record[path[0]])
			if record[path[0]] == nil {
				t.Errorf("%s: %s of the key is missing: %s", s.Name, path, raw)
			}
		}
		if text := fmt.Sprintf("%q", key); keys[text] {
			t.Errorf("%s: a second record of the key %s", s.Name, text)
		} else {
			keys[text] = true
		}
	}
}

// colonless is the offset of a time as /services of OVH writes it, which RFC 3339 does not have.
var colonless = regexp.MustCompile(`^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d)(\d\d)$`)

// strictly decodes a record for a validator that judges two things otherwise than Airbyte does. To the
// validator 1.0 is an integer: it becomes a fraction, which is none to both. Airbyte reads an offset
// without a colon: it gets one.
func strictly(t *testing.T, raw json.RawMessage) object {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var record object
	check(t, decoder.Decode(&record))
	strict, _ := strictValue(record).(object)
	return strict
}

func strictValue(value any) any {
	switch v := value.(type) {
	case object:
		for name, member := range v {
			v[name] = strictValue(member)
		}
	case []any:
		for i, item := range v {
			v[i] = strictValue(item)
		}
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return json.Number("0.5")
		}
	case string:
		return colonless.ReplaceAllString(v, "$1:$2")
	}
	return value
}

// judgeStory judges what was said of the stream beside its records.
func (s discovered) judgeStory(t *testing.T, messages []message) {
	t.Helper()
	var statuses []string
	states := 0
	for _, m := range messages {
		switch {
		case m.Type == "STATE" && m.State.Stream.Descriptor.Name == s.Name:
			states++
		case m.Type == "TRACE" && m.Trace.Type == "STREAM_STATUS" && m.Trace.StreamStatus.Stream.Name == s.Name:
			statuses = append(statuses, m.Trace.StreamStatus.Status)
		}
	}
	if states == 0 {
		t.Errorf("%s: no state", s.Name)
	}
	if n := len(statuses); n < 3 || statuses[0] != "STARTED" || !slices.Contains(statuses, "RUNNING") || statuses[n-1] != "COMPLETE" {
		t.Errorf("%s: statuses %s", s.Name, statuses)
	}
}

func TestStrictly(t *testing.T) {
	validator := compileSchema(t, object{"properties": object{
		"n": object{"type": "integer"}, "x": object{"type": "number"}, "at": object{"format": "date-time"},
	}})
	for record, ok := range map[string]bool{
		`{"n":1}`: true, `{"n":9007199254740993}`: true, `{"n":1.0}`: false, `{"n":1e3}`: false,
		`{"x":1}`: true, `{"x":1.0}`: true,
		`{"at":"2025-08-05T10:12:44+02:00"}`: true, `{"at":"2025-08-05T10:12:44+0200"}`: true,
		`{"at":"2025-08-05T10:12:44"}`: false, `{"at":"2025-08-32T10:12:44+0200"}`: false, `{"at":"2025-08-05"}`: false,
	} {
		if err := validator.Validate(any(strictly(t, []byte(record)))); (err == nil) != ok {
			t.Errorf("%s: %v, want an error: %t", record, err, !ok)
		}
	}
}
