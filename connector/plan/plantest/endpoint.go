package plantest

import (
	"strings"
	"testing"

	"source-ovhcloud-api/connector/config"
)

// Option is one more setting of an endpoint of the form.
type Option func(*config.Endpoint)

// Get returns an endpoint as the form gives it, under a name of the test's own.
func Get(t testing.TB, name, path string, options ...Option) config.Endpoint {
	t.Helper()
	e := config.Endpoint{Name: name, Path: parse(t, path), Method: "GET"}
	for _, set := range options {
		set(&e)
	}
	return e
}

// Parameter sets where a placeholder takes its values from.
func Parameter(name string, source config.Source) Option {
	return func(e *config.Endpoint) {
		e.PathParameters = append(e.PathParameters, config.PathParameter{Name: name, Source: source})
	}
}

// Values returns a placeholder these values.
func Values(name string, values ...string) Option {
	return Parameter(name, config.Source{Type: config.SourceValues, Values: values})
}

// From maps a placeholder to the records of another endpoint.
func From(name, endpoint string) Option { return FromField(name, endpoint, "") }

// FromField is [From] with the field that holds the value.
func FromField(name, endpoint, field string) Option {
	return Parameter(name, config.Source{Type: config.SourceEndpoint, Endpoint: endpoint, Field: field})
}

// Query adds a query parameter.
func Query(name, value string) Option {
	return func(e *config.Endpoint) {
		e.QueryParameters = append(e.QueryParameters, config.QueryParameter{Name: name, Value: value})
	}
}

// Posting makes the endpoint a POST of a body.
func Posting(body string) Option {
	return func(e *config.Endpoint) { e.Method, e.AllowSideEffects, e.Body = "POST", true, []byte(body) }
}

// NewParentsOnly sets the setting of that name.
func NewParentsOnly(e *config.Endpoint) { e.NewParentsOnly = true }

// RecordPath sets the path to the records inside an answer.
func RecordPath(path string) Option { return func(e *config.Endpoint) { e.RecordPath = path } }

// Fields sets what is kept of the records.
func Fields(paths ...string) Option { return func(e *config.Endpoint) { e.Fields = paths } }

// PrimaryKey sets the key.
func PrimaryKey(columns ...string) Option { return func(e *config.Endpoint) { e.PrimaryKey = columns } }

// Missing returns the query parameters that a plan's error says OVH requires, nil if it says
// something else.
func Missing(err error) []string {
	if err == nil || !strings.Contains(err.Error(), ", Query Parameters: ") {
		return nil
	}
	_, missing, ok := strings.Cut(err.Error(), " requires ")
	if !ok {
		return nil
	}
	missing, _, _ = strings.Cut(missing, ";")
	return strings.Split(missing, " and ")
}
