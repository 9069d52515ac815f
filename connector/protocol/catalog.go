package protocol

import (
	"errors"
	"fmt"

	"source-ovhcloud-api/connector/internal/bom"
)

// ConfiguredCatalog is what a sync is asked to read, in the order in which it was written.
type ConfiguredCatalog struct {
	Streams []ConfiguredStream `json:"streams"`
	// Discovered tells that the streams were only discovered, and nobody has chosen among them.
	Discovered bool `json:"-"`
}

// ConfiguredStream is one selected stream. What the platform did not send is the zero value.
type ConfiguredStream struct {
	Stream   Stream   `json:"stream"`
	SyncMode SyncMode `json:"sync_mode"`
	// DestinationSyncMode is for the destination; a source has no use for it.
	DestinationSyncMode string     `json:"destination_sync_mode"`
	CursorField         []string   `json:"cursor_field,omitempty"`
	PrimaryKey          [][]string `json:"primary_key,omitempty"`
	// The three ids are nil when the platform does not count generations. The same GenerationID
	// and SyncID in two runs mean that the second is a retry of the first. An incremental sync has
	// no SyncID: PyAirbyte, which asks for one of every stream, numbers all of them 1.
	GenerationID        *int64 `json:"generation_id,omitempty"`
	MinimumGenerationID *int64 `json:"minimum_generation_id,omitempty"`
	SyncID              *int64 `json:"sync_id,omitempty"`
}

// ParseCatalog reads a configured catalog. Unknown keys, unknown enum values and nulls are
// accepted; an unknown sync mode is for the caller to refuse, who can read the other streams
// (see [SyncMode.Known]). What discover prints is taken for a catalog of all its streams, which is
// Discovered. Anything else that it cannot use is an [*InputError]: text that is not JSON, a value
// of another type, a stream without a name or named twice, and a document without streams, which is
// some other file.
func ParseCatalog(data []byte) (ConfiguredCatalog, error) {
	if streams, ok := discovered(bom.Trim(data)); ok {
		catalog := Configure(streams)
		catalog.Discovered = true
		return catalog, catalog.checkNames()
	}
	catalog, err := parseConfigured(data)
	if err != nil {
		return ConfiguredCatalog{}, err
	}
	return catalog, catalog.checkNames()
}

func parseConfigured(data []byte) (ConfiguredCatalog, error) {
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
	for i, stream := range document.Streams {
		if stream == nil {
			continue
		}
		if stream.Stream.Name == "" {
			return ConfiguredCatalog{}, &InputError{Err: fmt.Errorf(`streams[%d].stream.name is missing`, i)}
		}
		if stream.SyncMode == Incremental {
			stream.SyncID = nil
		}
		catalog.Streams = append(catalog.Streams, *stream)
	}
	return catalog, nil
}

// checkNames returns the error of a catalog that names a stream twice.
func (c ConfiguredCatalog) checkNames() error {
	seen := make(map[StreamDescriptor]bool, len(c.Streams))
	for _, s := range c.Streams {
		descriptor := s.Stream.Descriptor()
		if seen[descriptor] {
			return &InputError{Err: fmt.Errorf("stream %q is configured twice", descriptor)}
		}
		seen[descriptor] = true
	}
	return nil
}
