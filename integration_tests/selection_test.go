package integrationtests_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox"
)

// A catalog that leaves out columns is a list of what may be written: what OVH adds to its answers
// before it describes it is not on it. A catalog that has every column lets it pass.
func TestNarrowedCatalogKeepsOutWhatIsNotDescribed(t *testing.T) {
	t.Parallel()
	account := httptest.NewServer(sandbox.New(sandbox.Options{RequestsPerSecond: -1, Intercept: undescribedField}))
	t.Cleanup(account.Close)
	config := temporaryJSON(t, "config.json", formFor(account.URL, []object{{"name": "bills", "path": "/me/bill/{billId}"}}))
	var bills object
	check(t, json.Unmarshal(only(t, run(t, 0, "discover", "--config", config), "CATALOG").Catalog.Streams[0], &bills))
	schema := bills["json_schema"].(object)
	every := schema["properties"].(object)
	all := slices.AppendSeq([]string{"fieldOfTomorrow"}, maps.Keys(every))
	slices.Sort(all)

	for name, test := range map[string]struct {
		properties any
		want       []string // columns
	}{
		"every column":               {every, all},
		"no columns":                 {object{}, all},
		"the key and the cursor":     {object{"billId": object{}, "date": object{}}, []string{"billId", "date"}},
		"a column, without the key":  {object{"date": object{}}, []string{"date"}},
		"a column of another answer": {object{"billId": object{}, "fieldOfTomorrow": object{}}, []string{"billId", "fieldOfTomorrow"}},
	} {
		t.Run(name, func(t *testing.T) {
			schema["properties"] = test.properties
			catalog := temporaryJSON(t, "catalog.json", object{"streams": []object{{
				"stream": bills, "sync_mode": "incremental", "destination_sync_mode": "append_dedup",
				"cursor_field": bills["default_cursor_field"], "primary_key": bills["source_defined_primary_key"],
			}}})
			records := 0
			for _, m := range run(t, 0, "read", "--config", config, "--catalog", catalog) {
				if m.Type != "RECORD" {
					continue
				}
				records++
				if diff := cmp.Diff(test.want, slices.Sorted(maps.Keys(m.Record.Data))); diff != "" {
					t.Fatal(diff)
				}
			}
			if records == 0 {
				t.Error("no records")
			}
		})
	}
}

// undescribedField adds a field to each bill, not to the description of one.
func undescribedField(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.URL.Path, "/me/bill/") {
			next.ServeHTTP(w, r)
			return
		}
		answer := httptest.NewRecorder()
		next.ServeHTTP(answer, r)
		maps.Copy(w.Header(), answer.Header())
		w.Header().Del("Content-Length")
		w.WriteHeader(answer.Code)
		_, _ = w.Write(bytes.ReplaceAll(answer.Body.Bytes(), []byte(`"billId":`), []byte(`"fieldOfTomorrow":"x","billId":`)))
	})
}
