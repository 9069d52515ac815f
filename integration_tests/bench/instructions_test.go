package bench_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"testing"
)

var (
	valgrind = flag.String("valgrind", "", "the program that counts instructions, as make instructions gives it")
	update   = flag.Bool("update", false, "write what a record takes in instructions anew")
)

// instructionMargin is what a record may take beyond what was counted, or below: what was gained must
// not be lost unseen. Two counts differ by less than a hundredth.
const instructionMargin = 1.1

// TestInstructionsOfARecord holds the connector, built as it is shipped, to the instructions that one
// more record takes. They are counted by a processor that valgrind emulates, without what differs
// between machines and runs: one thread, no collections of garbage, which [TestRoomOfARecord] is
// about, and none of the processor's extensions.
func TestInstructionsOfARecord(t *testing.T) {
	if *valgrind == "" {
		t.Skip("make instructions counts them, with valgrind")
	}
	if runtime.GOARCH != "amd64" {
		t.Skip("the counts are those of amd64")
	}
	b, err := build(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	var counted bytes.Buffer
	for _, tt := range []struct {
		of        func(n int) workload
		few, many int
	}{{pages, pageSize, 4 * pageSize}, {details, 10 * batchSize, 50 * batchSize}} {
		w := tt.of(tt.few)
		few, many := instructions(t, b, w), instructions(t, b, tt.of(tt.many))
		fmt.Fprintf(&counted, "%s %d\n", w.name, (many-few)/int64(tt.many-tt.few))
	}
	golden := filepath.Join("testdata", "instructions.golden")
	if *update {
		if err := os.WriteFile(golden, counted.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("instructions of a record:\n%s", counted.Bytes())
	got := parseCounts(t, counted.Bytes())
	for name, were := range parseCounts(t, want) {
		if n, margin := float64(got[name]), instructionMargin*float64(were); n > margin || n*instructionMargin*instructionMargin < margin {
			t.Errorf("a record of %s takes %.0f instructions, %d are in %s: find out why, or write them anew by make instructions UPDATE=-update", name, n, were, golden)
		}
	}
}

// instructions counts those of a whole read.
func instructions(t *testing.T, b bench, w workload) int64 {
	t.Helper()
	s, err := startServer(t.Context(), accountOptions{Sizes: w.sizes, RequestsPerSecond: unlimited, Recorded: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.stop()
	plain, err := ours(t.Context(), b, s, w, fastest) // which records the answers
	if err == nil && plain.records != w.records {
		err = fmt.Errorf("%d records, want %d", plain.records, w.records)
	}
	if err != nil {
		t.Fatal(err)
	}
	n, err := underValgrind(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// underValgrind repeats the read of [ours], and returns how many instructions it took.
func underValgrind(ctx context.Context, b bench) (int64, error) {
	command := exec.CommandContext(ctx, *valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null",
		b.connector, "read", "--config", filepath.Join(b.folder, "config.json"), "--catalog", filepath.Join(b.folder, "catalog.json"))
	command.Env = append(os.Environ(), "GOMAXPROCS=1", "GOGC=off", "GODEBUG=asyncpreemptoff=1,cpu.all=off")
	var log bytes.Buffer
	command.Stderr = &log
	if err := command.Run(); err != nil {
		return 0, fmt.Errorf("%w\n%s", err, log.Bytes())
	}
	collected := regexp.MustCompile(`Collected : (\d+)`).FindSubmatch(log.Bytes())
	if collected == nil {
		return 0, errors.New("valgrind counted nothing:\n" + log.String())
	}
	return strconv.ParseInt(string(collected[1]), 10, 64)
}

// parseCounts reads lines of a name and a number.
func parseCounts(t *testing.T, text []byte) map[string]int64 {
	t.Helper()
	counts := map[string]int64{}
	for line := range bytes.Lines(text) {
		var name string
		var n int64
		if _, err := fmt.Sscan(string(line), &name, &n); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		counts[name] = n
	}
	return counts
}
