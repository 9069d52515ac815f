package integrationtests_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// testAttributes: what Airbyte asks of a certified connector's streams.
func (c *conformance) testAttributes(t *testing.T) {
	c.eachStream(t, "streams_define_primary_key", func(t *testing.T, s discovered) {
		if s.sideEffects { // each call makes another record
			return
		}
		path, _ := s.endpoint["path"].(string)
		if reason := keyless[path]; (len(s.PrimaryKey) == 0) != (reason != "") {
			t.Errorf("%s has the key %v, and a reason for having none is %q", path, s.PrimaryKey, reason)
		}
	})
}

// keyless are the paths, as the configurations write them, whose records nothing identifies, and
// why.
var keyless = map[string]string{
	"/me/order/{orderId}/followUp":   "steps of an order have no id",
	"/me":                            "an account has one",
	"/auth/currentCredential":        "an account has one",
	"/auth/details":                  "an account has one",
	"/auth/time":                     "there is one",
	"/me/consumption/usage/history":  "a list of objects without an id of their own",
	"/me/consumption/usage/current":  "a list of objects without an id of their own",
	"/me/consumption/usage/forecast": "a list of objects without an id of their own",
}

// TestConnectorAttributes: certified only, but for what every platform reads.
func TestConnectorAttributes(t *testing.T) {
	t.Run("certified_connector_has_allowed_hosts", func(t *testing.T) {
		if diff := cmp.Diff(askedHosts(t), slices.Sorted(slices.Values(loadMetadata(t).AllowedHosts.Hosts))); diff != "" {
			t.Errorf("allowedHosts (-regions +metadata.yaml):\n%s", diff)
		}
	})
	// certified_connector_has_suggested_streams has nothing to suggest: the streams are the user's
	// own.
}

// TestConnectorDocumentation asks of the documentation what Airbyte asks of its own, as far as that
// is about content: Airbyte's headings belong to its site.
func TestConnectorDocumentation(t *testing.T) {
	t.Run("docs_exist", func(t *testing.T) {
		_, file, found := strings.Cut(loadMetadata(t).DocumentationURL, "/blob/main/")
		if !found || len(moduleFile(t, file)) == 0 {
			t.Errorf("%s leads to no file", loadMetadata(t).DocumentationURL)
		}
	})
	t.Run("prerequisites_and_fields", func(t *testing.T) {
		pages := string(moduleFile(t, "README.md")) + string(moduleFile(t, "docs/form.md"))
		eachSchema(specification(t), "", func(path string, _ object) {
			if name := fieldName(path); name != "" && !strings.Contains(pages, "`"+name) && !strings.Contains(pages, "."+name) && !strings.Contains(pages, `"`+name+`"`) {
				t.Errorf("neither README.md nor docs/form.md says anything of the field %s", path)
			}
		})
	})
	t.Run("heading_order", func(t *testing.T) {
		var got []string
		for _, heading := range regexp.MustCompile(`(?m)^## (.*)$`).FindAllStringSubmatch(string(moduleFile(t, "README.md")), -1) {
			got = append(got, heading[1])
		}
		// In the order in which a person needs them, what one who only looks up needs last.
		want := []string{"Demo", "Install", "Keys for your account", "A first configuration", "Endpoints by example", "Syncs", "When something is wrong", "Development"}
		if slices.IndexFunc(want, func(h string) bool { return !slices.Contains(got, h) }) >= 0 ||
			!slices.IsSortedFunc(want, func(a, b string) int { return slices.Index(got, a) - slices.Index(got, b) }) {
			t.Errorf("headings %q", got)
		}
	})
}

// TestQA asks what Airbyte's checks of quality ask of the files; that metadata.yaml is valid, and
// the version one, is asked beside it.
func TestQA(t *testing.T) {
	m := loadMetadata(t)
	t.Run("changelog_entry_per_version", func(t *testing.T) {
		if !strings.Contains(string(moduleFile(t, "CHANGELOG.md")), "\n## ["+m.DockerImageTag+"]") {
			t.Errorf("CHANGELOG.md says nothing of %s", m.DockerImageTag)
		}
	})
	t.Run("language_tag", func(t *testing.T) {
		if !slices.Contains(m.Tags, "language:go") {
			t.Errorf("tags %q", m.Tags)
		}
	})
	t.Run("license", func(t *testing.T) {
		if m.License != "MIT" || !strings.HasPrefix(string(moduleFile(t, "LICENSE")), "MIT License\n") {
			t.Errorf("the licence is %s", m.License)
		}
	})
	t.Run("semantic_version", func(t *testing.T) {
		if !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(m.DockerImageTag) {
			t.Errorf("the version is %s", m.DockerImageTag)
		}
	})
	t.Run("icon", func(t *testing.T) {
		if icon := moduleFile(t, m.Icon); !strings.Contains(string(icon), "<svg") {
			t.Errorf("%s is no SVG", m.Icon)
		}
	})
}
