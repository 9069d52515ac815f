package protocol

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"

	"source-ovhcloud-api/connector/internal/plainjson"
)

// maxIntegerLength is that of the longest int64 in decimal, "-9223372036854775808".
const maxIntegerLength = 20

// Parts of the lines that are put together by hand.
const (
	emittedAt   = `,"emitted_at":`
	endOfRecord = "}}\n"
	stateMiddle = `},"sourceStats":{"recordCount":`
	stateEnd    = ".0}}}\n" // the protocol wants the count with a decimal point
)

// StreamWriter writes the messages of one stream. It is safe for concurrent use, but a state is
// about the records before it, so the calls of one stream belong in one order.
type StreamWriter struct {
	w            *Writer
	descriptor   StreamDescriptor
	recordPrefix []byte
	statePrefix  []byte
	total        atomic.Int64 // read without the lock, which a slow output may hold for long
	sinceState   int64        // guarded by w.mu
}

func newStreamWriter(w *Writer, descriptor StreamDescriptor) *StreamWriter {
	namespace := ""
	if descriptor.Namespace != "" {
		namespace = `,"namespace":` + quoteJSON(descriptor.Namespace)
	}
	name := quoteJSON(descriptor.Name) + namespace
	return &StreamWriter{
		w:            w,
		descriptor:   descriptor,
		recordPrefix: []byte(`{"type":"RECORD","record":{"stream":` + name + `,"data":`),
		statePrefix: []byte(`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":` +
			name + `},"stream_state":`),
	}
}

// Record writes one record. data is the text of a JSON object, which is passed on byte for byte,
// unread; only line breaks make it be compacted first. It is not kept.
func (s *StreamWriter) Record(data []byte) error {
	data = bytes.TrimSpace(data)
	if !isObject(data) {
		return fmt.Errorf("record of stream %q is not a JSON object", s.descriptor)
	}
	if hasLineBreak(data) {
		compacted, err := compact(data)
		if err != nil {
			return fmt.Errorf("record of stream %q: %w", s.descriptor, err)
		}
		data = compacted
	}

	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	lines := &s.w.lines
	length := len(s.recordPrefix) + len(data) + len(emittedAt) + maxIntegerLength + len(endOfRecord)
	if err := lines.reserve(length); err != nil {
		return err
	}
	if len(lines.bytes) == 0 {
		end := strconv.AppendInt(append(s.w.recordEnd[:0], emittedAt...), s.w.now().UnixMilli(), 10)
		s.w.recordEnd = append(end, endOfRecord...)
	}
	line := append(lines.bytes, s.recordPrefix...)
	line = append(line, data...)
	lines.bytes = append(line, s.w.recordEnd...)
	s.sinceState++
	s.total.Add(1)
	if len(lines.bytes) >= bufferSize {
		return lines.flush()
	}
	return nil
}

// State writes where the stream stands, with the number of its records since its last state, and
// flushes. state is a JSON object. The platform fails a sync that sends the same state twice with
// records between, so each one has to say something new.
func (s *StreamWriter) State(state json.RawMessage) error {
	compacted, err := compact(state)
	if err != nil {
		return fmt.Errorf("state of stream %q: %w", s.descriptor, err)
	}
	if !isObject(compacted) {
		return fmt.Errorf("state of stream %q is not a JSON object", s.descriptor)
	}

	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	lines := &s.w.lines
	length := len(s.statePrefix) + len(compacted) + len(stateMiddle) + maxIntegerLength + len(stateEnd)
	if err := lines.reserve(length); err != nil {
		return err
	}
	line := append(lines.bytes, s.statePrefix...)
	line = append(line, compacted...)
	line = append(line, stateMiddle...)
	line = strconv.AppendInt(line, s.sinceState, 10)
	lines.bytes = append(line, stateEnd...)
	s.sinceState = 0
	return lines.flush()
}

// Records returns how many records have been taken in all. It never waits for the output.
func (s *StreamWriter) Records() int64 { return s.total.Load() }

// isObject looks no further than the braces.
func isObject(data []byte) bool {
	return len(data) >= 2 && data[0] == '{' && data[len(data)-1] == '}'
}

// hasLineBreak also finds the carriage return, at which Java's readers end a line.
func hasLineBreak(data []byte) bool {
	return bytes.IndexByte(data, '\n') >= 0 || bytes.IndexByte(data, '\r') >= 0
}

func compact(data []byte) ([]byte, error) {
	buffer := bytes.NewBuffer(slices.Grow([]byte(nil), len(data)))
	err := json.Compact(buffer, data)
	return buffer.Bytes(), err
}

// quoteJSON returns text as a JSON string.
func quoteJSON(text string) string {
	quoted, _ := plainjson.Encode(text) // a string always has a JSON form
	return string(quoted)
}
