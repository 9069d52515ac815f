// Package nearest finds what a misspelt name was meant to be.
package nearest

import (
	"cmp"
	"slices"

	"github.com/agnivade/levenshtein"
)

// longest bounds the comparison, which takes the product of both lengths. No name of the form or of
// the API comes near it.
const longest = 128

// Distance returns the number of letters by which two names differ, and false for names that are
// too long for any.
func Distance(a, b string) (letters int, ok bool) {
	if len(a) > longest || len(b) > longest {
		return 0, false
	}
	return levenshtein.ComputeDistance(a, b), true
}

// Of returns the candidates that are near, nearest first and no more than most; those that are
// equally near stay in their order. distance returns how far a candidate is, and false for one that
// is too far.
func Of(candidates []string, most int, distance func(candidate string) (int, bool)) []string {
	type suggestion struct {
		name     string
		distance int
	}
	var found []suggestion
	for _, c := range candidates {
		if d, ok := distance(c); ok {
			found = append(found, suggestion{c, d})
		}
	}
	slices.SortStableFunc(found, func(a, b suggestion) int { return cmp.Compare(a.distance, b.distance) })
	var names []string
	for _, s := range found[:min(len(found), most)] {
		names = append(names, s.name)
	}
	return names
}
