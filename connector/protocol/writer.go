package protocol

import (
	"fmt"
	"io"
	"sync"
	"time"

	"source-ovhcloud-api/connector/internal/mask"
	"source-ovhcloud-api/connector/internal/plainjson"
)

// Writer writes messages, one per line. It is safe for concurrent use.
//
// Records are collected and written together; every other message is on its way when its call
// returns. A slow output holds up every caller, so memory does not grow.
//
// The first error of the output is final: each later call that writes returns it, and nothing
// more reaches the output, so that a line is never followed by one that depends on a lost one.
// When the reader has gone, errors.Is(err, [ErrOutputClosed]) holds.
type Writer struct {
	now     func() time.Time // of a message
	secrets mask.Secrets

	mu    sync.Mutex // guards everything below
	lines lineBuffer
	// recordEnd is the end of the line of each collected record, with when the first of them came,
	// in Unix milliseconds: they leave together, and to ask the clock for each takes as long as to
	// write it.
	recordEnd []byte
	streams   map[StreamDescriptor]*StreamWriter
}

// NewWriter returns the writer of out, which nobody else may write to. Close it when done.
//
// For [ErrOutputClosed] to be seen on stdout, the program must handle or ignore SIGPIPE; the Go
// runtime otherwise ends it at the first write to a closed one.
func NewWriter(out io.Writer) *Writer {
	w := &Writer{now: time.Now, streams: map[StreamDescriptor]*StreamWriter{}}
	w.lines = lineBuffer{mu: &w.mu, out: out, bytes: make([]byte, 0, bufferSize)}
	return w
}

// Mask keeps secrets out of every text that is written from now on: of LOG, TRACE and
// CONNECTION_STATUS messages, in the usual encodings too. Records and states are left alone.
// Secrets add up over calls; those that are too short to be any are ignored.
func (w *Writer) Mask(secrets ...string) { w.secrets.Add(secrets...) }

// Redact masks text that leaves the program some other way, such as stderr.
func (w *Writer) Redact(text string) string { return w.secrets.Redact(text) }

// Stream returns the writer of one stream's messages, the same one for the same descriptor. The
// platform fails a sync for messages of a stream that is not in its configured catalog.
func (w *Writer) Stream(descriptor StreamDescriptor) *StreamWriter {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.streams[descriptor]
	if s == nil {
		s = newStreamWriter(w, descriptor)
		w.streams[descriptor] = s
	}
	return s
}

// Flush writes out what has been collected.
func (w *Writer) Flush() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.lines.flush()
}

// Close writes out what has been collected and releases the timer; out itself stays open. A
// message after it is an error, another Close is not.
func (w *Writer) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.lines.close()
}

// send writes a message of any kind but RECORD and STATE, behind the records that precede it.
func (w *Writer) send(m message) error {
	line, err := plainjson.Encode(m)
	if err != nil {
		return fmt.Errorf("encode a %s message: %w", m.Type, err)
	}
	return w.Print(append(line, '\n'))
}
