package protocol

import "time"

// FailureType says who can do something about a failure.
type FailureType string

const (
	ConfigError    FailureType = "config_error"    // the user
	TransientError FailureType = "transient_error" // time; the platform tries again
	SystemError    FailureType = "system_error"    // whoever maintains the connector
)

// TraceError is a failure as the platform shows it. Every field but Message may be empty.
type TraceError struct {
	Message     string // for the user: what happened and what to do about it
	Internal    string // for the log: the error as it was met
	StackTrace  string
	FailureType FailureType
	Stream      *StreamDescriptor // nil when no single stream failed
}

// Error writes a TRACE message of type ERROR. Some clients end the sync at the first one, so it is
// for what has really failed.
func (w *Writer) Error(e TraceError) error {
	return w.sendTrace(trace{Type: "ERROR", Error: &errorTrace{
		Message:         w.Redact(e.Message),
		InternalMessage: w.Redact(e.Internal),
		StackTrace:      w.Redact(e.StackTrace),
		FailureType:     e.FailureType,
		Stream:          e.Stream,
	}})
}

// StreamStatus is a stage in the life of a stream within one sync.
type StreamStatus string

const (
	Started    StreamStatus = "STARTED"    // before the first call
	Running    StreamStatus = "RUNNING"    // at the first record
	Complete   StreamStatus = "COMPLETE"   // after the last state
	Incomplete StreamStatus = "INCOMPLETE" // stopped early; the program has to exit with an error
)

// Status writes a stage of the stream.
func (s *StreamWriter) Status(status StreamStatus) error {
	return s.w.sendTrace(trace{Type: "STREAM_STATUS", StreamStatus: &streamStatus{
		Stream: s.descriptor,
		Status: status,
	}})
}

// RateLimited says that the stream waits until then because the API asked for it. The platform
// takes it back at the stream's next record. It heeds the reason only in a RUNNING status that
// gives no other.
func (s *StreamWriter) RateLimited(until time.Time) error {
	return s.w.sendTrace(trace{Type: "STREAM_STATUS", StreamStatus: &streamStatus{
		Stream: s.descriptor,
		Status: Running,
		Reasons: []statusReason{{
			Type:        "RATE_LIMITED",
			RateLimited: rateLimited{QuotaReset: until.UnixMilli()},
		}},
	}})
}

// Estimate says how many records the stream is going to have in this sync, and how many bytes of
// JSON they come to. A better one may follow. Both numbers are always written, 0 for what is not
// known: the protocol calls them optional, but the platform fails the sync over one without them.
func (s *StreamWriter) Estimate(rows, bytes int64) error {
	return s.w.sendTrace(trace{Type: "ESTIMATE", Estimate: &estimate{
		Name:         s.descriptor.Name,
		Namespace:    s.descriptor.Namespace,
		Type:         "STREAM",
		RowEstimate:  rows,
		ByteEstimate: bytes,
	}})
}

func (w *Writer) sendTrace(t trace) error {
	t.EmittedAt = w.now().UnixMilli()
	return w.send(message{Type: "TRACE", Trace: &t})
}
