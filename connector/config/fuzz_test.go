package config_test

import (
	"path/filepath"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/config"
)

func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"testdata/forms/*.json", "testdata/faults/*.json"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			f.Add(read(f, file))
		}
	}
	f.Add(form(`"application_key": "~pasted~at~the~root~", "path~": "~pasted~at~the~root~"`))
	f.Fuzz(func(t *testing.T, data []byte) {
		cfg, warnings, err := config.Load(data)
		if (cfg == nil) != (err != nil) {
			t.Fatalf("config %v with error %v", cfg, err)
		}
		said := strings.Join(warnings, "\n")
		if err != nil {
			said += err.Error()
		}
		for _, secret := range config.Secrets(data) {
			// Messages have words of their own; with a tilde in it, a secret is none of them.
			if len(secret) >= 8 && strings.Contains(secret, "~") && strings.Contains(said, secret) {
				t.Errorf("the messages show the secret %q: %s", secret, said)
			}
		}
		if cfg != nil {
			checkPromises(t, cfg)
		}
	})
}

// checkPromises holds a Config to what its comments say.
func checkPromises(t *testing.T, cfg *config.Config) {
	t.Helper()
	if _, ok := config.LookupRegion(cfg.Region); !ok || len(cfg.Endpoints) == 0 || cfg.LookbackDays < 0 || cfg.RequestsPerSecond <= 0 {
		t.Errorf("invalid: %+v", cfg)
	}
	fold := strings.NewReplacer("-", "", "_", "")
	names, exact := map[string]bool{}, map[string]bool{}
	for _, e := range cfg.Endpoints {
		name := fold.Replace(strings.ToLower(e.Name))
		if e.Name == "" || names[name] {
			t.Errorf("name %q is empty or taken", e.Name)
		}
		names[name], exact[e.Name] = true, true
		if e.Method != "GET" && !e.AllowSideEffects {
			t.Errorf("%s without permission", e.Method)
		}
	}
	for _, e := range cfg.Endpoints {
		for _, p := range e.PathParameters {
			if s := p.Source; s.Type == config.SourceEndpoint && (!exact[s.Endpoint] || s.Endpoint == e.Name) ||
				s.Type == config.SourceValues && len(s.Values) == 0 {
				t.Errorf("%s: bad source %+v", e.Name, s)
			}
		}
	}
}

func FuzzParsePath(f *testing.F) {
	for _, seed := range []string{
		"/me/bill/{billId}/details/{billDetailId}", "/v2/iam/resource", "/ip/1.2.3.0%2F24", "/me/../x", "/me/{a}{b}", "/v1/", "//", "/é?#",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := config.ParsePath(s)
		if err != nil {
			return
		}
		if p.String() != s || p.Template() != "/"+strings.Join(p.Segments(), "/") {
			t.Errorf("%q became %q, %q", s, p, p.Segments())
		}
		if strings.ContainsAny(s, "?# \n") || strings.Count(s, "{") != len(p.Placeholders()) {
			t.Errorf("accepted %q", s)
		}
		if name := config.DefaultStreamName(p); name == "" || len(name) > 63 {
			t.Errorf("%q is called %q", s, name)
		}
	})
}
