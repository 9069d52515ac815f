package protocol

import (
	"errors"
	"fmt"
)

// ConfiguredCatalog is what a sync is asked to read, in the order in which it was written.
type ConfiguredCatalog struct {
	Streams []ConfiguredStream
}

// ConfiguredStream is one selected stream. What the platform did not send is the zero value.
type ConfiguredStream struct {
	Stream   Stream   `json:"stream"`
	SyncMode SyncMode `json:"sync_mode"`
	// DestinationSyncMode is for the destination; a source only passes it on to logs.
	DestinationSyncMode string     `json:"destination_sync_mode"`
	CursorField         []string   `json:"cursor_field"`
	PrimaryKey          [][]string `json:"primary_key"`
	// The three ids are nil when the platform does not count generations. The same GenerationID
	// and SyncID in two runs mean that the second is a retry of the first. An incremental sync has
	// no SyncID: PyAirbyte, which asks for one of every stream, numbers all of them 1.
	GenerationID        *int64 `json:"generation_id"`
	MinimumGenerationID *int64 `json:"minimum_generation_id"`
	SyncID              *int64 `json:"sync_id"`
}

// ParseCatalog reads a configured catalog. Unknown keys, unknown enum values and nulls are
// accepted; an unknown sync mode is for the caller to refuse, who can read the other streams
// (see [SyncMode.Known]). Anything else that it cannot use is an [*InputError]: text that is not
// JSON, a value of another type, a stream without a name or named twice, and a document without
// streams, which is some other file.
func ParseCatalog(data []byte) (ConfiguredCatalog, error) {
	var document struct {
		// Pointers tell a null from a stream, and an empty list from none.
		Streams []*ConfiguredStream `json:"streams"`
	}
	if err := unmarshal(data, &document); err != nil {
		return ConfiguredCatalog{}, err
	}
	if document.Streams == nil {
		return ConfiguredCatalog{}, &InputError{Err: errors.New(`the "streams" of a configured catalog are missing`)}
	}

	catalog := ConfiguredCatalog{Streams: make([]ConfiguredStream, 0, len(document.Streams))}
	seen := make(map[StreamDescriptor]bool, len(document.Streams))
	for i, stream := range document.Streams {
		if stream == nil {
			continue
		}
		descriptor := stream.Stream.Descriptor()
		if descriptor.Name == "" {
			return ConfiguredCatalog{}, &InputError{Err: fmt.Errorf(
				`streams[%d].stream.name is missing; what discover prints is not yet a configured catalog`, i)}
		}
		if seen[descriptor] {
			return ConfiguredCatalog{}, &InputError{Err: fmt.Errorf("stream %q is configured twice", descriptor)}
		}
		seen[descriptor] = true
		if stream.SyncMode == Incremental {
			stream.SyncID = nil
		}
		catalog.Streams = append(catalog.Streams, *stream)
	}
	return catalog, nil
}
