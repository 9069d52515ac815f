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
		other    = "this is no JSON, which begins with {"
		between  = "a comma is missing before it"
		cut      = "a bracket or a quote is not closed: the file may be cut off"
		empty    = "the file is empty"
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
		`{“region”: "ovh-eu"}`:               quotes,
		`{"a": 1 "b": 2}`:                    between,
		`{"a": [1 2]}`:                       between,
		"{\"a\": \"1\"\n\"b\": \"2\"\n}":     between,
		`{"a" 1}`:                            "a colon is missing before it",
		`{"a": 1`:                            cut,
		`{"a": "1}`:                          cut,
		`{"a": 1}}`:                          "the JSON is complete before it; leave out what follows",
		`{"a": "C:\Users"}`:                  `write a backslash as \\`,
		``:                                   empty,
		" \n":                                empty,
		"This is no configuration at all.\n": other,
		"<html></html>":                      other,
		"[default]\nendpoint=ovh-eu\n":       other,
		"OVH_ENDPOINT=ovh-eu\n":              other,
		`{"a": ]}`:                           "",
		`{"a": tru}`:                         "",
	} {
		var value any
		syntax, ok := errors.AsType[*json.SyntaxError](json.Unmarshal([]byte(text), &value))
		if !ok {
			t.Fatalf("%q is JSON", text)
		}
		if got := Remedy([]byte(text), syntax); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
	if got := Remedy([]byte("{}"), &json.SyntaxError{Offset: 1e9}); got != "" {
		t.Errorf("beyond the end: %q", got)
	}
}
