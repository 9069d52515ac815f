package config

import "source-ovhcloud-api/connector/internal/nearest"

// fold maps names to one that destinations do not keep apart.
func fold(name string) string { return nearest.Fold(name) }

// suggestion is a clause to append to a message, or "".
func suggestion(word string, candidates []string) string {
	if found := nearest.Name(word, candidates); found != "" {
		return "; did you mean " + quote(found) + "?"
	}
	return ""
}
