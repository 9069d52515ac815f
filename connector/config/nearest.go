package config

import (
	"strings"

	"source-ovhcloud-api/connector/internal/nearest"
)

// typos is the distance up to which a word counts as a misspelling: one
// exchanged pair of letters, or two slips.
const typos = 2

// nearestName returns the candidate that the word most likely stands for, or "".
// Case, - and _ do not count.
func nearestName(word string, candidates []string) string {
	found := nearest.Of(candidates, 1, func(candidate string) (int, bool) {
		d, ok := nearest.Distance(fold(word), fold(candidate))
		return d, ok && d <= typos
	})
	return strings.Join(found, "")
}

// fold maps names that differ only by case, - and _ to one: destinations do
// not keep such names apart.
func fold(name string) string {
	return strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(name))
}

// suggestion is a clause to append to a message, or "".
func suggestion(word string, candidates []string) string {
	if found := nearestName(word, candidates); found != "" {
		return "; did you mean " + quote(found) + "?"
	}
	return ""
}
