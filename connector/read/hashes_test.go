package read

import (
	"fmt"
	"runtime"
	"testing"
)

// Texts are met once each, and what is remembered of them does not depend on their length.
func TestHashes(t *testing.T) {
	const texts, mostEach = 100_000, 40 // bytes, of which the map's spare room is the most
	text := func(i int) []byte { return fmt.Appendf(nil, "/cloud/project/%0100d/instance", i) }
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	h := newHashes()
	for i := range texts {
		if !h.first(text(i)) {
			t.Fatalf("%s had not been met", text(i))
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if each := (int64(after.HeapAlloc) - int64(before.HeapAlloc)) / texts; each > mostEach {
		t.Errorf("%d bytes for each text", each)
	}
	for i := range texts {
		if h.first(text(i)) {
			t.Fatalf("%s had been met", text(i))
		}
	}
}
