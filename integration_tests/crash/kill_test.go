package crash_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"slices"
	"syscall"
	"testing"
	"time"
)

// kill says when a process is killed; the zero value lets it come to its end. What has been written
// by then and not been read is lost with lines and bytes: the platform's side ends there as well.
type kill struct {
	lines, bytes int
	after        time.Duration
}

// pace is what a line of a read's output comes to, so that kills land all over a read.
type pace struct {
	bytes float64
	took  time.Duration
}

// firstPace is that of no read yet: a line has some 150 bytes, and takes some 20 microseconds on
// two cores that do little else.
var firstPace = pace{bytes: 150, took: 20 * time.Microsecond}

// draw returns a kill anywhere within a read of so many lines, from its first moment on.
func (p pace) draw(random *rand.Rand, lines int) kill {
	switch random.IntN(3) {
	case 0:
		return kill{lines: 1 + random.IntN(lines)}
	case 1:
		return kill{bytes: 1 + random.IntN(int(p.bytes*float64(lines)))}
	}
	return kill{after: 1 + time.Duration(random.Int64N(int64(p.took)*int64(lines)))}
}

// limit gives the part of an output behind which its reader ends, as it comes.
type limit struct {
	kill
	met int // lines so far
}

// cut returns what the reader takes of the next part, and whether it ends there.
func (l *limit) cut(taken int, part []byte) ([]byte, bool) {
	if l.bytes > 0 && taken+len(part) >= l.bytes {
		return part[:l.bytes-taken], true
	}
	if l.lines == 0 {
		return part, false
	}
	for i, c := range part {
		if c != '\n' {
			continue
		}
		if l.met++; l.met == l.lines {
			return part[:i+1], true
		}
	}
	return part, false
}

// attempt is what came of one process.
type attempt struct {
	output []byte // whole lines
	pace
	// killed tells that SIGKILL ended it; ended that it came to its end by itself, with all of its
	// output read.
	killed, ended bool
}

// read runs the connector until it ends or is killed. A line that was cut is discarded, as
// platforms do.
func read(t *testing.T, k kill, args ...string) (a attempt) {
	t.Helper()
	command := exec.CommandContext(t.Context(), connectorBinary, append([]string{"read"}, args...)...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	stdout, err := command.StdoutPipe()
	check(t, err)
	began := time.Now()
	check(t, command.Start())
	if k.after > 0 {
		timer := time.AfterFunc(k.after, func() { command.Process.Kill() })
		defer timer.Stop()
	}
	reader := limit{kill: k}
	// A pipe's worth at a time: the process is never further ahead than that.
	part := make([]byte, 64<<10)
	cut := false
	for n := 0; !cut && err == nil; {
		n, err = stdout.Read(part)
		var taken []byte
		taken, cut = reader.cut(len(a.output), part[:n])
		a.output = append(a.output, taken...)
	}
	if cut {
		command.Process.Kill()
	} else if !errors.Is(err, io.EOF) {
		t.Errorf("reading its output: %v", err)
	}
	err = command.Wait()
	if lines := bytes.Count(a.output, []byte{'\n'}); lines > 0 {
		a.pace = pace{bytes: float64(len(a.output)) / float64(lines), took: time.Since(began) / time.Duration(lines)}
	}
	a.output = a.output[:bytes.LastIndexByte(a.output, '\n')+1]
	status, _ := command.ProcessState.Sys().(syscall.WaitStatus)
	a.killed = status.Signaled() && status.Signal() == syscall.SIGKILL
	a.ended = err == nil && !cut
	if err != nil && !a.killed {
		t.Fatalf("the process ends by itself: %v\n%s%s", err, stderr.Bytes(), lastOf(a.output))
	}
	return a
}

// lastOf returns the end of an output, for a failure.
func lastOf(output []byte) string {
	const enough = 4 << 10
	return fmt.Sprintf("…%s", output[max(0, len(output)-enough):])
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// An output ends at the line or byte that was drawn, however it comes in parts.
func TestCut(t *testing.T) {
	const output = "first\nsecond\nthird\n"
	for _, test := range []struct {
		kill kill
		want string
		ends bool
	}{
		{kill{}, output, false},
		{kill{lines: 1}, "first\n", true},
		{kill{lines: 2}, "first\nsecond\n", true},
		{kill{lines: 4}, output, false},
		{kill{bytes: 1}, "f", true},
		{kill{bytes: 8}, "first\nse", true},
		{kill{bytes: len(output)}, output, true},
		{kill{bytes: len(output) + 1}, output, false},
	} {
		for size := 1; size <= len(output); size++ {
			reader := limit{kill: test.kill}
			got, ends := "", false
			for part := range slices.Chunk([]byte(output), size) {
				taken, end := reader.cut(len(got), part)
				got += string(taken)
				if ends = end; ends {
					break
				}
			}
			if got != test.want || ends != test.ends {
				t.Errorf("%+v in parts of %d: %q, ends %t", test.kill, size, got, ends)
			}
		}
	}
}
