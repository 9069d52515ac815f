// Package crash_test kills the connector while it reads, with SIGKILL at random points, and begins
// it again with the last states that came out, until it is done: the promise is that nothing is
// missing from the union, and that what is repeated is bounded by the last state. The binary is the
// real one, the socket is real, and the account changes between the attempts and while they read.
//
// A few syncs are killed as part of the module's tests, two hundred by `make crash`. What a state
// covers for any account whatever is tested with virtual time in connector/read; what the program
// leaves behind when it is asked to end, in connector.
package crash_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"go.uber.org/goleak"
)

var (
	rounds = flag.Int("rounds", len(scenarios), "how many syncs are killed")
	seed   = flag.Uint64("seed", 0, "what accounts and kills are drawn from, as an earlier run printed it; 0 for a seed of its own")
)

// connectorBinary is the connector, built once for all rounds. It does not look for races: that is
// done elsewhere, and would change where a kill lands.
var connectorBinary string

func TestMain(m *testing.M) {
	code, err := testMain(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func testMain(m *testing.M) (code int, err error) {
	flag.Parse()
	folder, err := os.MkdirTemp("", "source-ovhcloud-api-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	connectorBinary = filepath.Join(folder, "source-ovhcloud-api")
	build := exec.Command("go", "build", "-o", connectorBinary, ".")
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("building the connector: %w\n%s", err, out)
	}
	if code = m.Run(); code != 0 {
		return code, nil
	}
	return 0, goleak.Find()
}
