package bounded

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// elements are those of a list, with what makes it difficult to see where they end.
var elements = rapid.SliceOf(rapid.OneOf(
	rapid.StringMatching(`"[a,\[\]{}]{0,9}"`),
	rapid.SampledFrom([]string{`1`, `null`, `"\""`, `"\\"`, `"\\\","`, `{"a":[1,2],"b":"],"}`, `[]`, `[[1],[2,3]]`, ` {} `, "\n\"é,\""}),
))

// The pieces of a list have its elements, in their order.
func TestReadListInPieces(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.SampledFrom([]string{"", " ", "\n\t"}).Draw(rt, "before") + "[" + strings.Join(elements.Draw(rt, "elements"), ",") + "]\n"
		size := rapid.IntRange(1, 40).Draw(rt, "size")
		length := rapid.SampledFrom([]int64{-1, int64(len(text))}).Draw(rt, "length")
		first, rest, err := readList(iotest.HalfReader(strings.NewReader(text)), length, 10_000, size)
		if err != nil {
			rt.Fatal(err)
		}
		var want, got []json.RawMessage
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			rt.Fatal(err)
		}
		for _, piece := range append([][]byte{first}, rest...) {
			var list []json.RawMessage
			if err := json.Unmarshal(piece, &list); err != nil || len(list) == 0 && len(rest) > 0 {
				rt.Fatalf("%q: %v", piece, err)
			}
			got = append(got, list...)
		}
		if diff := cmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 {
			rt.Error(diff)
		}
		if len(want) > 1 && len(text) > 3*max(size, longestOf(want)) && len(rest) == 0 {
			rt.Errorf("%q is one piece", text)
		}
	})
}

func longestOf(elements []json.RawMessage) int {
	longest := 0
	for _, e := range elements {
		longest = max(longest, len(e)+2) // with a blank and a comma
	}
	return longest
}

// What is no JSON is none in pieces: one of them is none, either, or one of several has no elements.
func TestReadListThatIsNone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringMatching(`[\[ {]{0,2}[1,\[\]{}"\\: ]{0,30}[\]} ]{0,2}`).Draw(rt, "text")
		first, rest, err := readList(strings.NewReader(text), -1, 10_000, rapid.IntRange(1, 9).Draw(rt, "size"))
		if err != nil {
			rt.Fatal(err)
		}
		valid := json.Valid(first)
		for _, piece := range append([][]byte{first}, rest...) {
			var list []json.RawMessage
			if len(rest) > 0 && (json.Unmarshal(piece, &list) != nil || len(list) == 0) {
				valid = false
			}
		}
		if valid != json.Valid([]byte(text)) {
			rt.Errorf("%q is %q, %q", text, first, rest)
		}
	})
}

func TestReadListThatBreaksOff(t *testing.T) {
	reset := errors.New("reset")
	for name, tc := range map[string]struct {
		body   io.Reader
		length int64
		err    string
	}{
		"too short":              {strings.NewReader("[1,2,3,4"), 100, "broke off after 8 of 100 bytes"},
		"cut":                    {io.MultiReader(strings.NewReader("[1,2,3,4"), iotest.ErrReader(reset)), -1, "broke off after 8 bytes: reset"},
		"announced as too large": {strings.NewReader("[1"), 1001, "larger than 1000 bytes"},
		"too large":              {strings.NewReader("[" + strings.Repeat("1,", 500) + "1]"), -1, "larger than 1000 bytes"},
	} {
		if _, _, err := readList(tc.body, tc.length, 1000, 4); err == nil || !strings.Contains(err.Error(), tc.err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
