package protocol_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"

	"github.com/rs/zerolog"
	"pgregory.net/rapid"

	"source-ovhcloud-api/connector/protocol"
)

func TestRedact(t *testing.T) {
	tests := []struct {
		name       string
		secrets    []string
		text, want string
	}{
		{"nothing to mask", nil, "text", "text"},
		{"empty ones are ignored", []string{"", "k"}, "a key", "a ****ey"},
		{"everywhere", []string{"key"}, "key=key,monkey", "****=****,mon****"},
		{"one after the other", []string{"ab", "cd"}, "abcd", "********"},
		{"one within another", []string{"secret", "my-secret-key"}, "my-secret-key secret", "**** ****"},
		{"ends in common", []string{"abcd", "cdef"}, "abcdef!", "****!"},
		{"ends in common with itself", []string{"aba"}, "ababa!", "****!"},
		{"in a URL's path", []string{"a/b c+d"}, `Get "https://host/a%2Fb%20c+d": EOF`, `Get "https://host/****": EOF`},
		{"in a URL's query", []string{"a/b c+d"}, "?key=a%2Fb+c%2Bd&x", "?key=****&x"},
		{"in JSON", []string{"a\"b\\c\nd"}, `{"key":"a\"b\\c\nd"}`, `{"key":"****"}`},
		{"in JSON for HTML", []string{"<a&b>"}, `{"key":"\u003ca\u0026b\u003e"}`, `{"key":"****"}`},
		{"in Go", []string{"a\"b\x01é"}, `parse "a\"b\x01é": bad`, `parse "****": bad`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWriter(t, io.Discard)
			w.Mask(test.secrets...)
			if got := w.Redact(test.text); got != test.want {
				t.Errorf("Redact(%q) = %q, want %q", test.text, got, test.want)
			}
		})
	}
}

func TestMaskAddsUpAndLeavesDataAlone(t *testing.T) {
	var out bytes.Buffer
	w := newWriter(t, &out)
	w.Mask("first")
	w.Mask("second")
	logger, stream := w.Logger(zerolog.InfoLevel), w.Stream(protocol.StreamDescriptor{Name: "first"})
	logger.Error().Str("stack", "at first").Str("url", "https://host/second a").Err(fmt.Errorf("first %q", "second")).Msg("first")
	check(t, w.Error(protocol.TraceError{Message: "first", Internal: "second", StackTrace: "first"}))
	check(t, w.ConnectionStatus(false, "first"))
	if strings.Contains(out.String(), "first") || strings.Contains(out.String(), "second") {
		t.Errorf("a secret was written:\n%s", &out)
	}
	out.Reset()
	check(t, stream.Record([]byte(`{"first":"second"}`)))
	check(t, stream.State([]byte(`{"first":"second"}`)))
	if strings.Contains(out.String(), "****") {
		t.Errorf("records and states are not for masking:\n%s", &out)
	}
}

// TestNoSpellingEscapes writes any secret in the ways in which it may get into a text.
func TestNoSpellingEscapes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// At least eight characters, so that the text around it does not hold it by chance.
		secret := rapid.StringN(8, 40, -1).Draw(t, "secret")
		w := protocol.NewWriter(io.Discard)
		w.Mask(secret)
		quoted, err := json.Marshal(secret)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{
			secret, url.PathEscape(secret), url.QueryEscape(secret), fmt.Sprintf("%q", secret), string(quoted),
			(&url.URL{Scheme: "https", Host: "host", RawQuery: url.Values{"k": {secret}}.Encode()}).String(),
		} {
			got := w.Redact("a " + text + " z")
			if strings.Contains(got, text) || strings.Contains(got, secret) || !strings.Contains(got, "****") {
				t.Errorf("Redact(%q) = %q", text, got)
			}
		}
	})
}
