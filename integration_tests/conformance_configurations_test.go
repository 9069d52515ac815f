package integrationtests_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/apischema/corpustest"
	"source-ovhcloud-api/connector/apischema/synthetictest"
	"source-ovhcloud-api/connector/sandbox"
	"source-ovhcloud-api/schemas"
)

// configuration is a form that the suite asks for everything, beside an API that answers it.
type configuration struct {
	name string
	form object
	// wrong tells that check has to refuse it.
	wrong bool
	// account tells that the API is an account, which filters what it is asked to.
	account bool
}

// wrongScripts are the forms of the scripts that are there to be refused.
var wrongScripts = map[string]bool{
	"check/wrong_secret.json": true, "check/wrong_endpoints.json": true, "discover/wrong.json": true, "catalog/wrong.json": true, "bad_json/paths.json": true, "ovh_conf/no_consumer_key.json": true,
}

// configurations returns every configuration of the module. Those of the sandbox are read from an
// account without OVH's limits; the ready sets, of whose operations the sandbox lacks some, from
// answers that are made up by OVH's own description, where that lies beside the checkout.
func configurations(t *testing.T) []configuration {
	t.Helper()
	account := httptest.NewServer(sandbox.New(sandbox.Options{RequestsPerSecond: -1}))
	t.Cleanup(account.Close)
	all := []configuration{
		{name: "sample_config", form: onAccount(t, account.URL, moduleFile(t, "schemas/sample_config.json")), account: true},
		{name: "every GET of the sandbox", form: formFor(account.URL, sandboxEndpoints(t)), account: true},
		{name: "invalid_config", form: parseYAML(t, moduleFile(t, "integration_tests/invalid_config.json")), wrong: true},
	}
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	check(t, err)
	for _, script := range scripts {
		archive, err := txtar.ParseFile(script)
		check(t, err)
		for _, file := range archive.Files {
			name := strings.TrimSuffix(filepath.Base(script), ".txtar") + "/" + file.Name
			var form struct{ Region string }
			if json.Unmarshal(file.Data, &form) == nil && form.Region == "sandbox" {
				all = append(all, configuration{name: name, form: onAccount(t, account.URL, file.Data), wrong: wrongScripts[name], account: true})
			}
		}
	}
	return append(all, readySets(t)...)
}

// onAccount returns a form of the sandbox for an account at an address.
func onAccount(t *testing.T, address string, form []byte) object {
	t.Helper()
	moved := parseYAML(t, form)
	moved["api_url"], moved["requests_per_second"] = address+"/1.0", 100_000
	return moved
}

// readySets returns the ready sets of endpoints, none where OVH's descriptions are not there.
func readySets(t *testing.T) []configuration {
	t.Helper()
	if _, err := os.Stat(filepath.Join(module, "..", "shared", "ovh-api")); err != nil {
		t.Logf("the ready sets are left out: %v", err)
		return nil
	}
	api := httptest.NewServer(syntheticAPI(t))
	t.Cleanup(api.Close)
	names, err := fs.Glob(schemas.Examples, "examples/*.json")
	check(t, err)
	var sets []configuration
	for _, name := range names {
		text, err := fs.ReadFile(schemas.Examples, name)
		check(t, err)
		var endpoints []object
		check(t, json.Unmarshal(text, &endpoints))
		sets = append(sets, configuration{name: strings.TrimSuffix(name, ".json"), form: formFor(api.URL, endpoints)})
	}
	return sets
}

// syntheticAPI is OVH's whole API with answers that are made up by its description.
func syntheticAPI(t *testing.T) http.Handler {
	t.Helper()
	fetch := corpustest.Fetch(t, apischema.ErrNoSection)
	descriptions := apischema.New(fetch)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		branch, path := "v1", strings.TrimPrefix(r.URL.EscapedPath(), "/1.0")
		if rest, isV2 := strings.CutPrefix(path, "/v2"); isV2 {
			branch, path = "v2", rest
		}
		switch {
		case path == "/" || strings.HasSuffix(path, ".json"):
			serveDescription(w, r, fetch)
			return
		case path == "/auth/time":
			w.Write(strconv.AppendInt(nil, time.Now().Unix(), 10))
			return
		case path == "/auth/currentCredential":
			w.Write([]byte(`{"credentialId":1,"status":"validated","rules":[{"method":"GET","path":"/*"},{"method":"POST","path":"/*"}]}`))
			return
		}
		op, err := descriptions.Operation(r.Context(), r.Method, branch, path)
		if err != nil {
			http.Error(w, `{"message":"Got an invalid (or empty) URL"}`, http.StatusNotFound)
			return
		}
		json.NewEncoder(w).Encode(synthetictest.Answer(op, path, synthetictest.Full))
	})
}
