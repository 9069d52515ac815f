package integrationtests_test

import (
	"testing"

	"source-ovhcloud-api/connector/sandbox"
	"source-ovhcloud-api/connector/sandbox/descriptions"
)

// object is a JSON object of the form.
type object = map[string]any

// requiredQuery has a value for each query parameter that an operation of the sandbox requires.
var requiredQuery = map[string]string{"beginDate": "2024-01-01", "endDate": "2025-12-31"}

// sandboxEndpoints returns an endpoint for every GET of the sandbox's description: its path, and
// what OVH requires besides.
func sandboxEndpoints(t *testing.T) []object {
	t.Helper()
	var endpoints []object
	for _, section := range descriptions.Sections() {
		for _, api := range section.APIs {
			for _, op := range api.Operations {
				if op.Method != "GET" {
					continue
				}
				path := api.Path
				if section.Branch == "v2" {
					path = "/v2" + path
				}
				endpoint := object{"path": path}
				if query := requiredOf(op); query != nil {
					endpoint["query_parameters"] = query
				}
				endpoints = append(endpoints, endpoint)
			}
		}
	}
	if len(endpoints) == 0 {
		t.Fatal("the sandbox describes nothing")
	}
	return endpoints
}

func requiredOf(op descriptions.Operation) []object {
	var query []object
	for _, p := range op.Parameters {
		if p.In == "query" && p.Required {
			query = append(query, object{"name": p.Name, "value": requiredQuery[p.Name]})
		}
	}
	return query
}

// formFor is a form for an API at an address, with the sandbox's keys and a budget that no test
// uses up.
func formFor(address string, endpoints []object) object {
	return object{
		"region": "ovh-eu", "api_url": address + "/1.0", "requests_per_second": 100_000, "endpoints": endpoints,
		"credentials": object{
			"auth_type": "application_keys", "application_key": sandbox.ApplicationKey,
			"application_secret": sandbox.ApplicationSecret, "consumer_key": sandbox.ConsumerKey,
		},
	}
}
