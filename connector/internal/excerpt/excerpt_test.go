package excerpt

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestIsPage(t *testing.T) {
	for _, tc := range []struct {
		label, body string
		want        bool
	}{
		{"", " \n<html>", true},
		{"application/json", "<html>", true},
		{"text/html; charset=utf-8", "down for maintenance", true},
		{"Text/HTML", `{"message":"no"}`, false},
		{"application/json", `{"message":"<b>"}`, false},
		{"", "", false},
	} {
		if got := IsPage(http.Header{"Content-Type": {tc.label}}, []byte(tc.body)); got != tc.want {
			t.Errorf("%q labelled %q: %t", tc.body, tc.label, got)
		}
	}
}

func TestOfPage(t *testing.T) {
	for page, want := range map[string]string{
		"<html><head><title> 502 Bad\nGateway </title></head><body>nginx":   "502 Bad Gateway",
		"<title> </title><body><p>We are&nbsp;<b>down</b> &amp; sorry":      "We are down & sorry",
		"<head><style>p{}</style></head><script>x()</script><!-- y --><p>z": "z",
		"no page at all": "no page at all",
	} {
		if got := Line(OfPage([]byte(page))); got != want {
			t.Errorf("%q: %q, want %q", page, got, want)
		}
	}
}

func TestLine(t *testing.T) {
	for text, want := range map[string]string{
		" two\r\n\tlines ":             "two lines",
		"a\x00b\x1b[31mc":              "a b [31mc",
		"stray \xff byte":              "stray \uFFFD byte",
		strings.Repeat("é", MaxLine):   strings.Repeat("é", MaxLine),
		strings.Repeat("é", MaxLine+1): strings.Repeat("é", MaxLine-1) + "…",
	} {
		if got := Line(text); got != want || !utf8.ValidString(got) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
