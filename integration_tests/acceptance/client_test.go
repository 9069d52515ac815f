//go:build image && clients

package acceptance

import (
	"bytes"
	"flag"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/sandbox"
)

// clientsFolder has a virtual environment of each requirements file, of its name.
var clientsFolder = flag.String("clients", "", "the folder with the clients' virtual environments, which run.sh makes")

// absolute returns the whole path of a file of the module: clients run elsewhere.
func absolute(t *testing.T, elements ...string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(append([]string{module}, elements...)...))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// here returns the whole path of a file of this folder.
func here(t *testing.T, name string) string {
	t.Helper()
	return absolute(t, "integration_tests", "acceptance", name)
}

// recorder returns an executable that runs another in its place and records what it prints in new
// files of a folder, and the environment that it needs.
func recorder(t *testing.T, recorded, folder string) (executable string, environment []string) {
	t.Helper()
	return here(t, "record.sh"), []string{"RECORDED=" + recorded, "TRANSCRIPTS=" + folder}
}

// connector is the connector that clients start, recorded.
func connector(t *testing.T) (executable string, environment []string) {
	t.Helper()
	return recorder(t, absolute(t, "bin", "source-ovhcloud-api"), *transcripts)
}

// outputOf returns what the connector prints, recorded as a client's.
func outputOf(t *testing.T, args ...string) []byte {
	t.Helper()
	executable, environment := connector(t)
	command := exec.CommandContext(t.Context(), executable, args...)
	command.Env = append(os.Environ(), environment...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	printed, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", args, err, printed, stderr.Bytes())
	}
	return printed
}

// pathBehind returns a PATH that has the folders before what it has here.
func pathBehind(folders ...string) string {
	return "PATH=" + strings.Join(append(folders, os.Getenv("PATH")), string(filepath.ListSeparator))
}

// python runs a script in a client's virtual environment and in a folder of its own, and gives what
// it prints.
func python(t *testing.T, client string, stdin []byte, environment []string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), absolute(t, *clientsFolder, client, "bin", "python"), args...)
	command.Dir = t.TempDir()
	command.Env = append(os.Environ(), environment...)
	// PyAirbyte keeps caches and logs in its user's home, dlt its pipelines there or in /var, and
	// both would tell their makers that they run.
	command.Env = append(command.Env, "HOME="+command.Dir, "TMPDIR="+command.Dir, "AIRBYTE_OFFLINE_MODE=1", "DO_NOT_TRACK=1",
		"DLT_DATA_DIR="+command.Dir, "RUNTIME__DLTHUB_TELEMETRY=false")
	command.Stdin = bytes.NewReader(stdin)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	if err := command.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", args, err, stdout.Bytes(), stderr.Bytes())
	}
	return stdout.String()
}

// serve has an account behind a socket, and gives the sample configuration with its address. Its
// limit is the account's own, so that its pace is not what is tested.
func serve(t *testing.T, options sandbox.Options) (form object) {
	t.Helper()
	options.RequestsPerSecond = -1
	account := httptest.NewServer(sandbox.New(options))
	t.Cleanup(account.Close)
	form, _ = sampleForm(t)
	form["region"] = "ovh-eu"
	form["api_url"] = account.URL + "/1.0"
	form["requests_per_second"] = 1000
	return form
}
