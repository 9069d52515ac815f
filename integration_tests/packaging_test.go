package integrationtests_test

import (
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"gopkg.in/yaml.v3"

	"source-ovhcloud-api/connector/config"
)

// metadata is metadata.yaml, as far as the tests look into it.
type metadata struct {
	DefinitionID     string `yaml:"definitionId"`
	DockerRepository string `yaml:"dockerRepository"`
	DockerImageTag   string `yaml:"dockerImageTag"`
	DocumentationURL string `yaml:"documentationUrl"`
	License          string
	Icon             string
	Tags             []string
	ProtocolVersion  string                   `yaml:"protocolVersion"`
	AllowedHosts     struct{ Hosts []string } `yaml:"allowedHosts"`
}

func loadMetadata(t *testing.T) metadata {
	t.Helper()
	var document struct{ Data metadata }
	check(t, yaml.Unmarshal(moduleFile(t, "metadata.yaml"), &document))
	return document.Data
}

func moduleFile(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(module, name))
	check(t, err)
	return text
}

// submatch returns the only thing in a file that the pattern's group matches.
func submatch(t *testing.T, file, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindAllStringSubmatch(string(moduleFile(t, file)), -1)
	if len(found) != 1 {
		t.Fatalf("%s: %d matches of %s, want one", file, len(found), pattern)
	}
	return found[0][1]
}

func TestSpecAgreesWithMetadata(t *testing.T) {
	t.Parallel()
	spec := only(t, run(t, 0, "spec"), "SPEC").Spec
	m := loadMetadata(t)
	if spec.DocumentationURL != m.DocumentationURL {
		t.Errorf("spec links to %s, metadata.yaml to %s", spec.DocumentationURL, m.DocumentationURL)
	}
	if spec.ProtocolVersion != m.ProtocolVersion {
		t.Errorf("spec speaks protocol %s, metadata.yaml %s", spec.ProtocolVersion, m.ProtocolVersion)
	}
}

// askedHosts returns the hosts that the connector may ask, sorted: every region's, and what the
// form may name in their place. Airbyte lets it reach no others.
func askedHosts(t *testing.T) []string {
	t.Helper()
	hosts := []string{"${api_url}", "${token_url}"}
	for _, region := range config.Regions() {
		for _, address := range []string{region.BaseURL, region.TokenURL} {
			if address == "" || region.Name == config.Sandbox {
				continue
			}
			parsed, err := url.Parse(address)
			check(t, err)
			hosts = append(hosts, parsed.Hostname())
		}
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}
