package plan

import (
	"net/url"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/internal/pathtemplate"
	"source-ovhcloud-api/connector/internal/percent"
)

// Template is a path whose placeholders are filled from the variables of a partition.
type Template []segment

// segment is one path segment: fixed text as it goes on the wire, or a variable.
type segment struct {
	text     string
	variable int // index into a partition's values; Fixed for none
}

// Fixed stands where there is no variable.
const Fixed = -1

// newTemplate makes the template of a path such as /me/bill/{billId}. bind
// gives the variable of a placeholder by its position among the placeholders.
// Fixed segments may be percent-encoded, as those of a user's own path are.
func newTemplate(path string, bind func(position int) int) Template {
	var t Template
	position := 0
	for _, text := range pathtemplate.Segments(path) {
		if pathtemplate.IsPlaceholder(text) {
			t = append(t, segment{variable: bind(position)})
			position++
			continue
		}
		if plain, err := url.PathUnescape(text); err == nil {
			text = plain
		}
		t = append(t, segment{text: percent.Segment(text), variable: Fixed})
	}
	return t
}

// Fill returns the percent-encoded path of a partition.
func (t Template) Fill(values []string) string {
	var b strings.Builder
	for _, s := range t {
		b.WriteByte('/')
		if s.variable == Fixed {
			b.WriteString(s.text)
			continue
		}
		b.WriteString(percent.Segment(values[s.variable]))
	}
	return b.String()
}

// Around returns the percent-encoded path of a partition before and after the
// last variable, which must stand in it once; see [Template.Joinable].
func (t Template) Around(values []string) (before, after string) {
	for i, s := range slices.Backward(t) {
		if s.variable != Fixed {
			return t[:i].Fill(values) + "/", t[i+1:].Fill(values)
		}
	}
	return t.Fill(values), ""
}

// Joinable reports whether several values of the last variable can stand in one
// path: not if that variable stands in it twice.
func (t Template) Joinable() bool {
	last, times := t.Last(), 0
	for _, v := range t.Variables() {
		if v == last {
			times++
		}
	}
	return times == 1
}

// Last returns the last variable of the path; Fixed when it has none.
func (t Template) Last() int {
	for _, s := range slices.Backward(t) {
		if s.variable != Fixed {
			return s.variable
		}
	}
	return Fixed
}

// renumber replaces each variable v by numbers[v].
func (t Template) renumber(numbers []int) {
	for i, s := range t {
		if s.variable != Fixed {
			t[i].variable = numbers[s.variable]
		}
	}
}

// Variables returns the variables that the path needs.
func (t Template) Variables() []int {
	var vs []int
	for _, s := range t {
		if s.variable != Fixed {
			vs = append(vs, s.variable)
		}
	}
	return vs
}

// Sendable reports whether a value can stand as one path segment without
// leaving it: OVH answers an empty segment as if it were another path, and
// dots alone climb out of it, percent-encoded or not.
func Sendable(value string) bool {
	return value != "" && value != "." && value != ".."
}
