package percent

import (
	"net/url"
	"testing"
)

func TestQuery(t *testing.T) {
	for value, want := range map[string]string{
		"a b": "a%20b", "a+b": "a%2Bb", "a=b&c": "a%3Db%26c", "date.from": "date.from", "é": "%C3%A9", "50%": "50%25", "": "",
	} {
		if got := Query(value); got != want {
			t.Errorf("%q: %s, want %s", value, got, want)
		}
		if back, err := url.QueryUnescape(Query(value)); err != nil || back != value {
			t.Errorf("%q is read back as %q, %v", value, back, err)
		}
	}
}
