package tuples

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func tuplesOf(width int, texts ...string) Tuples {
	t := New(width)
	for tuple := range slices.Chunk(texts, width) {
		add(&t, tuple...)
	}
	return t
}

func add(t *Tuples, texts ...string) {
	var tuple [][]byte
	for _, text := range texts {
		tuple = append(tuple, []byte(text))
	}
	t.Append(tuple...)
}

func textsOf(t Tuples) []string {
	var texts []string
	for tuple := range t.From(0) {
		texts = append(texts, tuple...)
	}
	return texts
}

func TestAt(t *testing.T) {
	sorted := tuplesOf(2, "b", "1", "a", "2", "b", "0")
	sorted.Sort()
	for i, want := range [][]string{{"a", "2"}, {"b", "0"}, {"b", "1"}} {
		if got := sorted.At(i); !slices.Equal(got, want) {
			t.Errorf("tuple %d is %q, want %q", i, got, want)
		}
	}
}

func TestSort(t *testing.T) {
	long := strings.Repeat("x", 300) // its length takes two bytes
	for name, tt := range map[string]struct {
		given Tuples
		want  []string
	}{
		"none":    {New(1), nil},
		"one":     {Of([]string{"b", "a", "b", "B", ""}), []string{"", "B", "a", "b"}},
		"pairs":   {tuplesOf(2, "b", "1", "a", "2", "b", "1", "a", "1"), []string{"a", "1", "a", "2", "b", "1"}},
		"a seam":  {tuplesOf(2, "ab", "c", "a", "bc"), []string{"a", "bc", "ab", "c"}},
		"lengths": {Of([]string{long + "b", "xx", long, "x"}), []string{"x", "xx", long, long + "b"}},
	} {
		tt.given.Sort()
		if diff := cmp.Diff(tt.want, textsOf(tt.given)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// What was put in comes out, in the order that slices of texts have.
func TestSortIsThatOfSlices(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(1, 3).Draw(t, "width")
		given := rapid.SliceOfN(rapid.SliceOfN(rapid.String(), width, width), 0, 20).Draw(t, "tuples")
		packed := New(width)
		for _, tuple := range given {
			add(&packed, tuple...)
		}
		packed.Sort()
		slices.SortFunc(given, slices.Compare[[]string])
		want := slices.CompactFunc(given, slices.Equal[[]string])
		if diff := cmp.Diff(slices.Concat(want...), textsOf(packed)); diff != "" || packed.Len() != len(want) {
			t.Error(packed.Len(), diff)
		}
	})
}

func TestAppendRefusesAnotherWidth(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a pair among single texts was taken")
		}
	}()
	pairs := New(1)
	add(&pairs, "a", "b")
}

// The room is what the package is for.
func TestRoom(t *testing.T) {
	const n = 100_000
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	packed := New(1)
	packed.Grow(n, n*len("FR40000000"))
	for i := range n {
		packed.Append(fmt.Appendf(nil, "FR%08d", i))
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if room := int64(after.HeapAlloc) - int64(before.HeapAlloc); room > n*(10+5)*11/10 {
		t.Errorf("%d bytes for each id of ten", room/n)
	}
	runtime.KeepAlive(packed)
}
