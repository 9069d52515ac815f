package connector

import (
	"log/slog"
	"math"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"

	"github.com/KimMachineGun/automemlimit/memlimit"

	"source-ovhcloud-api/connector/internal/words"
)

// limitMemory has the garbage collector heed the container's memory limit, so
// that a read slows down near it instead of being killed. GOMEMLIMIT in the
// environment wins; where there is no limit, nothing changes.
func limitMemory(p *process) {
	limit, err := memlimit.Set(memlimit.WithProvider(memlimit.FromCgroup), memlimit.WithLogger(slog.New(slog.DiscardHandler)))
	// The largest of all is none.
	if err == nil && limit > 0 && limit < math.MaxInt64 {
		p.log.Debug().Msgf("the memory limit is %s", words.Size(limit))
	}
}

const (
	// headroom is how much a read allocates between two collections of garbage. Go's own rule is as
	// much as lives, and of a read hardly anything does: with 4 MiB at a time a fifth of the processor
	// went into collecting details, and a sixth for pages (BENCHMARKS.md).
	headroom = 16 << 20
	// fullRoom is what may live beside the whole of the headroom; what lives beyond it takes from it,
	// down to a half. Such a heap is a long list, which has no pointers to follow: a million ids with
	// their details peak 9 MiB lower and take no longer.
	fullRoom = 8 << 20
	// leastHeap is what Go's rule takes a smaller heap for, at a GOGC of 100.
	leastHeap = 4 << 20
	// leastPercent bounds how often a heap is marked that is large by itself: four times as often as
	// by Go's own rule.
	leastPercent = 25
)

// collectByHeadroom has the garbage collector leave a read much the same room whatever it holds. GOGC in
// the environment wins.
func collectByHeadroom() {
	if os.Getenv("GOGC") == "" {
		adaptCollector(math.MaxInt)
	}
}

// adaptCollector sets GOGC for what lives now, and again after each collection.
func adaptCollector(percent int) {
	if now := collectorPercent(liveHeap()); now != percent {
		debug.SetGCPercent(now) // which stops the program for a moment
		percent = now
	}
	// The collector finds this at once. Anything smaller could be kept alive by its neighbours.
	runtime.AddCleanup(new([16]byte), adaptCollector, percent)
}

// collectorPercent returns GOGC for a heap of which so many bytes live.
func collectorPercent(live uint64) int {
	live = max(live, leastHeap)
	room := headroom - min(max(live, fullRoom)-fullRoom, headroom/2)
	return max(int(room*100/live), leastPercent)
}

// liveHeap returns what the last collection found alive, in bytes.
func liveHeap() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
