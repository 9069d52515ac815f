package config

import "source-ovhcloud-api/connector/internal/nearest"

// suggestion is a clause to append to a message, or "".
func suggestion(word string, candidates []string) string {
	if found := nearest.Name(word, candidates); found != "" {
		return "; did you mean " + quote(found) + "?"
	}
	return ""
}
