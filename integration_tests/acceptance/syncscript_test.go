//go:build image && clients

package acceptance

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// dockerShim runs the connector where docker run is asked for its image, with the folder that is
// mounted at /data: the script is what is tested, and a container for each command would take
// minutes.
const dockerShim = `#!/bin/sh
until [ "$1" = read ]; do shift; done
exec "$CONNECTOR" $(printf '%s\n' "$@" | sed "s|^/data/|$PWD/|")
`

// TestSyncScriptLosesNothing kills sync.sh of docs/docker.md at each of its commands, and runs it
// again. The warehouse has to have every record of the account then, each once.
func TestSyncScriptLosesNothing(t *testing.T) {
	began := time.Now()
	s := newSyncScript(t)
	want := s.run(t)
	if want != "bills 36\nservers 2\n" {
		t.Fatalf("the warehouse has\n%s", want)
	}
	kills := 0
	for at := 1; ; at++ {
		s := newSyncScript(t)
		if !s.killedAt(t, at) {
			break
		}
		kills++
		if diff := cmp.Diff(want, s.run(t)); diff != "" {
			t.Errorf("killed at command %d, and run again (-account +warehouse):\n%s", at, diff)
		}
	}
	if kills < 10 {
		t.Errorf("the script was killed at %d commands only", kills)
	}
	report(t, outcome{client: fmt.Sprintf("sync.sh, killed %d times", kills), streams: 2, expected: 38, received: 38, took: time.Since(began)})
}

// syncScript is docs/docker.md's script in a folder of its own, with all that the page makes before
// it.
type syncScript struct {
	folder      string
	environment []string
}

func newSyncScript(t *testing.T) syncScript {
	t.Helper()
	s := syncScript{folder: t.TempDir()}
	page := string(readFile(t, filepath.Join(module, "docs", "docker.md")))
	for _, block := range regexp.MustCompile("(?ms)^```\\w+ title=\"([^\"]+)\"\n(.*?)^```$").FindAllStringSubmatch(page, -1) {
		writeFile(t, filepath.Join(s.folder, block[1]), block[2])
	}
	shims := t.TempDir()
	if err := os.WriteFile(filepath.Join(shims, "docker"), []byte(dockerShim), 0o755); err != nil {
		t.Fatal(err)
	}
	binary := absolute(t, "bin", "source-ovhcloud-api")
	path := strings.Join([]string{shims, absolute(t, *clientsFolder, "airbyte", "bin"), os.Getenv("PATH")}, string(filepath.ListSeparator))
	s.environment = append(os.Environ(), "PATH="+path, "CONNECTOR="+binary)
	s.must(t, `"$CONNECTOR" catalog --config config.json > catalog.json`)
	return s
}

func (s syncScript) bash(t *testing.T, environment []string, args ...string) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(t.Context(), "bash", args...)
	command.Dir, command.Env = s.folder, append(s.environment, environment...)
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return command
}

// must runs a command line in the folder, and returns what it prints.
func (s syncScript) must(t *testing.T, line string) string {
	t.Helper()
	command := s.bash(t, nil, "-ec", line)
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", line, err, out, stderr.String())
	}
	return string(out)
}

// run runs the script to its end, and returns how many rows each table has.
func (s syncScript) run(t *testing.T) string {
	t.Helper()
	s.must(t, "bash sync.sh")
	return s.must(t, "python3 count.py")
}

// killedAt runs the script until the command of that number, and reports whether there was one.
func (s syncScript) killedAt(t *testing.T, at int) bool {
	t.Helper()
	command := s.bash(t, []string{"BASH_ENV=" + absolute(t, "integration_tests", "testdata", "killer.sh"), fmt.Sprint("KILL_AT=", at)}, "sync.sh")
	out, err := command.CombinedOutput()
	status, _ := command.ProcessState.Sys().(syscall.WaitStatus)
	if err != nil && !(status.Signaled() && status.Signal() == syscall.SIGKILL) {
		t.Fatalf("to be killed at command %d: %v\n%s", at, err, out)
	}
	return err != nil
}
