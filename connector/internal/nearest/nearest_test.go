package nearest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOf(t *testing.T) {
	within := func(word string, most int) func(string) (int, bool) {
		return func(candidate string) (int, bool) {
			d, ok := Distance(word, candidate)
			return d, ok && d <= most
		}
	}
	for name, test := range map[string]struct {
		word       string
		candidates []string
		most       int
		want       []string
	}{
		"nearest first":             {"bil", []string{"ball", "bill"}, 3, []string{"bill", "ball"}},
		"no more than asked for":    {"bil", []string{"ball", "bill"}, 1, []string{"bill"}},
		"equally near in order":     {"bll", []string{"bull", "bill", "ball"}, 2, []string{"bull", "bill"}},
		"too far":                   {"invoice", []string{"bill"}, 3, nil},
		"too long to be compared":   {strings.Repeat("x", 129), []string{strings.Repeat("x", 129), "x"}, 3, nil},
		"letters, not bytes, count": {"é", []string{"e", "日"}, 3, []string{"e", "日"}},
		"nothing to choose from":    {"bill", nil, 3, nil},
	} {
		if diff := cmp.Diff(test.want, Of(test.candidates, test.most, within(test.word, 2))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestName(t *testing.T) {
	for _, tt := range []struct {
		word, want string
		candidates []string
	}{
		{"billId", "billid", []string{"order", "billid"}},
		{"path-parameters", "path_parameters", []string{"query_parameters", "path_parameters"}},
		{"nmae", "name", []string{"path", "name"}},
		{"tcsh", "", []string{"bash", "zsh", "fish"}},
		{"fihs", "fish", []string{"bash", "zsh", "fish"}},
		{"comment", "", []string{"name", "path"}},
		{"bills", "bill", []string{"billing", "bill"}},
		{"ip", "", []string{"me"}},
		{"EU", "ovh-eu", []string{"ovh-us", "ovh-eu", "kimsufi-eu"}},
		{"bill", "bills", []string{"me_bill", "bills"}},
		{"bill", "me_bill", []string{"me_billing", "me_bill"}},
		{"x", "", nil},
	} {
		if got := Name(tt.word, tt.candidates); got != tt.want {
			t.Errorf("Name(%q, %q) = %q, want %q", tt.word, tt.candidates, got, tt.want)
		}
	}
}
