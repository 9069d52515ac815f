package config

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// typos is the distance up to which a word counts as a misspelling: one
// exchanged pair of letters, or two slips.
const typos = 2

// longestWord bounds the comparison, which takes the product of both lengths.
// No name of the form or of the API comes near it.
const longestWord = 128

// nearest gives the candidate that the word most likely stands for, or "".
// Case, - and _ do not count.
func nearest(word string, candidates []string) string {
	if len(word) > longestWord {
		return ""
	}
	best, found := typos+1, ""
	for _, c := range candidates {
		if len(c) > longestWord {
			continue
		}
		if d := levenshtein.ComputeDistance(fold(word), fold(c)); d < best {
			best, found = d, c
		}
	}
	return found
}

// fold maps names that differ only by case, - and _ to one: destinations do
// not keep such names apart.
func fold(name string) string {
	return strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(name))
}

// suggestion is a clause to append to a message, or "".
func suggestion(word string, candidates []string) string {
	if found := nearest(word, candidates); found != "" {
		return "; did you mean " + quote(found) + "?"
	}
	return ""
}
