package apischema

import (
	"slices"
	"strings"
	"unicode"
)

// shortestCorrected is the length, in bytes, of the shortest word that is corrected: one of three
// letters is a letter away from too many.
const shortestCorrected = 4

// knownWords are the words that descriptions are made of, in lower case.
type knownWords map[string]struct{}

// add enters the words of a text. One in the middle of a name, "Payment" in "autoPayment", is a
// word, too.
func (v knownWords) add(text string) {
	start := -1
	var before rune
	for i, r := range text {
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if start >= 0 && (!letter || unicode.IsUpper(r) && unicode.IsLower(before)) {
			v.enter(text[start:i])
			start = -1
		}
		if letter && start < 0 {
			start = i
		}
		before = r
	}
	if start >= 0 {
		v.enter(text[start:])
	}
}

func (v knownWords) enter(word string) {
	if len(word) >= shortestCorrected-1 {
		v[strings.ToLower(word)] = struct{}{}
	}
}

// correct puts what differs by a letter in the place of each word that no description has, and
// reports whether there was such a word.
func (x *Index) correct(words [][]string) (corrected bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for i, word := range words {
		if len(word[0]) < shortestCorrected {
			continue
		}
		if spellings := x.known.near(word[0]); spellings != nil {
			words[i], corrected = spellings, true
		}
	}
	return corrected
}

// near returns the beginnings of words that differ from this one by a letter, sorted; nil if there
// is none, or if the word itself is the beginning of one.
func (v knownWords) near(word string) []string {
	var found []string
	for known := range v {
		if strings.Contains(known, word) {
			return nil
		}
		if beginning, ok := nearBeginning(word, known); ok {
			found = append(found, beginning)
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// nearBeginning returns the beginning of a known word that a word becomes by one letter that is
// exchanged with its neighbour, added, replaced, or dropped.
func nearBeginning(word, known string) (beginning string, ok bool) {
	i := 0
	for i < len(word) && i < len(known) && word[i] == known[i] {
		i++
	}
	if i == len(word) {
		return known[:i], true
	}
	rest := word[i+1:]
	if i == len(known) {
		return known, rest == ""
	}
	left := known[i:]
	switch {
	case len(left) > 1 && rest != "" && left[0] == rest[0] && left[1] == word[i] && strings.HasPrefix(left[2:], rest[1:]):
		return known[:len(word)], true
	case strings.HasPrefix(left[1:], word[i:]):
		return known[:len(word)+1], true
	case strings.HasPrefix(left[1:], rest):
		return known[:len(word)], true
	case strings.HasPrefix(left, rest):
		return known[:len(word)-1], true
	}
	return "", false
}
