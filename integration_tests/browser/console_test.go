//go:build browser

package browser

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"syscall"
	"testing"
)

var consoleAddress = regexp.MustCompile(`(http://127\.0\.0\.1:\d+)/\?token=(\S+)`)

// startConsole runs the verb console on a port that is free and gives the
// address and the token that it prints. It ends with the test. What listens to
// this machine alone is open to the browser and to the tests' own calls.
func startConsole(t *testing.T, host string, arguments ...string) (address, token string) {
	t.Helper()
	address, token, _ = startConsoleAt(t, host, "0", arguments...)
	return address, token
}

// startConsoleAt runs the console on a port until the test ends, or until it is stopped, by the
// signal of a terminal.
func startConsoleAt(t *testing.T, host, port string, arguments ...string) (address, token string, stop func()) {
	t.Helper()
	command := exec.Command(connectorBinary, append([]string{"console", "--listen", net.JoinHostPort(host, port)}, arguments...)...)
	stderr, err := command.StderrPipe()
	check(t, err)
	var stdout bytes.Buffer
	command.Stdout = &stdout
	check(t, command.Start())
	stop = sync.OnceFunc(func() {
		check(t, command.Process.Signal(syscall.SIGINT))
		// It dies by the signal, which Wait calls an error.
		_ = command.Wait()
		for line := range bytes.Lines(stdout.Bytes()) {
			if !json.Valid(line) {
				t.Errorf("stdout has %q", line)
			}
		}
	})
	t.Cleanup(stop)
	line, err := bufio.NewReader(stderr).ReadString('\n')
	check(t, err)
	found := consoleAddress.FindStringSubmatch(line)
	if found == nil {
		t.Fatalf("no address in %q", line)
	}
	if host == loopback {
		enter(t, found[1], found[2])
	}
	return found[1], found[2], stop
}

// enter opens the address that a console prints, and gives the token for the tests' own calls.
func enter(t *testing.T, address, token string) {
	t.Helper()
	b := openTab(t, address)
	b.visit("/?token=" + token)
	b.is(`location.href === "` + address + `/" && document.cookie === ""`)
	post(t, address+"/token", url.Values{"token": {token}})
}

// loopback is this machine alone.
const loopback = "127.0.0.1"

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
