package bom

import "testing"

func TestTrim(t *testing.T) {
	for text, want := range map[string]string{"": "", "{}": "{}", "\ufeff{}": "{}", "\ufeff": "", "\ufeff\ufeff": "\ufeff", "{\ufeff}": "{\ufeff}", "\xef\xbb": "\xef\xbb"} {
		if got := string(Trim([]byte(text))); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
