//go:build image

package acceptance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
)

// module is the root of the module, the context of the image.
var module = filepath.Join("..", "..")

// tag is the image that the tests build and run. It is not the one of make image, which stays as it
// is.
const tag = "source-ovhcloud-api-test:latest"

// result is what a command printed and how it ended.
type result struct {
	stdout, stderr string
	exit           int
}

// docker runs the Docker client. The error tells that the command could not be run or was ended by
// a signal; any exit code is a result.
func docker(ctx context.Context, stdin io.Reader, args ...string) (result, error) {
	command := exec.CommandContext(ctx, "docker", args...)
	var stdout, stderr bytes.Buffer
	command.Stdin, command.Stdout, command.Stderr = stdin, &stdout, &stderr
	err := command.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.Exited() {
		err = nil
	}
	if err != nil {
		return result{}, fmt.Errorf("docker %s: %w", strings.Join(args, " "), err)
	}
	return result{stdout.String(), stderr.String(), command.ProcessState.ExitCode()}, nil
}

// must is docker for a command that has to succeed; it gives what was printed.
func must(ctx context.Context, stdin io.Reader, args ...string) (string, error) {
	r, err := docker(ctx, stdin, args...)
	if err == nil && r.exit != 0 {
		err = fmt.Errorf("docker %s: exit code %d\n%s%s", strings.Join(args, " "), r.exit, r.stdout, r.stderr)
	}
	return strings.TrimSpace(r.stdout), err
}
