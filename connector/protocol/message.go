package protocol

import "encoding/json"

// message is the envelope: one JSON object with its type and the payload of that type. RECORD and
// STATE, which are written most often, are put together by hand in [StreamWriter].
type message struct {
	Type             string                  `json:"type"`
	Log              *logMessage             `json:"log,omitempty"`
	Spec             *connectorSpecification `json:"spec,omitempty"`
	ConnectionStatus *connectionStatus       `json:"connectionStatus,omitempty"`
	Catalog          *catalog                `json:"catalog,omitempty"`
	Trace            *trace                  `json:"trace,omitempty"`
}

type logMessage struct {
	Level      string `json:"level"`
	Message    string `json:"message"`
	StackTrace string `json:"stack_trace,omitempty"`
}

type connectorSpecification struct {
	ProtocolVersion         string          `json:"protocol_version"`
	DocumentationURL        string          `json:"documentationUrl,omitempty"`
	ChangelogURL            string          `json:"changelogUrl,omitempty"`
	ConnectionSpecification json.RawMessage `json:"connectionSpecification"`
}

type connectionStatus struct {
	Status  string `json:"status"`
	Message string `json:"message,omitempty"`
}

type catalog struct {
	Streams []Stream `json:"streams"`
}

type trace struct {
	Type         string        `json:"type"`
	EmittedAt    int64         `json:"emitted_at"`
	Error        *errorTrace   `json:"error,omitempty"`
	Estimate     *estimate     `json:"estimate,omitempty"`
	StreamStatus *streamStatus `json:"stream_status,omitempty"`
}

type errorTrace struct {
	Message         string            `json:"message"`
	InternalMessage string            `json:"internal_message,omitempty"`
	StackTrace      string            `json:"stack_trace,omitempty"`
	FailureType     FailureType       `json:"failure_type,omitempty"`
	Stream          *StreamDescriptor `json:"stream_descriptor,omitempty"`
}

type estimate struct {
	Name         string `json:"name"`
	Namespace    string `json:"namespace,omitempty"`
	Type         string `json:"type"`
	RowEstimate  int64  `json:"row_estimate"`
	ByteEstimate int64  `json:"byte_estimate"`
}

type streamStatus struct {
	Stream  StreamDescriptor `json:"stream_descriptor"`
	Status  StreamStatus     `json:"status"`
	Reasons []statusReason   `json:"reasons,omitempty"`
}

type statusReason struct {
	Type        string      `json:"type"`
	RateLimited rateLimited `json:"rate_limited"`
}

type rateLimited struct {
	QuotaReset int64 `json:"quota_reset"`
}
