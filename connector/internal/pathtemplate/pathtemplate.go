// Package pathtemplate knows the form of OVH's paths, /me/bill/{billId}, in which a placeholder is a
// whole segment.
package pathtemplate

import "strings"

// Segments splits /me/bill/{billId} into me, bill and {billId}.
func Segments(path string) []string { return strings.Split(strings.TrimPrefix(path, "/"), "/") }

// Placeholder returns the name of a segment that is a placeholder. One without a name is none.
func Placeholder(segment string) (name string, ok bool) {
	name, opened := strings.CutPrefix(segment, "{")
	name, closed := strings.CutSuffix(name, "}")
	if !opened || !closed || name == "" {
		return "", false
	}
	return name, true
}

// IsPlaceholder reports whether a segment is a placeholder.
func IsPlaceholder(segment string) bool {
	_, ok := Placeholder(segment)
	return ok
}
