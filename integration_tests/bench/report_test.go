package bench_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// rounds is the number of measurements that a median is of: odd, and few enough for all to end
// within ten minutes.
const rounds = 3

// results stand between these lines of the file.
const (
	resultsBegin = "<!-- results: written by make bench -->\n"
	resultsEnd   = "<!-- end of results -->\n"
)

// report collects tables of Markdown.
type report struct{ bytes.Buffer }

func (r *report) title(format string, args ...any) { fmt.Fprintf(r, "\n### "+format+"\n\n", args...) }

func (r *report) row(cells ...any) {
	for _, cell := range cells {
		fmt.Fprintf(r, "| %v ", cell)
	}
	fmt.Fprintln(r, "|")
}

func (r *report) header(cells ...any) {
	r.row(cells...)
	fmt.Fprintln(r, strings.Repeat("|---", len(cells))+"|")
}

// measure makes all measurements and writes them into a file.
func measure(ctx context.Context, file, python string) error {
	python, err := filepath.Abs(python)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	b, err := build(ctx, folder, python)
	if err != nil {
		return err
	}
	var r report
	fmt.Fprintf(&r, "\n%s, %s/%s, %d cores, %s. Medians of %d rounds.\n", time.Now().UTC().Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), rounds)
	for _, section := range []func(context.Context, bench, *report) error{startUp, memory, throughput, budget, calls, nightly} {
		if err := section(ctx, b, &r); err != nil {
			return err
		}
	}
	return splice(file, r.Bytes())
}

// splice replaces what stands between the two lines of a file.
func splice(file string, results []byte) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, begins := bytes.Cut(text, []byte(resultsBegin))
	_, after, ends := bytes.Cut(rest, []byte(resultsEnd))
	if !begins || !ends {
		return fmt.Errorf("%s has no place for results", file)
	}
	return os.WriteFile(file, slices.Concat(before, []byte(resultsBegin), results, []byte("\n"+resultsEnd), after), 0o644)
}

// median is of an odd number of values.
func median[T cmp.Ordered](values []T) T {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }
func mebibytes(n int64) string       { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }
