// These tests run the connector as its users do: the binary in a process of its own, files in,
// messages out. They hold the configurations and catalogs of this folder to what the connector
// does, and the files that ship it to each other. How a stream is read and OVH's faults are met is
// tested beside the code; the image has a folder of its own.
package integrationtests_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files, the catalog, the state and NOTICE anew")

// module is the root of the module, seen from the folder in which the tests run.
const module = ".."

// connectorBinary is the connector, built once for all tests. It is absolute, since scripts run
// elsewhere.
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
	arguments := []string{"build", "-o", connectorBinary}
	if raceDetector() {
		arguments = append(arguments, "-race")
	}
	build := exec.Command("go", append(arguments, ".")...)
	build.Dir = module
	if out, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("building the connector: %w\n%s", err, out)
	}
	return m.Run(), nil
}

// raceDetector reports whether the tests look for races, which the binary then does too.
func raceDetector() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}
