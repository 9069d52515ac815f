package apischema

import (
	"runtime"
	"testing"

	"source-ovhcloud-api/connector/apischema/corpustest"
)

// BenchmarkLoadCloud reads the largest published section (4 MB).
func BenchmarkLoadCloud(b *testing.B) {
	fetch := corpustest.Fetch(b, ErrNoSection)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(fetch).Section(b.Context(), "v1", "/cloud"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSchemaCatalog makes one of the largest schemas.
func BenchmarkSchemaCatalog(b *testing.B) {
	op, err := New(corpustest.Fetch(b, ErrNoSection)).Operation(b.Context(), "GET", "v1", "/order/catalog/public/vps")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		op.Response().JSONSchema()
	}
}

// BenchmarkWholeAPI reads all sections, and reports what stays in memory.
func BenchmarkWholeAPI(b *testing.B) {
	fetch := corpustest.Fetch(b, ErrNoSection)
	for b.Loop() {
		before := heap()
		d := New(fetch)
		all := sections(b, d)
		b.ReportMetric(float64(heap()-before)/(1<<20), "MiB-kept")
		runtime.KeepAlive(all)
		runtime.KeepAlive(d)
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
