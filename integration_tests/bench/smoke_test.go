package bench_test

import (
	"maps"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCalls runs the connector and the floor on small accounts: the calls are exactly the fewest
// that lists, batches and cursors allow, as the server counts them, and the few that a run makes
// once. How long it takes, it does not judge.
func TestCalls(t *testing.T) {
	b, err := build(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []workload{
		pages(2*pageSize + 1), pages(pageSize), details(10*batchSize + 1), chain(2*batchSize+1, 3), chain(3, batchSize+1), ids(10_000),
	} {
		t.Run(w.name, func(t *testing.T) {
			want := maps.Clone(w.minimum)
			maps.Copy(want, w.overhead())
			expect(t, b, ours, w, want)
			if w.name == "pages" || w.name == "details" {
				want := maps.Clone(w.minimum)
				want["POST /auth/oauth2/token"] = 1
				expect(t, b, floor, w, want)
			}
		})
	}
}

// TestCallsOfANight holds the syncs of a settled account to the fewest calls: the lists once each
// however many streams need them, fifty items a call, of the bills only what is new, and besides
// the clock, the account and the description.
func TestCallsOfANight(t *testing.T) {
	b, err := build(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	const (
		besides  = 1 + 1 + 1 + 4                                    // the clock, whose account, the sections, four of them
		services = 1 + 1 + 1 + 50 + 1 + 200/50 + 200/50 + 1 + 1 + 1 // zones, their records, servers, projects
		bills    = 1
	)
	want := map[string]int{firstSync: besides + services + bills + 10_000/50, nothingNew: besides + services + bills, someNew: besides + services + bills + 2}
	got := map[string]int{}
	if err := settledSyncs(t.Context(), b, fastest, unlimited, func(name string, one outcome) { got[name] = one.calls.Total }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("calls, the fewest (-) and counted (+):\n%s", diff)
	}
}

// TestBinarySize holds the connector, built as it is shipped, to its size.
func TestBinarySize(t *testing.T) {
	b, err := build(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(b.connector)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() >= maxBinary {
		t.Errorf("the binary has %d bytes, want less than %d", info.Size(), maxBinary)
	}
}

func expect(t *testing.T, b bench, c contender, w workload, want map[string]int) {
	t.Helper()
	one, err := once(t.Context(), b, c, w, fastest, accountOptions{Sizes: w.sizes, RequestsPerSecond: unlimited})
	if err != nil {
		t.Fatal(err)
	}
	if one.records != w.records {
		t.Errorf("%d records, want %d", one.records, w.records)
	}
	if diff := cmp.Diff(want, one.calls.Routes); diff != "" {
		t.Errorf("calls, the fewest (-) and counted (+):\n%s", diff)
	}
	if one.peak <= 0 || one.bytes <= 0 || one.wall <= 0 {
		t.Errorf("not measured: %+v", one.measurement)
	}
}
