//go:build image && clients

package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPages runs the pages about the clients as their readers would: what they show is what is
// printed.
func TestPages(t *testing.T) {
	needImage(t)
	text := string(readFile(t, filepath.Join(module, "docs", "docker.md")))
	const published = "source-ovhcloud-api/source-ovhcloud-api:0.2.0"
	if !strings.Contains(text, published) {
		t.Fatalf("docker.md does not run %s", published)
	}
	// The page runs the image that the tests have built.
	docker := filepath.Join(t.TempDir(), "docker.md")
	if err := os.WriteFile(docker, []byte(strings.ReplaceAll(text, published, tag)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, page := range []struct{ path, client string }{
		{docker, "airbyte"},
		{absolute(t, "docs", "pyairbyte.md"), "airbyte"},
		{absolute(t, "docs", "meltano.md"), "airbyte"},
		{absolute(t, "docs", "dlt.md"), "dlt"},
	} {
		environment := []string{pathBehind(absolute(t, "bin"), absolute(t, *clientsFolder, page.client, "bin"))}
		t.Log(python(t, page.client, nil, environment, absolute(t, "integration_tests", "guide", "run.py"), page.path))
	}
}
