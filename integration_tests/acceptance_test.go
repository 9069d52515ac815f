package integrationtests_test

import (
	"testing"

	"gopkg.in/yaml.v3"
)

// TestAcceptanceTestConfig holds acceptance-test-config.yml to files that exist and to what check
// says of them.
func TestAcceptanceTestConfig(t *testing.T) {
	t.Parallel()
	type acceptanceTest struct {
		ConfigPath  string `yaml:"config_path"`
		CatalogPath string `yaml:"configured_catalog_path"`
		FutureState struct {
			Path string `yaml:"future_state_path"`
		} `yaml:"future_state"`
		Status string
	}
	var document struct {
		Sections map[string]struct {
			Tests        []acceptanceTest
			BypassReason string `yaml:"bypass_reason"`
		} `yaml:"acceptance_tests"`
	}
	check(t, yaml.Unmarshal(moduleFile(t, "acceptance-test-config.yml"), &document))
	for _, section := range []string{"spec", "connection", "discovery", "basic_read", "full_refresh", "incremental"} {
		if s := document.Sections[section]; (len(s.Tests) == 0) != (s.BypassReason != "") {
			t.Errorf("%s needs either tests or a reason for having none", section)
		}
		for _, test := range document.Sections[section].Tests {
			moduleFile(t, test.ConfigPath)
			for _, path := range []string{test.CatalogPath, test.FutureState.Path} {
				if path != "" {
					moduleFile(t, path)
				}
			}
		}
	}
	statuses := map[string]string{"succeed": "SUCCEEDED", "failed": "FAILED"}
	for _, test := range document.Sections["connection"].Tests {
		got := only(t, run(t, 0, "check", "--config", module+"/"+test.ConfigPath), "CONNECTION_STATUS").ConnectionStatus
		if got.Status != statuses[test.Status] {
			t.Errorf("%s: %s, want %s", test.ConfigPath, got.Status, test.Status)
		}
	}
}
