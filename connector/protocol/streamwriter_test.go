package protocol_test

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/protocol"
)

func TestRecordLine(t *testing.T) {
	namespaced := protocol.StreamDescriptor{Name: `a"<b>`, Namespace: "eu"}
	tests := []struct {
		name   string
		stream protocol.StreamDescriptor
		data   string
		want   string
	}{
		{
			"numbers, escapes and spaces are passed on", bills, `{ "n":1.10, "big":123456789012345678901234567890, "s":"\u003c<&\u00e9" }`,
			`{"type":"RECORD","record":{"stream":"bills","data":{ "n":1.10, "big":123456789012345678901234567890, "s":"\u003c<&\u00e9" },"emitted_at":1680674828009}}`,
		},
		{
			"line breaks are removed", bills, "{\r\n  \"a\": [1,\n2],\r\"s\": \"\\n\"\n}\n",
			`{"type":"RECORD","record":{"stream":"bills","data":{"a":[1,2],"s":"\n"},"emitted_at":1680674828009}}`,
		},
		{
			"names are escaped, but not for HTML", namespaced, `{}`,
			`{"type":"RECORD","record":{"stream":"a\"<b>","namespace":"eu","data":{},"emitted_at":1680674828009}}`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var out bytes.Buffer
			w := newWriter(t, &out)
			check(t, w.Stream(test.stream).Record([]byte(test.data)))
			check(t, w.Flush())
			if got := out.String(); got != test.want+"\n" {
				t.Errorf("line\n got %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestWhatIsNoObjectIsRefused(t *testing.T) {
	for _, data := range []string{"", " ", "{", "null", "[]", `"{}"`, "5", "{\n\"a\":}", "{\n} {}"} {
		t.Run(data, func(t *testing.T) {
			var out bytes.Buffer
			w := newWriter(t, &out)
			stream := w.Stream(bills)
			if err := stream.Record([]byte(data)); err == nil || !strings.Contains(err.Error(), `stream "bills"`) {
				t.Errorf("record: error %v, want one that names the stream", err)
			}
			if err := stream.State([]byte(data)); err == nil || !strings.Contains(err.Error(), `stream "bills"`) {
				t.Errorf("state: error %v, want one that names the stream", err)
			}
			check(t, w.Flush())
			if out.Len() > 0 || stream.Records() != 0 {
				t.Errorf("counted %d and wrote %q", stream.Records(), &out)
			}
			check(t, stream.State([]byte("{}"))) // the writer is still of use
		})
	}
}

func TestStateCountsRecordsOfItsStream(t *testing.T) {
	var out bytes.Buffer
	w := newWriter(t, &out)
	a, b := w.Stream(bills), w.Stream(protocol.StreamDescriptor{Name: "b", Namespace: "n"})
	for i := range 3 {
		check(t, a.Record(record(i)))
	}
	check(t, b.Record(record(1)))
	check(t, a.State([]byte("{\n \"cursor\": 1.0 }")))
	check(t, a.State([]byte(`{"cursor":2}`)))
	check(t, a.Record(record(1)))
	check(t, b.State([]byte(`{}`)))
	check(t, a.State([]byte(`{"cursor":3}`)))

	var states []string
	for line := range strings.Lines(out.String()) {
		if strings.HasPrefix(line, `{"type":"STATE"`) {
			states = append(states, line)
		}
	}
	state := func(descriptor, state, count string) string {
		return fmt.Sprintf(`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":%s,"stream_state":%s},"sourceStats":{"recordCount":%s}}}`+"\n",
			descriptor, state, count)
	}
	want := []string{
		state(`{"name":"bills"}`, `{"cursor":1.0}`, "3.0"),
		state(`{"name":"bills"}`, `{"cursor":2}`, "0.0"),
		state(`{"name":"b","namespace":"n"}`, `{}`, "1.0"),
		state(`{"name":"bills"}`, `{"cursor":3}`, "1.0"),
	}
	if got := strings.Join(states, ""); got != strings.Join(want, "") {
		t.Errorf("states\n got %s\nwant %s", got, strings.Join(want, ""))
	}
	if a.Records() != 4 || b.Records() != 1 {
		t.Errorf("%d and %d records in all, want 4 and 1", a.Records(), b.Records())
	}
}

// Records that are written together are emitted at the same time, whichever stream they are of.
func TestRecordsAreEmittedTogether(t *testing.T) {
	var out bytes.Buffer
	now := time.UnixMilli(1000)
	w := protocol.NewWriter(&out)
	w.SetClock(func() time.Time { now = now.Add(time.Millisecond); return now })
	a, b := w.Stream(bills), w.Stream(protocol.StreamDescriptor{Name: "b"})
	for range 2 {
		check(t, a.Record([]byte("{}")))
		check(t, b.Record([]byte("{}")))
		check(t, a.State([]byte("{}")))
	}
	check(t, w.Close())
	var got []float64
	for _, message := range decodeLines(t, out.String()) {
		if record, ok := message["record"].(map[string]any); ok {
			got = append(got, record["emitted_at"].(float64))
		}
	}
	if diff := cmp.Diff([]float64{1001, 1001, 1002, 1002}, got); diff != "" {
		t.Error(diff)
	}
}

func TestStreamIsOnePerDescriptor(t *testing.T) {
	w := newWriter(t, io.Discard)
	if w.Stream(bills) != w.Stream(protocol.StreamDescriptor{Name: "bills"}) {
		t.Error("two writers of one stream")
	}
	if w.Stream(bills) == w.Stream(protocol.StreamDescriptor{Name: "bills", Namespace: "n"}) {
		t.Error("one writer of two streams")
	}
}

func TestLongestTimeFits(t *testing.T) {
	out := &chunks{room: -1}
	w := protocol.NewWriter(out)
	w.SetClock(func() time.Time { return time.UnixMilli(math.MinInt64) })
	for size := 65_300; size < 65_500; size++ { // around the size of the buffer
		check(t, w.Stream(bills).Record(record(size)))
	}
	check(t, w.Close())
	for i, chunk := range out.writes {
		if strings.Count(chunk, "\n") != 1 {
			t.Errorf("write %d has %d bytes in several lines", i, len(chunk))
		}
	}
}

func TestRecordDoesNotAllocate(t *testing.T) {
	w := protocol.NewWriter(io.Discard)
	t.Cleanup(func() { _ = w.Close() })
	stream, data := w.Stream(bills), record(500)
	// Several buffers full per run, so that writes and timers are measured with the records.
	allocations := testing.AllocsPerRun(20, func() {
		for range 500 {
			if err := stream.Record(data); err != nil {
				t.Fatal(err)
			}
		}
	})
	if allocations > 0 {
		t.Errorf("%v allocations in 500 records, want none", allocations)
	}
}

// BenchmarkRecord measures what a record costs before the output takes it.
func BenchmarkRecord(b *testing.B) {
	for _, size := range []int{100, 1_000, 100_000} {
		b.Run(fmt.Sprintf("%dB", size), func(b *testing.B) {
			w := protocol.NewWriter(io.Discard)
			defer w.Close()
			stream, data := w.Stream(bills), record(size)
			b.ReportAllocs()
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if err := stream.Record(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
