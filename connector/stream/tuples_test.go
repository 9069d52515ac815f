package stream

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTuplesAreSortedAndDistinct(t *testing.T) {
	for name, tt := range map[string]struct {
		given, want tuples
	}{
		"none":   {tuples{nil, 1}, tuples{nil, 1}},
		"values": {tuples{[]string{"b", "a", "b", "B"}, 1}, tuples{[]string{"B", "a", "b"}, 1}},
		"pairs":  {tuples{[]string{"b", "1", "a", "2", "b", "1", "a", "1"}, 2}, tuples{[]string{"a", "1", "a", "2", "b", "1"}, 2}},
	} {
		got := tt.given.sorted()
		if diff := cmp.Diff(tt.want.values, got.values); diff != "" || got.width != tt.want.width {
			t.Errorf("%s: width %d, %s", name, got.width, diff)
		}
		n := 0
		for tuple := range got.all() {
			if len(tuple) != got.width {
				t.Errorf("%s: a tuple of %d", name, len(tuple))
			}
			n++
		}
		if n != got.len() {
			t.Errorf("%s: %d tuples, want %d", name, n, got.len())
		}
	}
}
