package bench_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"
)

// maxBinary is how many bytes the connector may have: what a slow line pulls in some seconds, where
// an image with Airbyte's CDK has hundreds of megabytes.
const maxBinary = 15_000_000

// startUp compares what it takes to say what the form is with a program that says a constant, and
// with a peer; and what it takes to discover with what it takes to decode OVH's descriptions.
func startUp(ctx context.Context, b bench, r *report) error {
	info, err := os.Stat(b.connector)
	if err != nil {
		return err
	}
	const starts = 25 // more than rounds: they take a few milliseconds, and vary
	programs := [][]string{{b.constant}, {b.connector, "spec"}, {filepath.Join(b.python, "source-declarative-manifest"), "spec"}}
	walls := make([][]time.Duration, len(programs))
	cpus := make([][]time.Duration, len(programs))
	for range starts {
		for i, program := range programs[:2] { // by turns, for the machine is not always as fast
			m, err := run(ctx, nil, program[0], program[1:]...)
			if err != nil {
				return err
			}
			walls[i], cpus[i] = append(walls[i], m.wall), append(cpus[i], m.cpu)
		}
	}
	for range rounds {
		m, err := run(ctx, nil, programs[2][0], programs[2][1:]...)
		if err != nil {
			return err
		}
		walls[2] = append(walls[2], m.wall)
	}
	discover, err := discoverTimesParsing(ctx)
	if err != nil {
		return err
	}
	milliseconds := func(i int) float64 { return float64(median(walls[i])) / 1e6 }
	r.title("Size and start")
	r.header("", "target", "measured")
	r.row("binary", fmt.Sprintf("< %d MB", maxBinary/1_000_000), fmt.Sprintf("%.1f MB", float64(info.Size())/1e6))
	r.row("a program that prints a constant", "", fmt.Sprintf("%.1f ms", milliseconds(0)))
	r.row("`spec`", "≤ 2.5 times that", fmt.Sprintf("%.1f ms, %.2f times; of the processor's time, %.2f times", milliseconds(1), milliseconds(1)/milliseconds(0), float64(median(cpus[1]))/float64(median(cpus[0]))))
	r.row("`spec` of (b)", "≥ 50 times ours", fmt.Sprintf("%.0f ms, %.0f times", milliseconds(2), milliseconds(2)/milliseconds(1)))
	r.row("`discover` of 200 endpoints, of the processor's time", "≤ 1.5 times decoding their descriptions", discover)
	return nil
}

// discoverTimesParsing runs the benchmark of discover, which needs OVH's descriptions.
func discoverTimesParsing(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "test", "..", "-run", "^$", "-bench", "^BenchmarkDiscover$", "-benchtime", "9x").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("measuring discover: %w\n%s", err, out)
	}
	if measured := timesParsing.FindSubmatch(out); measured != nil {
		return string(measured[1]) + " times", nil
	}
	return "not measured: OVH's descriptions are not beside the checkout", nil
}

var timesParsing = regexp.MustCompile(`([\d.]+) times-parsing`)

// memory measures peaks of accounts that differ in size by ten, and of one long list.
func memory(ctx context.Context, b bench, r *report) error {
	r.title("Memory")
	r.header("stream", "records", "target", "peak", "ratio to a tenth of it")
	for _, test := range []struct {
		make   func(int) workload
		n      int
		target string
		rounds int
	}{
		{pages, 1_000_000, "< 64 MiB, ≤ 1.2", rounds},
		{ids, 1_000_000, "< 40 MiB", rounds},
		{details, 1_000_000, "< 64 MiB, ≤ 1.5", 1}, // once, for it takes a minute
	} {
		peaks := map[int]int64{}
		for _, n := range []int{test.n / 10, test.n} {
			var all []int64
			for range test.rounds {
				w := test.make(n)
				one, err := once(ctx, b, ours, w, fastest, accountOptions{Sizes: w.sizes, RequestsPerSecond: unlimited})
				if err != nil {
					return err
				}
				all = append(all, one.peak)
			}
			peaks[n] = median(all)
		}
		r.row(test.make(test.n).name, test.n, test.target, mebibytes(peaks[test.n]), fmt.Sprintf("%.2f", float64(peaks[test.n])/float64(peaks[test.n/10])))
	}
	return nil
}

// throughput compares rates without a limit. A contender is measured on as many records as take it
// seconds.
func throughput(ctx context.Context, b bench, r *report) error {
	r.title("Throughput with the budget lifted")
	fmt.Fprint(r, "Targets: at least 0.85 of the floor for pages, 0.75 for details.\n\n")
	r.header("stream", "contender", "records", "time", "processor", "peak", "records/s", "MB/s written", "ratio of records/s, ours to it")
	for _, test := range []struct {
		make        func(int) workload
		large, less int
	}{{pages, 1_000_000, 100_000}, {details, 100_000, 2_000}} {
		measured := map[string][]outcome{}
		contenders := []struct {
			name    string
			read    contender
			records int
			started bool // its time begins with the first record
		}{{"ours", ours, test.large, false}, {"(a) floor", floor, test.large, false}, {"(b) CDK", cdk, test.less, true}, {"(c) dlt", dlt, test.less, true}}
		servers := map[int]*server{}
		for _, n := range []int{test.large, test.less} {
			w := test.make(n)
			s, err := startServer(ctx, accountOptions{Sizes: w.sizes, RequestsPerSecond: unlimited, Recorded: true})
			if err != nil {
				return err
			}
			defer s.stop()
			servers[n] = s
			if _, err := floor(ctx, b, s, w, fastest); err != nil { // which records the answers
				return err
			}
		}
		for range rounds {
			for _, c := range contenders {
				w := test.make(c.records)
				m, err := c.read(ctx, b, servers[c.records], w, fastest)
				if err != nil {
					return err
				}
				if m.records != w.records {
					return fmt.Errorf("%s: %d records of %s, want %d", c.name, m.records, w.name, w.records)
				}
				if c.started {
					m.wall = m.reading
				}
				measured[c.name] = append(measured[c.name], outcome{measurement: m})
			}
		}
		rate := map[string]float64{}
		for _, c := range contenders {
			wall := median(each(measured[c.name], func(o outcome) time.Duration { return o.wall }))
			rate[c.name] = float64(c.records) / wall.Seconds()
			r.row(test.make(0).name, c.name, c.records, seconds(wall),
				seconds(median(each(measured[c.name], func(o outcome) time.Duration { return o.cpu }))),
				mebibytes(median(each(measured[c.name], func(o outcome) int64 { return o.peak }))),
				fmt.Sprintf("%.0f", rate[c.name]), fmt.Sprintf("%.1f", float64(measured[c.name][0].bytes)/1e6/wall.Seconds()),
				fmt.Sprintf("%.2f", rate["ours"]/rate[c.name]))
		}
	}
	return nil
}

func each[T, V any](all []T, of func(T) V) []V {
	var values []V
	for _, one := range all {
		values = append(values, of(one))
	}
	return values
}

// budget reports how much of 20 calls a second is used over a minute, and how long the same sync
// takes others.
func budget(ctx context.Context, b bench, r *report) error {
	const perSecond = 20
	r.title("A budget of %d calls a second", perSecond)
	fmt.Fprint(r, "Target: 97 % of a minute, nothing refused. At two seconds an answer, it is the calls of the start, which wait for each other, that take the rest.\n\n")
	r.header("stream", "contender", "latency", "records", "calls answered", "refused", "time", "share of the budget")
	for _, test := range []struct {
		name    string
		read    contender
		w       workload
		latency time.Duration
	}{
		{"ours", ours, details(60_000), 5 * time.Millisecond}, {"ours", ours, details(60_000), 2 * time.Second},
		{"ours", ours, details(600), 5 * time.Millisecond}, {"(b) CDK", cdk, details(600), 5 * time.Millisecond},
	} {
		one, err := once(ctx, b, test.read, test.w, perSecond, accountOptions{Sizes: test.w.sizes, RequestsPerSecond: perSecond, Latency: test.latency})
		if err != nil {
			return err
		}
		// The clock, the description and the token are free: only the calls of the stream are
		// against the limit.
		answered := test.w.counted(one.calls) - one.calls.Throttled
		r.row(test.w.name, test.name, test.latency, test.w.records, answered, one.calls.Throttled, seconds(one.wall),
			fmt.Sprintf("%.0f %%", 100*float64(answered)/perSecond/one.wall.Seconds()))
	}
	return nil
}

// calls compares the numbers of calls, which do not depend on the machine.
func calls(ctx context.Context, b bench, r *report) error {
	r.title("Calls, as the server counted them")
	r.header("stream", "contender", "records", "calls", "fewest possible", "besides, once a run", "one by one")
	for _, test := range []struct {
		name string
		read contender
		w    workload
	}{{"ours", ours, details(10_000)}, {"(b) CDK", cdk, details(10_000)}, {"ours", ours, chain(10_000, 3)}, {"ours", ours, chain(1_000, 3)}, {"(b) CDK", cdk, chain(1_000, 3)}} {
		one, err := once(ctx, b, test.read, test.w, fastest, accountOptions{Sizes: test.w.sizes, RequestsPerSecond: unlimited})
		if err != nil {
			return err
		}
		counted, fewest := test.w.counted(one.calls), 0
		for n := range maps.Values(test.w.minimum) {
			fewest += n
		}
		r.row(test.w.name, test.name, test.w.records, counted, fewest, one.calls.Total-counted, test.w.single)
	}
	return nil
}
