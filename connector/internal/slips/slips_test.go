package slips

import (
	"encoding/json"
	"errors"
	"testing"
)

func TestRemedy(t *testing.T) {
	const (
		yaml     = "this looks like YAML; write it as JSON, which begins with {"
		utf16    = "the file is in UTF-16; save it as UTF-8"
		quotes   = `write double quotes, "…"`
		comma    = "leave out the comma before it"
		comments = "leave the comment out, which JSON does not have"
		names    = "write names in double quotes"
	)
	for text, want := range map[string]string{
		"region: ovh-eu\ncredentials:\n  auth_type: access_token\n": yaml,
		"---\nregion: ovh-eu\n":              yaml,
		"# mine\nregion: ovh-eu\n":           yaml,
		"\xff\xfe{\x00}\x00":                 utf16,
		"\xfe\xff\x00{\x00}":                 utf16,
		"{\x00\"\x00":                        utf16,
		"{'region': 'ovh-eu'}":               quotes,
		`{"region": 'ovh-eu'}`:               quotes,
		"{\"a\": 1,\n}":                      comma,
		`{"a": [1, ]}`:                       comma,
		"{\"a\": 1 // one\n}":                comments,
		"{\n# one\n\"a\": 1}":                comments,
		"{region: 1}":                        names,
		`{"a" 1}`:                            "",
		`{"a": 1`:                            "",
		``:                                   "",
		`{"a": ]}`:                           "",
		"This is no configuration at all.\n": "",
	} {
		var value any
		syntax, ok := errors.AsType[*json.SyntaxError](json.Unmarshal([]byte(text), &value))
		if !ok {
			t.Fatalf("%q is JSON", text)
		}
		if got := Remedy([]byte(text), syntax.Offset); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := Remedy([]byte("{}"), 1e9); got != "" {
		t.Errorf("beyond the end: %q", got)
	}
}
