package console

import (
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/plan"
)

// dialogField returns the dialog's field for a place in an endpoint; "" for the endpoint as a
// whole.
func dialogField(at config.Place, e endpoint) string {
	if len(at) == 0 {
		return ""
	}
	field := at[0].Property
	switch {
	case field == "path_parameters" && len(at) > 1:
		return placeholderField(at[1], e)
	case field == "query_parameters":
		return "query"
	}
	return field
}

// placeholderField returns the field of the placeholder that an entry of the path parameters is
// about.
func placeholderField(parameter config.Step, e endpoint) string {
	name := parameter.Entry
	if name == "" && parameter.Index < len(e.PathParameters) {
		name = e.PathParameters[parameter.Index].Name
	}
	return "placeholder:" + name
}

// planFault returns a fault that OVH's description shows, as the dialog of its endpoint does.
func planFault(err *plan.ConfigError, e endpoint) fault {
	_, at, _ := err.Place.InEndpoint()
	message := err.Message
	if len(at) > 1 && at[0].Property == "query_parameters" {
		message = at[1].Entry + ": " + message
	}
	return fault{dialogField(at, e), words.Sentence(message)}
}
