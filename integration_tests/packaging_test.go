package integrationtests_test

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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

// submatch gives the only thing in a file that the pattern's group matches.
func submatch(t *testing.T, file, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindAllStringSubmatch(string(moduleFile(t, file)), -1)
	if len(found) != 1 {
		t.Fatalf("%s: %d matches of %s, want one", file, len(found), pattern)
	}
	return found[0][1]
}

// TestVersionIsOne holds the places that name the image and its version to metadata.yaml.
func TestVersionIsOne(t *testing.T) {
	m := loadMetadata(t)
	for _, test := range []struct{ file, pattern, want string }{
		{"Dockerfile", `(?m)^ARG VERSION=(.*)$`, m.DockerImageTag},
		{"Dockerfile", `io\.airbyte\.version="(.*)"`, "${VERSION}"},
		{"Dockerfile", `io\.airbyte\.name="(.*)"`, m.DockerRepository},
		{"Makefile", `(?m)^IMAGE := (.*)$`, m.DockerRepository},
		{"Makefile", `(?m)^VERSION := (.*)$`, m.DockerImageTag},
		{"acceptance-test-config.yml", `(?m)^connector_image: (.*)$`, m.DockerRepository + ":dev"},
		{"LICENSE", `^(MIT) License\n`, m.License},
	} {
		if got := submatch(t, test.file, test.pattern); got != test.want {
			t.Errorf("%s: %s is %q, want %q", test.file, test.pattern, got, test.want)
		}
	}
}

// TestEntrypointIsOne holds the command of Airbyte's shells to that of the image.
func TestEntrypointIsOne(t *testing.T) {
	var entrypoint []string
	check(t, json.Unmarshal([]byte(submatch(t, "Dockerfile", `(?m)^ENTRYPOINT (.*)$`)), &entrypoint))
	if got, want := submatch(t, "Dockerfile", `AIRBYTE_ENTRYPOINT="(.*)"`), strings.Join(entrypoint, " "); got != want {
		t.Errorf("AIRBYTE_ENTRYPOINT is %q, want %q", got, want)
	}
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

// TestAllowedHosts holds the hosts that Airbyte lets the connector reach to those that it asks:
// every region's, and what the form may name in their place.
func TestAllowedHosts(t *testing.T) {
	want := []string{"${api_url}", "${token_url}"}
	for _, region := range config.Regions() {
		for _, address := range []string{region.BaseURL, region.TokenURL} {
			if address == "" || region.Name == config.Sandbox {
				continue
			}
			parsed, err := url.Parse(address)
			check(t, err)
			want = append(want, parsed.Hostname())
		}
	}
	slices.Sort(want)
	got := slices.Sorted(slices.Values(loadMetadata(t).AllowedHosts.Hosts))
	if diff := cmp.Diff(slices.Compact(want), got); diff != "" {
		t.Errorf("allowedHosts (-regions +metadata.yaml):\n%s", diff)
	}
}
