package plan

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFill(t *testing.T) {
	tests := []struct {
		path   string
		values []string
		want   string
	}{
		{"/me/bill", nil, "/me/bill"},
		{"/ip/{ip}", []string{"1.2.3.0/24"}, "/ip/1.2.3.0%2F24"},
		{"/ip/{ip}/reverse", []string{"2001:db8::/32"}, "/ip/2001:db8::%2F32/reverse"},
		{"/a/{x}/{y}", []string{"../..", "?q=1#f"}, "/a/..%2F../%3Fq=1%23f"},
		{"/a/{x}", []string{"a,b c+d%2e"}, "/a/a%2Cb%20c+d%252e"},
		{"/a/{x}", []string{"Zürich 東京"}, "/a/Z%C3%BCrich%20%E6%9D%B1%E4%BA%AC"},
	}
	for _, tt := range tests {
		got := newTemplate(tt.path, func(position int) int { return position }).Fill(tt.values)
		if got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.path, got, tt.want)
		}
	}
}

// Whatever a value is, it stays one segment, and a server reads it back as it was.
func TestFillKeepsAValueInItsSegment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.String().Filter(Sendable).Draw(t, "value")
		path := newTemplate("/before/{x}/after", func(int) int { return 0 }).Fill([]string{value})
		segments := strings.Split(path, "/")
		if len(segments) != 4 || strings.ContainsAny(path, "?#") {
			t.Fatalf("%q leaves its segment: %s", value, path)
		}
		if back, err := url.PathUnescape(segments[2]); err != nil || back != value {
			t.Errorf("%q comes back as %q, %v", value, back, err)
		}
		if cleaned := (&url.URL{Path: "/"}).JoinPath(path).EscapedPath(); cleaned != path {
			t.Errorf("%s is another path when it is cleaned: %s", path, cleaned)
		}
	})
}

func TestRenumber(t *testing.T) {
	tmpl := newTemplate("/a/{x}/b/{y}", func(position int) int { return position })
	tmpl.renumber([]int{1, 0})
	if got := tmpl.Fill([]string{"first", "second"}); got != "/a/second/b/first" {
		t.Errorf("got %s", got)
	}
}
