//go:build image

package acceptance

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// pod is what Airbyte's platform does around a sync: the connector runs in a shell below another,
// its output goes into pipes that have a name, its exit code into a file, and a file ends it by a
// kill of the inner shell. The platform looks for that file every ten seconds.
const pod = `
(eval "$AIRBYTE_ENTRYPOINT read --config connectorConfig.json --catalog catalog.json" 2> stderr > stdout) &
sync=$!
(until [ -f TERMINATED ]; do sleep 1; done; kill $sync) &
wait $sync
echo $? > exitCode.txt
`

// podOptions are those of Airbyte's pods, as far as Docker has them, and stricter: a root that
// cannot be written to, and as little memory as the connector promises to live with.
var podOptions = []string{
	"--network", "none", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
	"--memory", "128m", "--memory-swap", "128m", "--entrypoint", "sh",
}

// podRun is a sync in a pod. Its folder is the pod's /source.
type podRun struct {
	folder string
	stdout *os.File
	// words are what the connector says on stderr, ended how Docker ended; each is sent once.
	words chan []byte
	ended chan error
}

// startPod starts a sync of the sample configuration as a user of some number, and returns when it
// prints.
func startPod(t *testing.T, user, catalog string) *podRun {
	t.Helper()
	needImage(t)
	run := &podRun{folder: sharedFolder(t), words: make(chan []byte, 1), ended: make(chan error, 1)}
	copyFile(t, filepath.Join(module, "schemas", "sample_config.json"), filepath.Join(run.folder, "connectorConfig.json"))
	copyFile(t, catalog, filepath.Join(run.folder, "catalog.json"))
	for _, pipe := range []string{"stdout", "stderr"} {
		path := filepath.Join(run.folder, pipe)
		if err := errors.Join(syscall.Mkfifo(path, 0o666), os.Chmod(path, 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	args := append([]string{"run", "--rm", "--user", user, "--volume", run.folder + ":/source", "--workdir", "/source"}, podOptions...)
	command := exec.CommandContext(t.Context(), "docker", append(args, tag, "-c", pod)...)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { run.ended <- command.Wait() }()
	// A pipe opens when both of its ends do.
	opened := make(chan *os.File, 1)
	go func() {
		stderr, _ := os.Open(filepath.Join(run.folder, "stderr"))
		stdout, _ := os.Open(filepath.Join(run.folder, "stdout"))
		opened <- stdout
		words, _ := io.ReadAll(stderr)
		run.words <- words
	}()
	select {
	case run.stdout = <-opened:
	case err := <-run.ended:
		t.Fatalf("the pod ended before it printed: %v", err)
	}
	t.Cleanup(func() { run.stdout.Close() })
	return run
}

// exitCode waits for the end of the pod and gives the connector's exit code, as the platform learns
// of it.
func (r *podRun) exitCode(t *testing.T) string {
	t.Helper()
	if err := <-r.ended; err != nil {
		t.Errorf("the pod: %v", err)
	}
	// Airbyte shows each line of stderr as an error.
	if words := <-r.words; len(words) > 0 {
		t.Errorf("stderr: %s", words)
	}
	return strings.TrimSpace(string(readFile(t, filepath.Join(r.folder, "exitCode.txt"))))
}

// firstRecord reads until the sync has begun to write records.
func (r *podRun) firstRecord(t *testing.T) *bufio.Reader {
	t.Helper()
	lines := bufio.NewReader(r.stdout)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("no record: %v", err)
		}
		if isRecord(line) {
			return lines
		}
	}
}

func isRecord(line string) bool { return strings.HasPrefix(line, `{"type":"RECORD"`) }

// recordsOf returns the lines that are records.
func recordsOf(stdout string) []string {
	var records []string
	for line := range strings.Lines(stdout) {
		if isRecord(line) {
			records = append(records, line)
		}
	}
	return records
}

func TestPodReads(t *testing.T) {
	needImage(t)
	account := accountTables(t)
	for _, user := range []string{"1000:1000", "12345:54321"} {
		began := time.Now()
		run := startPod(t, user, configuredCatalog)
		stdout, err := io.ReadAll(run.stdout)
		if err != nil {
			t.Fatal(err)
		}
		if code := run.exitCode(t); code != "0" {
			t.Errorf("as %s: exit code %s, want 0\n%s", user, code, stdout)
		}
		transcribe(t, string(stdout))
		received := len(recordsOf(string(stdout)))
		report(t, outcome{client: "Airbyte's pod as " + user, streams: len(account), expected: rowCount(account), received: received, took: time.Since(began)})
	}
}

func TestPodFailsOfAnUnknownStream(t *testing.T) {
	catalog := filepath.Join(writeFiles(t), "unknown_stream.json")
	run := startPod(t, "1000:1000", catalog)
	stdout, err := io.ReadAll(run.stdout)
	if err != nil {
		t.Fatal(err)
	}
	if code := run.exitCode(t); code != "1" {
		t.Errorf("exit code %s, want 1\n%s", code, stdout)
	}
	transcribe(t, string(stdout))
}

// The kill reaches the shell around the connector only: what counts is that the pod ends, and that
// what was read is whole.
func TestPodIsTerminated(t *testing.T) {
	run := startPod(t, "1000:1000", configuredCatalog)
	lines := run.firstRecord(t)
	if err := os.WriteFile(filepath.Join(run.folder, "TERMINATED"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	rest, err := io.ReadAll(lines)
	if err != nil {
		t.Fatal(err)
	}
	if len(rest) > 0 && !bytes.HasSuffix(rest, []byte("\n")) {
		t.Errorf("the last line is cut off: %s", rest[bytes.LastIndexByte(rest, '\n')+1:])
	}
	if code := run.exitCode(t); code != "143" {
		t.Errorf("exit code %s, want 143", code)
	}
	transcribe(t, string(rest))
}

// The platform closes its pipes before it ends a pod: the connector has nobody to tell, and ends.
func TestPodWhosePipesAreClosed(t *testing.T) {
	run := startPod(t, "1000:1000", configuredCatalog)
	run.firstRecord(t)
	run.stdout.Close()
	if code := run.exitCode(t); code != "1" {
		t.Errorf("exit code %s, want 1", code)
	}
}

// A check is a command whose answer goes into a file beside its configuration.
func TestPodChecks(t *testing.T) {
	needImage(t)
	for config, want := range map[string]string{"schemas/sample_config.json": `"SUCCEEDED"`, "integration_tests/invalid_config.json": `"FAILED"`} {
		folder := sharedFolder(t)
		copyFile(t, filepath.Join(module, config), filepath.Join(folder, "connectionConfiguration.json"))
		args := append([]string{"run", "--rm", "--user", "1000:1000", "--volume", folder + ":/config", "--workdir", "/config"}, podOptions...)
		r, err := docker(t.Context(), nil, append(args, tag, "-c", `eval "$AIRBYTE_ENTRYPOINT check --config connectionConfiguration.json" > jobOutput.json`)...)
		if err != nil {
			t.Fatal(err)
		}
		answer := string(readFile(t, filepath.Join(folder, "jobOutput.json")))
		if r.exit != 0 || !strings.Contains(answer, want) {
			t.Errorf("%s: exit code %d, want 0 and %s in\n%s%s", config, r.exit, want, answer, r.stderr)
		}
		transcribe(t, answer)
	}
}

// configuredCatalog selects all streams of the sample configuration.
var configuredCatalog = filepath.Join(module, "integration_tests", "configured_catalog.json")

// sharedFolder returns a folder that goes with the test, into which any user can write.
func sharedFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	// t.TempDir is its owner's alone, and so is the folder around it.
	if err := errors.Join(os.Chmod(folder, 0o777), os.Chmod(filepath.Dir(folder), 0o755)); err != nil {
		t.Fatal(err)
	}
	return folder
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	if err := os.WriteFile(to, readFile(t, from), 0o644); err != nil {
		t.Fatal(err)
	}
}
