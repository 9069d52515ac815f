package bench_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"source-ovhcloud-api/connector/sandbox"
)

// build makes the programs that are measured.
func build(ctx context.Context, folder, python string) (bench, error) {
	b := bench{
		folder: folder, connector: filepath.Join(folder, "connector"), floor: filepath.Join(folder, "floor"),
		constant: filepath.Join(folder, "constant"), python: python,
	}
	for output, source := range map[string]string{b.connector: "../..", b.floor: "./floor", b.constant: "./constant"} {
		// As the Dockerfile and `make binaries` do for who runs it.
		command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", output, source)
		command.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := command.CombinedOutput(); err != nil {
			return b, fmt.Errorf("building %s: %w\n%s", source, err, out)
		}
	}
	return b, nil
}

// outcome is a measurement with what the server was asked meanwhile.
type outcome struct {
	measurement
	calls sandbox.Calls
}

// once lets a contender read a workload from a server of its own.
func once(ctx context.Context, b bench, c contender, w workload, requestsPerSecond float64, o accountOptions) (one outcome, err error) {
	s, err := startServer(ctx, o)
	if err != nil {
		return one, err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	if one.measurement, err = c(ctx, b, s, w, requestsPerSecond); err != nil {
		return one, err
	}
	if one.records != w.records {
		return one, fmt.Errorf("%s: %d records, want %d", w.name, one.records, w.records)
	}
	one.calls, err = s.calls(ctx)
	return one, err
}
