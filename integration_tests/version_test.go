package integrationtests_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector"
	"source-ovhcloud-api/connector/sandbox"
)

// TestVersionIsOne holds the places that name the connector's image and version to metadata.yaml.
// The Makefile reads it, and conformance_spec_test.go holds the image's labels to it.
func TestVersionIsOne(t *testing.T) {
	m := loadMetadata(t)
	if connector.Version != m.DockerImageTag {
		t.Errorf("the connector is of version %s, metadata.yaml of %s", connector.Version, m.DockerImageTag)
	}
	image := m.DockerRepository + ":" + m.DockerImageTag
	for _, test := range []struct{ file, pattern, want string }{
		{"Makefile", `(?m)^IMAGE := (.*)$`, m.DockerRepository},
		{"acceptance-test-config.yml", `(?m)^connector_image: (.*)$`, m.DockerRepository + ":dev"},
		// The newest release stands first.
		{"CHANGELOG.md", `(?m)^## \[([^\]]+)\]`, m.DockerImageTag},
		{"docs/ovhcloud-api.md", `(?m)^\| (\d+\.\d+\.\d+) `, m.DockerImageTag},
		{"docs/kubernetes.yaml", `(?m)^ +image: (.*)$`, image},
	} {
		found := regexp.MustCompile(test.pattern).FindSubmatch(moduleFile(t, test.file))
		if found == nil || string(found[1]) != test.want {
			t.Errorf("%s: %s matches %q, want %q", test.file, test.pattern, found, test.want)
		}
	}
	named := regexp.MustCompile(regexp.QuoteMeta(m.DockerRepository) + `:\d[\w.-]*`)
	for _, file := range []string{"README.md", "Dockerfile", "docs/docker.md", "docs/airbyte.md"} {
		for _, other := range named.FindAllString(string(moduleFile(t, file)), -1) {
			if other != image {
				t.Errorf("%s names %s, want %s", file, other, image)
			}
		}
	}
}

// OVH can tell from a call which version of the connector has made it.
func TestCallsNameTheVersion(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	agents := map[string]bool{}
	account := httptest.NewServer(sandbox.New(sandbox.Options{Intercept: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			agents[r.UserAgent()] = true
			mu.Unlock()
			next.ServeHTTP(w, r)
		})
	}}))
	defer account.Close()
	run(t, 0, "check", "--config", temporaryJSON(t, "config.json", formFor(account.URL, []object{{"path": "/me"}})))
	if diff := cmp.Diff(map[string]bool{"source-ovhcloud-api/" + loadMetadata(t).DockerImageTag: true}, agents); diff != "" {
		t.Error(diff)
	}
}

// The image is compiled by the Go that the tests ran with.
func TestImageIsCompiledByOurGo(t *testing.T) {
	if got, want := submatch(t, "Dockerfile", `golang:(\S+)-alpine`), submatch(t, "go.mod", `(?m)^go (\S+)$`); got != want {
		t.Errorf("the Dockerfile compiles with Go %s, go.mod wants %s", got, want)
	}
}

// What runs with our secrets cannot be changed by moving a tag.
func TestActionsArePinned(t *testing.T) {
	pinned := regexp.MustCompile(`^[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	for _, file := range []string{".github/workflows/ci.yml", ".github/workflows/release.yml"} {
		uses := regexp.MustCompile(`(?m)^ +- uses: (.*)$`).FindAllStringSubmatch(string(moduleFile(t, file)), -1)
		if len(uses) == 0 {
			t.Errorf("%s uses no action", file)
		}
		for _, action := range uses {
			if !pinned.MatchString(action[1]) {
				t.Errorf("%s: %s", file, action[1])
			}
		}
	}
}
