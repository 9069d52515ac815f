package integrationtests_test

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// Nothing that the connector does depends on the folder that it runs in, which may be gone.
func TestWithoutAWorkingFolder(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows keeps the folder that a program runs in")
	}
	config, err := filepath.Abs(filepath.Join(module, "schemas", "sample_config.json"))
	check(t, err)
	const script = `mkdir "$2/gone" && cd "$2/gone" && rmdir "$2/gone" && exec "$0" check --config "$1"`
	out, err := exec.CommandContext(t.Context(), "sh", "-c", script, connectorBinary, config, t.TempDir()).CombinedOutput()
	check(t, err)
	if !strings.Contains(string(out), `"SUCCEEDED"`) {
		t.Errorf("%s", out)
	}
}
