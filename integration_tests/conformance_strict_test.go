package integrationtests_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// colonless is the offset of a time as /services of OVH writes it, which RFC 3339 does not have.
var colonless = regexp.MustCompile(`^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d)(\d\d)$`)

// strictly decodes a record for a validator that judges two things otherwise than Airbyte does. To
// the validator 1.0 is an integer: it becomes a fraction, which is none to both. Airbyte reads an
// offset without a colon: it gets one.
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
