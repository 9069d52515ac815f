package pathtemplate

import (
	"slices"
	"testing"
)

func TestPlaceholder(t *testing.T) {
	for segment, want := range map[string]string{"{billId}": "billId", "{a b}": "a b", "{{a}}": "{a}", "{}": "", "{": "", "}": "", "{a": "", "a}": "", "me": "", "a{b}": "", "": ""} {
		name, ok := Placeholder(segment)
		if name != want || ok != (want != "") || ok != IsPlaceholder(segment) {
			t.Errorf("%s: %q, %t", segment, name, ok)
		}
	}
}

func TestSegments(t *testing.T) {
	if got := Segments("/me/bill/{billId}"); !slices.Equal(got, []string{"me", "bill", "{billId}"}) {
		t.Errorf("%q", got)
	}
}
