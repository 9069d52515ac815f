package integrationtests_test

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// maxInitBytes bounds what one package of the module may allocate before main runs. The largest
// takes 64 kB for its tables of constants; parsed templates, schemas or descriptions take
// megabytes.
const maxInitBytes = 100_000

// TestNothingIsPreparedBeforeItIsNeeded holds every package to a cheap start: a platform starts the
// connector for each spec and check, which need neither the console's pages nor the sandbox's
// account.
func TestNothingIsPreparedBeforeItIsNeeded(t *testing.T) {
	t.Parallel()
	if raceDetector() {
		t.Skip("the race detector allocates, too")
	}
	command := exec.CommandContext(t.Context(), connectorBinary, "spec")
	command.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace bytes.Buffer
	command.Stderr = &trace
	check(t, command.Run())
	traced := 0
	for line := range strings.Lines(trace.String()) {
		// init source-ovhcloud-api/connector/config @11 ms, 0.11 ms clock, 17624 bytes, 214 allocs
		words := strings.Fields(line)
		if len(words) < 9 || words[0] != "init" || !strings.HasPrefix(words[1], modulePath+"/") {
			continue
		}
		traced++
		allocated, err := strconv.Atoi(words[7])
		check(t, err)
		if allocated > maxInitBytes {
			t.Errorf("%s allocates %d bytes before main runs, at most %d are wanted", words[1], allocated, maxInitBytes)
		}
	}
	if traced == 0 {
		t.Errorf("no package of the module in the trace:\n%s", trace.String())
	}
}
