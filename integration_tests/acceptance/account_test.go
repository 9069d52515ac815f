//go:build image

package acceptance

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/sandbox/inventory"
)

// What the sample account has, asked of its inventory: the connector, whose outcome is held to it,
// has no part in it.

// endpoint is one of schemas/sample_config.json, as far as these tests look into it.
type endpoint struct {
	Name  string
	Path  string
	Query []struct{ Name, Value string } `json:"query_parameters"`
	// PathParameters map placeholders to other endpoints, whose filters then hold for this one.
	PathParameters []struct {
		Source struct{ Endpoint string }
	} `json:"path_parameters"`
}

// object is a JSON object, its numbers as they were written.
type object = map[string]any

// sampleForm returns the sample configuration and its endpoints, each with the name of its stream.
func sampleForm(t *testing.T) (form object, endpoints []endpoint) {
	t.Helper()
	text := readFile(t, filepath.Join(module, "schemas", "sample_config.json"))
	decode(t, text, &form)
	var document struct{ Endpoints []endpoint }
	decode(t, text, &document)
	for i, configured := range configuredStreams(t) {
		document.Endpoints[i].Name = configured.Stream.Name
	}
	return form, document.Endpoints
}

// incrementalCatalog writes the configured catalog with every stream read incrementally that can
// be, and gives its name.
func incrementalCatalog(t *testing.T) string {
	t.Helper()
	var catalog struct {
		Streams []object `json:"streams"`
	}
	decode(t, readFile(t, configuredCatalog), &catalog)
	for _, stream := range catalog.Streams {
		if modes := stream["stream"].(object)["supported_sync_modes"].([]any); slices.Contains(modes, "incremental") {
			stream["sync_mode"] = "incremental"
		}
	}
	return writeJSON(t, "catalog.json", catalog)
}

type configuredStream struct {
	Key    [][]string `json:"primary_key"`
	Stream struct{ Name string }
}

// configuredStreams are those of integration_tests/configured_catalog.json, which has a stream of
// each endpoint, in their order.
func configuredStreams(t *testing.T) []configuredStream {
	t.Helper()
	var catalog struct{ Streams []configuredStream }
	decode(t, readFile(t, filepath.Join(module, "integration_tests", "configured_catalog.json")), &catalog)
	return catalog.Streams
}

// accountTables returns the table of every stream of the sample configuration.
func accountTables(t *testing.T) []table {
	t.Helper()
	account := inventory.New(inventory.Sizes{})
	_, endpoints := sampleForm(t)
	var tables []table
	for i, configured := range configuredStreams(t) {
		var key []string
		for _, path := range configured.Key {
			key = append(key, path[0])
		}
		rows, err := rowsOf(account, endpoints[i].Path, filtersOf(endpoints, endpoints[i]), key)
		if err != nil {
			t.Fatalf("%s: %v", endpoints[i].Path, err)
		}
		tables = append(tables, table{stream: configured.Stream.Name, key: lower(key), columns: columnsOf(t, endpoints[i].Path, key), rows: rows})
	}
	return tables
}

// filtersOf returns the query parameters of an endpoint and of those that feed it.
func filtersOf(endpoints []endpoint, e endpoint) url.Values {
	filters := url.Values{}
	for _, parameter := range e.Query {
		filters.Add(parameter.Name, parameter.Value)
	}
	for _, parameter := range e.PathParameters {
		feeding := slices.IndexFunc(endpoints, func(other endpoint) bool { return other.Name == parameter.Source.Endpoint })
		for name, values := range filtersOf(endpoints, endpoints[feeding]) {
			filters[name] = append(filters[name], values...)
		}
	}
	return filters
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// rowsOf asks for everything below a path: the list before each placeholder, then the items.
func rowsOf(account *inventory.Inventory, path string, filters url.Values, key []string) ([]object, error) {
	assignments := []map[string]string{{}}
	for _, found := range placeholder.FindAllStringSubmatchIndex(path, -1) {
		list, name := strings.TrimSuffix(path[:found[0]], "/"), path[found[2]:found[3]]
		var longer []map[string]string
		for _, assignment := range assignments {
			items, err := answers(account, list, assignment, filters)
			if err != nil {
				return nil, err
			}
			for _, item := range items {
				value := maps.Clone(assignment)
				value[name] = fmt.Sprint(identifier(item, name))
				longer = append(longer, value)
			}
		}
		assignments = longer
	}
	var rows []object
	for _, assignment := range assignments {
		items, err := answers(account, path, assignment, filters)
		if err != nil {
			return nil, err
		}
		for _, item := range items {
			rows = append(rows, row(item, assignment, key))
		}
	}
	return rows, nil
}

// answers returns what the account answers, as a list. What is listed and gone is none.
func answers(account *inventory.Inventory, path string, assignment map[string]string, filters url.Values) ([]any, error) {
	operation, found := account.Operations()["GET "+branchOf(path)]
	if !found {
		return nil, fmt.Errorf("the account has no GET %s", path)
	}
	query := url.Values{}
	for _, name := range operation.Filters {
		if values := filters[name]; values != nil {
			query[name] = values
		}
	}
	answer, err := operation.Answer(inventory.Request{Path: assignment, Query: query})
	_, missing := errors.AsType[*inventory.NotFound](err)
	_, expired := errors.AsType[*inventory.Expired](err)
	if missing || expired {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	list, isList := answer.(inventory.List)
	if !isList {
		list = inventory.List{Len: 1, At: func(int) any { return answer }}
	}
	var items []any
	for i := range list.Len {
		text, err := json.Marshal(list.At(i))
		if err != nil {
			return nil, err
		}
		item, err := exactly(text)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	return items, nil
}

// branchOf returns a path of a form as the inventory and the descriptions have it.
func branchOf(path string) string {
	if strings.HasPrefix(path, "/v2/") {
		return path
	}
	return "/v1" + path
}

// identifier is what an item of a list is called by.
func identifier(item any, placeholder string) any {
	listed, isObject := item.(object)
	if !isObject {
		return item
	}
	if value := listed[placeholder]; value != nil {
		return value
	}
	return listed["id"]
}

// row is an item with the values of the path. One that is no object is the column of the key that
// the path does not have, or of the name value.
func row(item any, assignment map[string]string, key []string) object {
	columns := object{}
	for name, value := range assignment {
		columns[strings.ToLower(name)] = value
	}
	if fields, isObject := item.(object); isObject {
		for name, value := range fields {
			columns[strings.ToLower(name)] = value
		}
		return columns
	}
	columns[scalarColumn(assignment, key)] = item
	return columns
}

func scalarColumn(assignment map[string]string, key []string) string {
	for _, name := range key {
		if _, ofPath := assignment[name]; !ofPath {
			return strings.ToLower(name)
		}
	}
	return "value"
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func decode(t *testing.T, text []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(text, v); err != nil {
		t.Fatal(err)
	}
}

// writeJSON writes a file that goes with the test, and gives its name.
func writeJSON(t *testing.T, name string, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
