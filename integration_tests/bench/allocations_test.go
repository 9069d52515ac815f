package bench_test

import (
	"math"
	"runtime"
	"testing"

	"source-ovhcloud-api/connector/sandbox"
)

// TestRoomOfARecord holds what one more record costs in allocations and bytes, which is most of what
// it costs in time and, unlike that, the same on every machine. The limits are what was measured,
// and a tenth: whoever lowers the cost lowers them.
func TestRoomOfARecord(t *testing.T) {
	for _, tt := range []struct {
		of            func(n int) workload
		few, many     int
		objects, room float64
	}{
		{pages, 2 * pageSize, 8 * pageSize, 0.03, 553},
		{details, 20 * batchSize, 100 * batchSize, 7.83, 2565},
	} {
		few, many := tt.of(tt.few), tt.of(tt.many)
		t.Run(few.name, func(t *testing.T) {
			fewObjects, fewBytes := allocated(t, few)
			manyObjects, manyBytes := allocated(t, many)
			n := float64(tt.many - tt.few)
			objects, room := (manyObjects-fewObjects)/n, (manyBytes-fewBytes)/n
			t.Logf("%.2f allocations and %.0f bytes for each record", objects, room)
			if math.Round(100*objects) > 100*tt.objects*margin || room > tt.room*margin {
				t.Errorf("%.2f allocations and %.0f bytes for each record, want %.2f and %.0f at most, times %v", objects, room, tt.objects, tt.room, margin)
			}
		})
	}
}

// allocated is what reading a workload allocates, answered from a recording.
func allocated(t *testing.T, w workload) (objects, bytes float64) {
	t.Helper()
	account := &recording{account: sandbox.New(sandbox.Options{Sizes: w.sizes, RequestsPerSecond: unlimited})}
	read := func() {
		if records, err := readInProcess(t.Context(), account, w); err != nil || records != w.records {
			t.Fatalf("%d records, want %d; error %v", records, w.records, err)
		}
	}
	read() // and record
	const times = 3
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range times {
		read()
	}
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs-before.Mallocs) / times, float64(after.TotalAlloc-before.TotalAlloc) / times
}
