package plan

import (
	"net/url"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/pathtemplate"
)

// FuzzFill takes any path that the form accepts and any id: each segment stays one, the fixed ones
// mean what was written, and a server reads the id back as it was.
func FuzzFill(f *testing.F) {
	for _, id := range []string{"FR1", "1.2.3.0/24", "2001:db8::/32", "../..", "?q=1#f", "a,b c+d%2e", "Zürich 東京", "\x00\xff", "%2F", ";a=b", "{x}"} {
		f.Add("/me/bill/{billId}/details/{d}", id)
		f.Add("/v2/iam/%20;x=y/{a.b}", id)
	}
	f.Fuzz(func(t *testing.T, path, id string) {
		parsed, err := config.ParsePath(path)
		if err != nil || !Sendable(id) {
			return
		}
		filled := newTemplate(parsed.Template(), func(int) int { return 0 }).Fill([]string{id})
		segments := strings.Split(strings.TrimPrefix(filled, "/"), "/")
		if len(segments) != len(parsed.Segments()) || strings.ContainsAny(filled, "?# \x00\n") {
			t.Fatalf("%q in %s leaves its segment: %s", id, path, filled)
		}
		for i, written := range parsed.Segments() {
			got, err := url.PathUnescape(segments[i])
			want := id
			if !pathtemplate.IsPlaceholder(written) {
				want, err = url.PathUnescape(written)
			}
			if err != nil || got != want {
				t.Errorf("segment %s of %s became %q, want %q: %v", written, path, got, want, err)
			}
		}
		if sent, err := url.Parse("https://api.test/1.0" + filled); err != nil || sent.EscapedPath() != "/1.0"+filled {
			t.Errorf("%s is sent as %v, %v", filled, sent, err)
		}
	})
}
