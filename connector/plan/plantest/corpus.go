package plantest

import (
	"testing"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
)

// EveryGet calls f with each GET operation of the descriptions and the
// endpoint that a user would write for it.
func EveryGet(t testing.TB, descriptions *apischema.Descriptions, f func(op *apischema.Operation, e config.Endpoint)) {
	t.Helper()
	for _, branch := range []string{"v1", "v2"} {
		sections, err := descriptions.Sections(t.Context(), branch)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range sections {
			section, err := descriptions.Section(t.Context(), branch, path)
			if err != nil {
				t.Fatal(err)
			}
			for _, op := range section.Operations {
				if op.Method == "GET" {
					f(op, endpoint(t, branch, op.Path))
				}
			}
		}
	}
}

func endpoint(t testing.TB, branch, path string) config.Endpoint {
	t.Helper()
	if branch == "v2" {
		path = "/v2" + path
	}
	parsed := parse(t, path)
	return config.Endpoint{Name: config.DefaultStreamName(parsed), Path: parsed, Method: "GET"}
}
