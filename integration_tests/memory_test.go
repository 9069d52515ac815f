package integrationtests_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"testing"

	"source-ovhcloud-api/connector/apischema/corpustest"
)

const (
	// discoverSections are OVH's ten largest by the number of GETs, cloud with 4 MB of JSON among
	// them; with discoverEndpoints it is a configuration larger than anyone's form.
	discoverSections  = 10
	discoverEndpoints = 200
	// discoverPeak fits into the smallest limits that containers are given, 128 MB, with room for
	// the rest.
	discoverPeak = 100 << 20
)

// discover of many endpoints of OVH's real API stays small, and says the same each time.
func TestDiscoverOfManyEndpoints(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the memory of a process is read from Linux's /proc")
	}
	fetch := corpustest.Fetch(t, errNotFound)
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serveDescription(w, r, fetch)
	}))
	defer api.Close()
	config := temporaryJSON(t, "config.json", formFor(api.URL, manyEndpoints(t)))
	binary := plainBinary(t)

	first, peak := discoverWithPeak(t, binary, config)
	second, peakAgain := discoverWithPeak(t, binary, config)
	if !bytes.Equal(first, second) {
		t.Error("two runs give different catalogs")
	}
	if streams := only(t, messagesOf(t, first), "CATALOG").Catalog.Streams; len(streams) != discoverEndpoints {
		t.Errorf("%d streams, want %d", len(streams), discoverEndpoints)
	}
	t.Logf("peak memory %.1f and %.1f MiB, catalog of %.1f MiB", mebibytes(peak), mebibytes(peakAgain), mebibytes(len(first)))
	if max(peak, peakAgain) > discoverPeak {
		t.Errorf("want less than %.0f MiB", mebibytes(discoverPeak))
	}
}

func mebibytes(n int) float64 { return float64(n) / (1 << 20) }

func messagesOf(t *testing.T, stdout []byte) []message {
	t.Helper()
	messages, err := decodeMessages(stdout, nil)
	check(t, err)
	return messages
}

// plainBinary returns the connector as it is shipped: looking for races takes several times the
// memory.
func plainBinary(t *testing.T) string {
	t.Helper()
	if !raceDetector() {
		return connectorBinary
	}
	binary := filepath.Join(t.TempDir(), "plain")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".")
	build.Dir = module
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return binary
}

// discoverWithPeak returns the catalog, and the most memory in bytes that the process had until it
// wrote it. The process is asked while it lives: the peak that wait reports of a child counts that
// of its parent, whose memory it has until it becomes another program.
func discoverWithPeak(t *testing.T, binary, config string) (stdout []byte, peak int) {
	t.Helper()
	command := exec.CommandContext(t.Context(), binary, "discover", "--config", config)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	pipe, err := command.StdoutPipe()
	check(t, err)
	check(t, command.Start())
	output := bufio.NewReader(pipe)
	// The catalog is one line, and larger than a pipe: its writer waits for a reader behind the
	// first byte.
	if _, err := output.Peek(1); err != nil {
		t.Errorf("nothing is printed: %v", err)
	} else {
		peak = peakOf(t, command.Process.Pid)
	}
	stdout, err = io.ReadAll(output)
	check(t, err)
	if err := command.Wait(); err != nil {
		t.Fatalf("%v: %s%s", err, stderr.Bytes(), stdout)
	}
	return stdout, peak
}

var highWaterMark = regexp.MustCompile(`(?m)^VmHWM:\s*(\d+) kB$`)

// peakOf returns the most memory, in bytes, that a living process has had.
func peakOf(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	check(t, err)
	found := highWaterMark.FindSubmatch(status)
	if found == nil {
		t.Fatal("Linux says nothing of the process's peak")
	}
	kilobytes, err := strconv.Atoi(string(found[1]))
	check(t, err)
	return kilobytes << 10
}
