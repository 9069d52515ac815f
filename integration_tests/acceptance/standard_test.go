//go:build image && clients

package acceptance

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestAirbytesStandardTests runs the tests that Airbyte's CDK has for the image of any connector,
// as acceptance-test-config.yml asks for them.
func TestAirbytesStandardTests(t *testing.T) {
	needImage(t)
	engine, err := exec.LookPath("docker")
	if err != nil {
		t.Fatal(err)
	}
	// They look for docker by its name: what they find is the recorder.
	bin, recorded := t.TempDir(), filepath.Join(*transcripts, "standard")
	if err := os.Mkdir(recorded, 0o755); err != nil {
		t.Fatal(err)
	}
	executable, environment := recorder(t, engine, recorded)
	if err := os.Symlink(executable, filepath.Join(bin, "docker")); err != nil {
		t.Fatal(err)
	}
	environment = append(environment, "PATH="+bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
	began := time.Now()
	printed := python(t, "airbyte", nil, environment, "-m", "pytest", "-p", "airbyte_cdk.test.standard_tests.pytest_hooks", "-p", "no:cacheprovider",
		"--connector-image", tag, "--read-from-streams", "all", "--read-scenarios", "sample_config", "-rs", "-v", here(t, "test_standard.py"))
	took := time.Since(began)
	t.Log(printed)
	for _, passed := range []string{
		"test_docker_image_build_and_spec",
		"test_docker_image_build_and_config_matches_spec['sample_config' Test Scenario]",
		"test_docker_image_build_and_check['sample_config' Test Scenario]",
		"test_docker_image_build_and_check['invalid_config' Test Scenario]",
		"test_docker_image_build_and_discover['sample_config' Test Scenario]",
		"test_docker_image_build_and_read['sample_config' Test Scenario]",
	} {
		if !strings.Contains(printed, passed+" PASSED") {
			t.Errorf("%s has not passed", passed)
		}
	}
	received := 0
	files, _ := filepath.Glob(filepath.Join(recorded, "*.jsonl")) // the pattern is a good one
	for _, file := range files {
		received += len(recordsOf(string(readFile(t, file))))
	}
	account := accountTables(t)
	report(t, outcome{client: "Airbyte's standard tests", streams: len(account), expected: rowCount(account), received: received, took: took})
}
