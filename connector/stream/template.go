package stream

import (
	"net/url"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/internal/percent"
)

// template is a path whose placeholders are filled from the variables of a partition.
type template []segment

// segment is one path segment: fixed text as it goes on the wire, or a variable.
type segment struct {
	text     string
	variable int // index into a partition's values; fixed when negative
}

const fixed = -1

// newTemplate makes the template of a path such as /me/bill/{billId}. bind
// gives the variable of a placeholder by its position among the placeholders.
// Fixed segments may be percent-encoded, as those of a user's own path are.
func newTemplate(path string, bind func(position int) int) template {
	var t template
	position := 0
	for text := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		if isPlaceholder(text) {
			t = append(t, segment{variable: bind(position)})
			position++
			continue
		}
		if plain, err := url.PathUnescape(text); err == nil {
			text = plain
		}
		t = append(t, segment{text: percent.Segment(text), variable: fixed})
	}
	return t
}

// fill gives the percent-encoded path of a partition.
func (t template) fill(values []string) string {
	var b strings.Builder
	for _, s := range t {
		b.WriteByte('/')
		if s.variable == fixed {
			b.WriteString(s.text)
			continue
		}
		b.WriteString(percent.Segment(values[s.variable]))
	}
	return b.String()
}

// around gives the percent-encoded path of a partition before and after the
// last variable, which must stand in it once; see joinable.
func (t template) around(values []string) (before, after string) {
	for i, s := range slices.Backward(t) {
		if s.variable != fixed {
			return t[:i].fill(values) + "/", t[i+1:].fill(values)
		}
	}
	return t.fill(values), ""
}

// joinable tells whether several values of the last variable can stand in one
// path: not if that variable stands in it twice.
func (t template) joinable() bool {
	last, times := t.last(), 0
	for _, v := range t.variables() {
		if v == last {
			times++
		}
	}
	return times == 1
}

// last gives the last variable of the path; fixed when it has none.
func (t template) last() int {
	for _, s := range slices.Backward(t) {
		if s.variable != fixed {
			return s.variable
		}
	}
	return fixed
}

// renumber replaces each variable v by numbers[v].
func (t template) renumber(numbers []int) {
	for i, s := range t {
		if s.variable != fixed {
			t[i].variable = numbers[s.variable]
		}
	}
}

// variables gives the variables that the path needs.
func (t template) variables() []int {
	var vs []int
	for _, s := range t {
		if s.variable != fixed {
			vs = append(vs, s.variable)
		}
	}
	return vs
}

// sendable tells whether a value can stand as one path segment without
// leaving it: OVH answers an empty segment as if it were another path, and
// dots alone climb out of it, percent-encoded or not.
func sendable(value string) bool {
	return value != "" && value != "." && value != ".."
}

func isPlaceholder(segment string) bool {
	return strings.HasPrefix(segment, "{") && strings.HasSuffix(segment, "}")
}
