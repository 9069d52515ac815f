package connector

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

func TestCollectorPercent(t *testing.T) {
	for live, want := range map[uint64]int{
		0:         400, // before the first collection
		leastHeap: 400,
		fullRoom:  200,
		12 << 20:  100, // a room of 12 MiB
		16 << 20:  50,
		20 << 20:  40,
		1 << 30:   leastPercent,
	} {
		if got := collectorPercent(live); got != want {
			t.Errorf("with %d bytes alive: %d, want %d", live, got, want)
		}
	}
}

// The room is the same again after a collection that has found much alive.
func TestCollectByHeadroom(t *testing.T) {
	t.Setenv("GOGC", "")
	collectByHeadroom() // for the rest of the package's tests, as any read in them does
	held := make([]byte, 64<<20)
	deadline := time.After(time.Minute)
	for {
		runtime.GC()
		percent := debug.SetGCPercent(100)
		debug.SetGCPercent(percent)
		if percent == leastPercent {
			break
		}
		select {
		case <-deadline:
			t.Fatalf("GOGC is still %d with %d bytes alive", percent, liveHeap())
		default: // the cleanup runs beside
			runtime.Gosched()
		}
	}
	runtime.KeepAlive(held)
}
