package connector

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/schemas"
)

// FuzzCheck takes any bytes for a configuration: check answers with one status, and what it accepts
// becomes a stream for each endpoint.
func FuzzCheck(f *testing.F) {
	f.Add(schemas.SampleConfig)
	for _, pattern := range []string{"config/testdata/forms/*.json", "config/testdata/faults/*.json"} {
		files, err := filepath.Glob(pattern)
		must(f, err)
		for _, file := range files {
			data, err := os.ReadFile(file)
			must(f, err)
			f.Add(data)
		}
	}
	for _, endpoints := range []string{
		`{"path":"/me/bill/{b}/details/{d}","query_parameters":[{"name":"date.from","value":"2023"}],"fields":["quantity"]}`,
		`{"name":"bills","path":"/me/bill"},{"path":"/me/bill/{b}","path_parameters":[{"name":"b","source":{"type":"endpoint","endpoint":"bills"}}]}`,
		`{"path":"/ip/{i}","path_parameters":[{"name":"i","source":{"type":"values","values":"1.2.3.0/24, ../x"}}]}`,
		`{"path":"/me/bill/{b}","record_path":"$.priceWithTax"},{"path":"/v2/iam/policy","record_path":"$[?@.id]..*"}`,
		`{"path":"/me/document","method":"POST","allow_side_effects":true,"body":"{}"},{"path":"/me/nothing/{x}"}`,
	} {
		f.Add([]byte(`{"region":"sandbox","credentials":{"auth_type":"application_keys","application_key":"sandboxAppKey001",` +
			`"application_secret":"sandboxApplicationSecret00000001","consumer_key":"sandboxConsumerKey00000000000001"},"endpoints":[` + endpoints + `]}`))
	}
	f.Fuzz(func(t *testing.T, form []byte) {
		cfg, _, err := config.Load(form)
		// Another region would be asked over the network, and many endpoints say no more than a
		// few.
		if err == nil && (cfg.Region != config.Sandbox || cfg.APIURL != "" || len(cfg.Endpoints) > 20) {
			t.Skip()
		}
		synctest.Test(t, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "config.json")
			must(t, os.WriteFile(file, form, 0o600))
			checked := run(t.Context(), t, "check", "--config", file).wellFormed(t)
			if checked.err != nil {
				t.Errorf("check fails instead of telling: %v", checked.err)
			}
			status := checked.status(t)
			discovered := run(t.Context(), t, "discover", "--config", file).wellFormed(t)
			succeeded := strings.HasPrefix(status, "SUCCEEDED")
			if succeeded && (err != nil || discovered.err != nil) {
				t.Errorf("%s\nbut %v", status, errors.Join(err, discovered.err))
			}
			if discovered.err == nil {
				judgeCatalog(t, cfg, discovered)
			}
		})
	})
}

// judgeCatalog holds what discover says to the form: a stream for each endpoint, in its order.
func judgeCatalog(t *testing.T, cfg *config.Config, discovered outcome) {
	t.Helper()
	var got, want []string
	for _, m := range discovered.messages {
		for _, s := range m.Catalog.Streams {
			got = append(got, s.Name)
			compileDraft7(t, s.JSONSchema)
			for _, path := range s.SourceDefinedPrimaryKey {
				if len(path) != 1 || !strings.Contains(string(s.JSONSchema), `"`+path[0]+`"`) {
					t.Errorf("%s: the key %q is no column", s.Name, path)
				}
			}
		}
	}
	for _, e := range cfg.Endpoints {
		want = append(want, e.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("streams %q of endpoints %q", got, want)
	}
}
