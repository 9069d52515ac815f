package protocol

import "encoding/json"

// SyncMode says how a stream is read. A catalog may have any other value, or none: see
// [SyncMode.Known].
type SyncMode string

const (
	FullRefresh SyncMode = "full_refresh"
	Incremental SyncMode = "incremental"
)

// Known reports whether a source can tell what is meant: one of the constants, or nothing at all,
// which is a full refresh. Anything else is a slip, or newer than this package; to read it as a
// full refresh would be a guess that costs the whole history at each sync.
func (m SyncMode) Known() bool { return m == "" || m == FullRefresh || m == Incremental }

// StreamDescriptor identifies a stream within one source. It is comparable.
type StreamDescriptor struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace,omitempty"`
}

// String returns the name, behind its namespace and a dot if it has one.
func (d StreamDescriptor) String() string {
	if d.Namespace == "" {
		return d.Name
	}
	return d.Namespace + "." + d.Name
}

// Stream describes what a source offers under one name. Keys and cursors are paths: a list of
// property names from the record's root inwards.
type Stream struct {
	Name      string `json:"name"`
	Namespace string `json:"namespace,omitempty"`
	// JSONSchema is a JSON Schema object. In a configured catalog the platform leaves only the
	// selected columns in its "properties".
	JSONSchema json.RawMessage `json:"json_schema"`
	// SupportedSyncModes must not be empty in a catalog that is written.
	SupportedSyncModes []SyncMode `json:"supported_sync_modes"`
	// SourceDefinedCursor must be set whenever IsResumable is.
	SourceDefinedCursor     bool       `json:"source_defined_cursor,omitempty"`
	DefaultCursorField      []string   `json:"default_cursor_field,omitempty"`
	SourceDefinedPrimaryKey [][]string `json:"source_defined_primary_key,omitempty"`
	IsResumable             bool       `json:"is_resumable,omitempty"`
}

// Descriptor returns what identifies the stream.
func (s Stream) Descriptor() StreamDescriptor {
	return StreamDescriptor{Name: s.Name, Namespace: s.Namespace}
}
