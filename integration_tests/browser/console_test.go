//go:build browser

package browser

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
)

var consoleAddress = regexp.MustCompile(`http://\S+/`)

// startConsole runs the verb console and gives the address that it prints. It
// ends with the test, by the signal of a terminal.
func startConsole(t *testing.T, arguments ...string) (address string) {
	t.Helper()
	command := exec.Command(connectorBinary, append([]string{"console", "--listen", "127.0.0.1:0"}, arguments...)...)
	stderr, err := command.StderrPipe()
	check(t, err)
	var stdout bytes.Buffer
	command.Stdout = &stdout
	check(t, command.Start())
	t.Cleanup(func() {
		check(t, command.Process.Signal(syscall.SIGINT))
		// It dies by the signal, which Wait calls an error.
		_ = command.Wait()
		for line := range bytes.Lines(stdout.Bytes()) {
			if !json.Valid(line) {
				t.Errorf("stdout has %q", line)
			}
		}
	})
	line, err := bufio.NewReader(stderr).ReadString('\n')
	check(t, err)
	address = consoleAddress.FindString(line)
	if address == "" {
		t.Fatalf("no address in %q", line)
	}
	return address
}

// run runs another verb of the connector and gives its messages.
func run(t *testing.T, arguments ...string) []message {
	t.Helper()
	command := exec.Command(connectorBinary, arguments...)
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", arguments, err, out)
	}
	var messages []message
	for line := range bytes.Lines(out) {
		var m message
		check(t, json.Unmarshal(line, &m))
		messages = append(messages, m)
	}
	return messages
}

// message is what the tests look at in a message of the protocol.
type message struct {
	Type             string
	ConnectionStatus struct{ Status, Message string }
	Record           struct {
		Stream string
		Data   map[string]any
	}
}

// write writes a file into a folder of the test's own.
func write(t *testing.T, name string, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	check(t, os.WriteFile(file, content, 0o600))
	return file
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
