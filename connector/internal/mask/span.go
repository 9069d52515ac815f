package mask

import (
	"cmp"
	"slices"
	"strings"
)

// span is the half-open range of bytes [start, end).
type span struct{ start, end int }

// cover masks spans of a text, given in any order. Those that overlap become one mask.
func cover(text string, spans []span) string {
	if len(spans) == 0 {
		return text
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	var result strings.Builder
	done := 0
	for i, s := range spans {
		if i == 0 || s.start >= done {
			result.WriteString(text[done:s.start])
			result.WriteString(Mask)
		}
		done = max(done, s.end)
	}
	result.WriteString(text[done:])
	return result.String()
}
