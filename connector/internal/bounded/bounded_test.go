package bounded

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestRead(t *testing.T) {
	failed := errors.New("reset")
	for _, tc := range []struct {
		name   string
		body   io.Reader
		length int64
		want   string
		err    string
	}{
		{"known length", strings.NewReader("[1,2]"), 5, "[1,2]", ""},
		{"unknown length", strings.NewReader("[1,2]"), -1, "[1,2]", ""},
		{"byte by byte", iotest.OneByteReader(strings.NewReader("[1,2]")), 5, "[1,2]", ""},
		{"as large as can be", strings.NewReader(strings.Repeat("1", 1000)), -1, strings.Repeat("1", 1000), ""},
		{"empty", strings.NewReader(""), 0, "", ""},
		{"too short", strings.NewReader("[1"), 5, "", "broke off after 2 of 5 bytes"},
		{"nothing of it", strings.NewReader(""), 5, "", "broke off after 0 of 5 bytes"},
		{"cut", io.MultiReader(strings.NewReader("[1"), iotest.ErrReader(failed)), -1, "", "broke off after 2 bytes: reset"},
		{"announced as too large", strings.NewReader("[1"), 1001, "", "larger than 1000 bytes"},
		{"too large", strings.NewReader(strings.Repeat("1", 1001)), -1, "", "larger than 1000 bytes"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := Read(tc.body, tc.length, 1000)
			if string(got) != tc.want || (err == nil) != (tc.err == "") || (err != nil && !strings.Contains(err.Error(), tc.err)) {
				t.Errorf("%q, %v, want %q, %q", got, err, tc.want, tc.err)
			}
			if tc.length >= 0 && cap(got) != len(got) {
				t.Errorf("capacity %d for %d bytes", cap(got), len(got))
			}
		})
	}
}

func TestDepth(t *testing.T) {
	nested := func(open, middle, end string, levels int) string {
		return strings.Repeat(open, levels) + middle + strings.Repeat(end, levels)
	}
	for name, tc := range map[string]struct {
		body string
		deep bool
	}{
		"as deep as can be":   {nested("[", "", "]", MaxDepth), false},
		"a level more":        {nested("[", "", "]", MaxDepth+1), true},
		"objects":             {nested(`{"a":`, "1", "}", MaxDepth+1), true},
		"beside each other":   {"[" + strings.Repeat("[],", MaxDepth) + "[]]", false},
		"within a text":       {`"` + strings.Repeat("[", MaxDepth+1) + `"`, false},
		"behind a quote":      {`["\"",` + nested("[", "", "]", MaxDepth) + "]", true},
		"behind a back slash": {`["\\",` + nested("[", "", "]", MaxDepth) + "]", true},
	} {
		if err := Depth([]byte(tc.body)); (err != nil) != tc.deep {
			t.Errorf("%s: %v", name, err)
		}
	}
}
