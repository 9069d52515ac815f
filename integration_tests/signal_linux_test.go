package integrationtests_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// TestSignals ends reads and checks by the signals that orchestrators and people send: as an
// ordinary process, which dies by the signal, and as the first process of a container, which cannot
// and exits with the code that a shell gives for it. What a read has begun it ends: a status for
// every stream.
func TestSignals(t *testing.T) {
	t.Parallel()
	form := slowly(t, moduleFile(t, "schemas/sample_config.json"))
	config := temporary(t, "config.json", form)
	for name, args := range map[string][]string{
		"read":  {"read", "--config", config, "--catalog", "configured_catalog.json"},
		"check": {"check", "--config", config},
	} {
		for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
			for process, attributes := range map[string]*syscall.SysProcAttr{"an ordinary process": nil, "the first process": inItsOwnContainer()} {
				t.Run(name+" "+s.String()+" "+process, func(t *testing.T) {
					t.Parallel()
					state, messages := endBy(t, s, attributes, args...)
					status, _ := state.Sys().(syscall.WaitStatus)
					if attributes == nil && (!status.Signaled() || status.Signal() != s) {
						t.Errorf("%s, want it to die by the signal", state)
					}
					if attributes != nil && state.ExitCode() != 128+int(s) {
						t.Errorf("%s, want exit code %d", state, 128+int(s))
					}
					if name == "read" {
						wantEveryStreamEnded(t, messages)
					}
				})
			}
		}
	}
}

// slowly returns a form whose sync takes minutes: it is under way when the signal comes.
func slowly(t *testing.T, form []byte) []byte {
	t.Helper()
	var fields map[string]any
	check(t, json.Unmarshal(form, &fields))
	fields["requests_per_second"] = 0.5
	slow, err := json.Marshal(fields)
	check(t, err)
	return slow
}

// inItsOwnContainer makes a process the first one of a namespace, as a container's entrypoint is.
func inItsOwnContainer() *syscall.SysProcAttr {
	self := func(id int) []syscall.SysProcIDMap { return []syscall.SysProcIDMap{{HostID: id, Size: 1}} }
	return &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWPID | syscall.CLONE_NEWUSER,
		UidMappings: self(os.Getuid()), GidMappings: self(os.Getgid()),
	}
}

// endBy runs the connector, sends the signal when it has logged its first call, and returns how it
// ended with its messages.
func endBy(t *testing.T, s syscall.Signal, attributes *syscall.SysProcAttr, args ...string) (*os.ProcessState, []message) {
	t.Helper()
	command := exec.CommandContext(t.Context(), connectorBinary, append(args, "--debug")...)
	command.SysProcAttr = attributes
	stdout, err := command.StdoutPipe()
	check(t, err)
	err = command.Start()
	if attributes != nil && (errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOSPC)) {
		t.Skipf("this machine does not let a test make a process namespace: %v", err)
	}
	check(t, err)
	lines := bufio.NewReader(stdout)
	first, err := lines.ReadBytes('\n')
	check(t, err)
	check(t, command.Process.Signal(s))
	rest, err := io.ReadAll(lines)
	check(t, err)
	_ = command.Wait() // how it ended is judged by its state
	messages, err := decodeMessages(bytes.Join([][]byte{first, rest}, nil), messageSchema(t))
	check(t, err)
	return command.ProcessState, messages
}

// wantEveryStreamEnded looks for the status that each stream which began has to end with.
func wantEveryStreamEnded(t *testing.T, messages []message) {
	t.Helper()
	last := map[string]string{}
	for _, m := range messages {
		if status := m.Trace.StreamStatus; status.Status != "" {
			last[status.Stream.Name] = status.Status
		}
	}
	if len(last) == 0 {
		t.Error("no stream has begun")
	}
	for name, status := range last {
		if status != "INCOMPLETE" && status != "COMPLETE" {
			t.Errorf("the last status of %s is %s", name, status)
		}
	}
}
