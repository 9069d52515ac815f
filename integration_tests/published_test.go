package integrationtests_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/apischema/corpustest"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
)

// OVH's real API, as the descriptions beside the checkout have it, served and planned.

var errNotFound = errors.New("OVH does not have it")

// serveDescription answers as OVH's two branches do when they are asked for what they are.
func serveDescription(w http.ResponseWriter, r *http.Request, fetch apischema.Fetch) {
	branch, path := "v1", strings.TrimPrefix(r.URL.Path, "/1.0")
	if rest, isV2 := strings.CutPrefix(r.URL.Path, "/v2"); isV2 {
		branch, path = "v2", rest
	}
	document, err := fetch(r.Context(), branch, path)
	if err != nil {
		http.Error(w, `{"message":"Not Found"}`, http.StatusNotFound)
		return
	}
	defer document.Close()
	w.Header().Set("Content-Type", "application/json")
	io.Copy(w, document)
}

// manyEndpoints picks operations all over the largest sections, by their bare paths.
func manyEndpoints(t testing.TB) []object {
	t.Helper()
	api := apischema.New(corpustest.Fetch(t, apischema.ErrNoSection))
	var endpoints []object
	for _, section := range largestSections(t, api) {
		paths := readablePaths(t, api, section)
		const each = discoverEndpoints / discoverSections
		for i := range each {
			endpoints = append(endpoints, object{"path": paths[i*len(paths)/each]})
		}
	}
	return endpoints
}

func largestSections(t testing.TB, api *apischema.Descriptions) []*apischema.Section {
	t.Helper()
	var sections []*apischema.Section
	for _, branch := range []string{"v1", "v2"} {
		names, err := api.Sections(t.Context(), branch)
		check(t, err)
		for _, name := range names {
			section, err := api.Section(t.Context(), branch, name)
			check(t, err)
			sections = append(sections, section)
		}
	}
	slices.SortStableFunc(sections, func(a, b *apischema.Section) int { return len(getsOf(b)) - len(getsOf(a)) })
	return sections[:discoverSections]
}

// getsOf returns the paths of a section's GETs as a form has them.
func getsOf(section *apischema.Section) []string {
	var paths []string
	for _, op := range section.Operations {
		path := op.Path
		if op.Branch == "v2" {
			path = "/v2" + path
		}
		if op.Method == "GET" {
			paths = append(paths, path)
		}
	}
	return paths
}

// readablePaths returns those that need nothing but their path.
func readablePaths(t testing.TB, api *apischema.Descriptions, section *apischema.Section) []string {
	t.Helper()
	return slices.DeleteFunc(getsOf(section), func(path string) bool {
		endpoints := endpointsOf(t, object{"path": path})
		_, err := plan.NewPlanner(endpoints, api, unsampled).Plan(t.Context(), endpoints[0])
		return err != nil
	})
}

// unsampled refuses to make up for a description by an answer.
func unsampled(context.Context, *plan.Plan) ([]byte, error) {
	return nil, errors.New("OVH does not describe it")
}

// endpointsOf returns the endpoints of a form as the connector has them.
func endpointsOf(t testing.TB, endpoints ...object) []config.Endpoint {
	t.Helper()
	form, err := json.Marshal(formFor("https://sandbox.invalid", endpoints))
	check(t, err)
	cfg, _, err := config.Load(form)
	check(t, err)
	return cfg.Endpoints
}
