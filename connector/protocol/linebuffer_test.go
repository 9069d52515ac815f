package protocol_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/protocol"
)

var bills = protocol.StreamDescriptor{Name: "bills"}

// record returns a record of about size bytes.
func record(size int) []byte {
	return []byte(`{"text":"` + strings.Repeat("x", size) + `"}`)
}

func TestWritesAreWholeLines(t *testing.T) {
	out := &chunks{room: -1}
	w := newWriter(t, out)
	stream := w.Stream(bills)
	sizes := []int{1, 1000, 60_000, 10_000, 65_400, 200_000, 1, 3_000_000, 1, 64 << 10, 1}
	for _, size := range sizes {
		check(t, stream.Record(record(size)))
	}
	check(t, w.Close())

	if got := len(decodeLines(t, strings.Join(out.writes, ""))); got != len(sizes) {
		t.Errorf("%d lines, want %d", got, len(sizes))
	}
	for i, chunk := range out.writes {
		if !strings.HasSuffix(chunk, "\n") {
			t.Errorf("write %d ends within a line", i)
		}
		if len(chunk) > 64<<10 && strings.Count(chunk, "\n") > 1 {
			t.Errorf("write %d has %d bytes in several lines", i, len(chunk))
		}
	}
}

func TestRecordsAreWrittenTogether(t *testing.T) {
	out := &chunks{room: -1}
	w := newWriter(t, out)
	for range 1000 {
		check(t, w.Stream(bills).Record(record(100)))
	}
	check(t, w.Flush())
	if n := len(out.writes); n != 3 { // 1000 lines of about 190 bytes through 64 KiB
		t.Errorf("%d writes, want 3", n)
	}
}

func TestEveryOtherMessageFlushes(t *testing.T) {
	log := func(w *protocol.Writer, _ *protocol.StreamWriter) error {
		logger := w.Logger(zerolog.InfoLevel)
		logger.Info().Msg("")
		return nil
	}
	calls := map[string]func(*protocol.Writer, *protocol.StreamWriter) error{
		"State":            func(_ *protocol.Writer, s *protocol.StreamWriter) error { return s.State([]byte(`{}`)) },
		"Status":           func(_ *protocol.Writer, s *protocol.StreamWriter) error { return s.Status(protocol.Running) },
		"RateLimited":      func(_ *protocol.Writer, s *protocol.StreamWriter) error { return s.RateLimited(clock()) },
		"Estimate":         func(_ *protocol.Writer, s *protocol.StreamWriter) error { return s.Estimate(1, 1) },
		"Error":            func(w *protocol.Writer, _ *protocol.StreamWriter) error { return w.Error(protocol.TraceError{}) },
		"ConnectionStatus": func(w *protocol.Writer, _ *protocol.StreamWriter) error { return w.ConnectionStatus(true, "") },
		"Catalog":          func(w *protocol.Writer, _ *protocol.StreamWriter) error { return w.Catalog(nil) },
		"Spec":             func(w *protocol.Writer, _ *protocol.StreamWriter) error { return w.Spec([]byte(`{}`), "", "") },
		"LOG":              log,
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			out := &chunks{room: -1}
			w := newWriter(t, out)
			stream := w.Stream(bills)
			check(t, stream.Record(record(1)))
			if len(out.writes) > 0 {
				t.Error("a record does not wait for company")
			}
			check(t, call(w, stream))
			lines := decodeLines(t, strings.Join(out.writes, ""))
			if len(lines) != 2 || lines[0]["type"] != "RECORD" {
				t.Errorf("wrote %q, want the record and then the message", out.writes)
			}
		})
	}
}

func TestIdleRecordsAreWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := &chunks{room: -1}
		w := protocol.NewWriter(out)
		defer w.Close()
		stream := w.Stream(bills)
		// A trickle must not put the flush off: the time counts from the first record.
		for range 3 {
			check(t, stream.Record(record(1)))
			time.Sleep(100 * time.Millisecond)
		}
		synctest.Wait()
		if len(out.writes) != 1 || strings.Count(out.writes[0], "\n") != 3 {
			t.Errorf("after 300 ms: %q, want three records in one write", out.writes)
		}
		check(t, stream.Record(record(1)))
		time.Sleep(time.Second)
		synctest.Wait()
		if len(out.writes) != 2 {
			t.Errorf("%d writes, want a second one for the later record", len(out.writes))
		}
	})
}

func TestOutputErrorsAreFinal(t *testing.T) {
	full := errors.New("disk full")
	tests := []struct {
		name   string
		err    error
		closed bool
	}{
		{"disk full", full, false},
		{"nobody reads the pipe", &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}, true},
		{"closed pipe", io.ErrClosedPipe, true},
		{"closed file", &os.PathError{Op: "write", Path: "/dev/stdout", Err: os.ErrClosed}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			out := &chunks{room: 1, err: test.err}
			w := newWriter(t, out)
			stream := w.Stream(bills)
			check(t, stream.State([]byte(`{"n":1}`)))
			first := stream.State([]byte(`{"n":2}`))
			if !errors.Is(first, test.err) || errors.Is(first, protocol.ErrOutputClosed) != test.closed {
				t.Errorf("error %v; is ErrOutputClosed: %t", first, errors.Is(first, protocol.ErrOutputClosed))
			}
			out.room = -1
			for name, err := range map[string]error{
				"Record": stream.Record(record(1)), "State": stream.State([]byte(`{"n":3}`)),
				"Status": stream.Status(protocol.Complete), "Flush": w.Flush(), "Close": w.Close(),
			} {
				if !errors.Is(err, first) {
					t.Errorf("%s after the error: %v", name, err)
				}
			}
			if len(out.writes) != 1 {
				t.Errorf("%d writes, want none after the error", len(out.writes))
			}
		})
	}
}

func TestRecordsMeetTheErrorOfAFullBuffer(t *testing.T) {
	w := newWriter(t, &chunks{room: 0, err: syscall.EPIPE})
	for range 100 {
		if err := w.Stream(bills).Record(record(1000)); err != nil {
			if !errors.Is(err, protocol.ErrOutputClosed) {
				t.Errorf("error %v, want ErrOutputClosed", err)
			}
			return
		}
	}
	t.Error("more than a buffer full without an error")
}

func TestIdleErrorIsMetByTheNextCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := protocol.NewWriter(&chunks{room: 0, err: syscall.EPIPE})
		check(t, w.Stream(bills).Record(record(1)))
		time.Sleep(time.Second)
		synctest.Wait()
		if err := w.Stream(bills).Record(record(1)); !errors.Is(err, protocol.ErrOutputClosed) {
			t.Errorf("error %v, want ErrOutputClosed", err)
		}
	})
}

// blockedWriter takes nothing until it is released.
type blockedWriter struct{ released chan struct{} }

func (b blockedWriter) Write(p []byte) (int, error) {
	<-b.released
	return len(p), nil
}

func TestSlowOutputHoldsUpItsCallers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := blockedWriter{make(chan struct{})}
		w := newWriter(t, out)
		stream := w.Stream(bills)
		const records = 1000
		go func() {
			for range records {
				_ = stream.Record(record(1000))
			}
		}()
		synctest.Wait()
		if held := stream.Records() * 1000; held > 64<<10 {
			t.Errorf("%d bytes are held for an output that takes none", held)
		}
		close(out.released)
		synctest.Wait()
		if got := stream.Records(); got != records {
			t.Errorf("%d records, want %d", got, records)
		}
	})
}

type shortWriter struct{}

func (shortWriter) Write(p []byte) (int, error) { return len(p) - 1, nil }

func TestShortWriteIsAnError(t *testing.T) {
	w := newWriter(t, shortWriter{})
	if err := w.ConnectionStatus(true, ""); !errors.Is(err, io.ErrShortWrite) {
		t.Errorf("error %v, want io.ErrShortWrite", err)
	}
}

func TestClose(t *testing.T) {
	var out bytes.Buffer
	w := protocol.NewWriter(&out)
	stream := w.Stream(bills)
	check(t, stream.Record(record(1)))
	check(t, w.Close())
	check(t, w.Close())
	if err := stream.Record(record(1)); err == nil || errors.Is(err, protocol.ErrOutputClosed) {
		t.Errorf("record after Close: %v", err)
	}
	if got := len(decodeLines(t, out.String())); got != 1 {
		t.Errorf("%d lines, want 1", got)
	}
}
