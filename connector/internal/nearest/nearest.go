// Package nearest finds what a misspelt name was meant to be.
package nearest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// longest bounds the comparison, which takes the product of both lengths. No name of the form or of
// the API comes near it.
const longest = 128

// typos is the distance up to which a word counts as a misspelling: one exchanged pair of letters,
// or two slips.
const typos = 2

// Name returns the candidate that the word most likely stands for, "" if none is near, as one is not
// of which no letter is right. What [Fold] folds does not count. A word that is a part of a candidate,
// as eu is of ovh-eu, stands for the first such if it is near none.
func Name(word string, candidates []string) string {
	found := Of(candidates, 1, func(candidate string) (int, bool) {
		if d, ok := slip(Fold(word), Fold(candidate)); ok {
			return d, true
		}
		return typos + 1, slices.Contains(strings.FieldsFunc(candidate, isSeparator), strings.ToLower(word))
	})
	return strings.Join(found, "")
}

// slip returns the distance of a misspelling. Two slips in a word of four letters, as tcsh is from
// bash, are another word, unless they are one pair that was exchanged.
func slip(word, candidate string) (letters int, ok bool) {
	d, ok := Distance(word, candidate)
	switch {
	case !ok || d > typos || d >= len(candidate):
		return 0, false
	case d == typos && len(candidate) <= 2*typos && sorted(word) != sorted(candidate):
		return 0, false
	}
	return d, true
}

// sorted returns the bytes of a word in their order.
func sorted(word string) string { return string(slices.Sorted(slices.Values([]byte(word)))) }

// isSeparator reports whether a character stands between the parts of a name.
func isSeparator(r rune) bool { return r == '-' || r == '_' }

// Fold maps names that differ only by case, - and _ to one.
func Fold(name string) string {
	return strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(name))
}

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
