package integrationtests_test

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"
	"testing"
)

// run runs the connector in this folder and gives its messages. A message that is none, a word on
// stderr or an exit code other than the wanted one fails the test.
func run(t *testing.T, wantExit int, args ...string) []message {
	t.Helper()
	command := exec.CommandContext(t.Context(), connectorBinary, args...)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	if _, ended := errors.AsType[*exec.ExitError](err); err != nil && !ended {
		t.Fatalf("%s: %v", strings.Join(args, " "), err)
	}
	if exit := command.ProcessState.ExitCode(); exit != wantExit {
		t.Errorf("%s: exit code %d, want %d\n%s", strings.Join(args, " "), exit, wantExit, stdout.Bytes())
	}
	if stderr.Len() > 0 {
		t.Errorf("%s: stderr: %s", strings.Join(args, " "), stderr.Bytes())
	}
	messages, err := decodeMessages(stdout.Bytes(), messageSchema(t))
	if err != nil {
		t.Fatalf("%s: %v", strings.Join(args, " "), err)
	}
	return messages
}

// only returns the single message of a type.
func only(t *testing.T, messages []message, kind string) message {
	t.Helper()
	var found []message
	for _, m := range messages {
		if m.Type == kind {
			found = append(found, m)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d messages of type %s, want one", len(found), kind)
	}
	return found[0]
}
