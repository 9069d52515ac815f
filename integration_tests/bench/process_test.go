package bench_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// measurement is what a process did and took.
type measurement struct {
	lines, records, bytes int
	wall                  time.Duration
	// reading is from the first line of a record to the end, which leaves out what it takes to
	// start.
	reading time.Duration
	cpu     time.Duration // user and system
	peak    int64         // resident memory in bytes, as the operating system counted it
	states  []byte        // the lines of states, as they are
}

// recordStart begins each record of an Airbyte source, written by whichever encoder, and stateStart
// each state.
var (
	recordStart = []byte(`{"type":"RECORD"`)
	stateStart  = []byte(`{"type":"STATE"`)
)

// run runs a command to its end and counts what it writes to stdout.
//
// The peak of a child is never told to be below that of the process which started it, so nothing
// here may hold much.
func run(ctx context.Context, env []string, name string, args ...string) (measurement, error) {
	command := exec.CommandContext(ctx, name, args...)
	command.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		return measurement{}, err
	}
	began := time.Now()
	if err := command.Start(); err != nil {
		return measurement{}, err
	}
	var m measurement
	var first time.Time
	out := bufio.NewReaderSize(stdout, 1<<20)
	for {
		line, err := out.ReadSlice('\n')
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return measurement{}, errors.Join(fmt.Errorf("%s: reading its output: %w", name, err), command.Cancel(), command.Wait())
		}
		if m.lines == 0 {
			first = time.Now()
		}
		if bytes.HasPrefix(line, recordStart) {
			if m.records == 0 {
				first = time.Now()
			}
			m.records++
		}
		if bytes.HasPrefix(line, stateStart) {
			m.states = append(m.states, line...)
		}
		m.lines++
		m.bytes += len(line)
	}
	if err := command.Wait(); err != nil {
		return measurement{}, fmt.Errorf("%s: %w\n%s", name, err, stderr.Bytes())
	}
	m.wall, m.reading = time.Since(began), time.Since(first)
	m.cpu = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	m.peak = peakOf(command.ProcessState)
	return m, nil
}
