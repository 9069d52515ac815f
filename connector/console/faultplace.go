package console

import (
	"regexp"
	"strconv"
	"strings"

	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/plan"
)

var endpointPlace = regexp.MustCompile(`^endpoints\[(\d+)\]\.?(.*)$`)

// splitPlace takes apart the place of a fault in a form's endpoints.
func splitPlace(path string) (endpoint int, rest string, ok bool) {
	parts := endpointPlace.FindStringSubmatch(path)
	if parts == nil {
		return 0, "", false
	}
	endpoint, err := strconv.Atoi(parts[1])
	return endpoint, parts[2], err == nil
}

var parameterPlace = regexp.MustCompile(`^path_parameters\[(\d+)\]`)

// dialogField gives the dialog's field for a place inside an endpoint.
func dialogField(rest string, e endpoint) string {
	if parts := parameterPlace.FindStringSubmatch(rest); parts != nil {
		if i, err := strconv.Atoi(parts[1]); err == nil && i < len(e.PathParameters) {
			return "placeholder:" + e.PathParameters[i].Name
		}
	}
	field, _, _ := strings.Cut(rest, "[")
	if field == "query_parameters" {
		return "query"
	}
	return field
}

// planFault gives a fault that OVH's description shows.
func planFault(err *plan.ConfigError) fault {
	field, name, _ := strings.Cut(err.Field, " › ")
	switch field {
	case "Path Parameters":
		return fault{"placeholder:" + name, words.Sentence(err.Message)}
	case "Query Parameters":
		if name != "" {
			return fault{"query", words.Sentence(name + ": " + err.Message)}
		}
		return fault{"query", words.Sentence(err.Message)}
	}
	return fault{strings.ToLower(strings.ReplaceAll(field, " ", "_")), words.Sentence(err.Message)}
}
