package protocol

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
)

// Configure returns the catalog that selects all of these streams, each incrementally where it can
// be read so.
func Configure(streams []Stream) ConfiguredCatalog {
	catalog := ConfiguredCatalog{Streams: make([]ConfiguredStream, 0, len(streams))}
	for _, s := range streams {
		c := ConfiguredStream{
			Stream:              s,
			SyncMode:            FullRefresh,
			DestinationSyncMode: "overwrite",
			CursorField:         s.DefaultCursorField,
			PrimaryKey:          s.SourceDefinedPrimaryKey,
		}
		if slices.Contains(s.SupportedSyncModes, Incremental) {
			c.SyncMode, c.DestinationSyncMode = Incremental, "append_dedup"
			if len(c.PrimaryKey) == 0 {
				c.DestinationSyncMode = "append"
			}
		}
		catalog.Streams = append(catalog.Streams, c)
	}
	return catalog
}

// Whole returns the catalog with each of its streams read whole.
func (c ConfiguredCatalog) Whole() ConfiguredCatalog {
	whole := ConfiguredCatalog{Streams: slices.Clone(c.Streams)}
	for i := range whole.Streams {
		whole.Streams[i].SyncMode, whole.Streams[i].DestinationSyncMode = FullRefresh, "overwrite"
	}
	return whole
}

// JSON returns the catalog as [ParseCatalog] reads it, laid out for a person who takes columns
// away.
func (c ConfiguredCatalog) JSON() ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(c)
	return text.Bytes(), err
}

// discovered returns the streams of what discover prints: of its catalog, with or without the
// message around it and the messages before it. It returns false for anything else.
func discovered(data []byte) (streams []Stream, ok bool) {
	type listed struct {
		Stream
		Configured json.RawMessage `json:"stream"`
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	for {
		var document struct {
			Streams []listed
			Catalog *struct{ Streams []listed }
		}
		if err := decoder.Decode(&document); err != nil {
			return streams, ok && errors.Is(err, io.EOF)
		}
		if document.Catalog != nil {
			document.Streams = document.Catalog.Streams
		}
		if len(document.Streams) == 0 {
			continue // a message of another type
		}
		other := func(s listed) bool { return s.Name == "" || s.Configured != nil }
		if ok || slices.ContainsFunc(document.Streams, other) {
			return nil, false
		}
		for _, s := range document.Streams {
			streams = append(streams, s.Stream)
		}
		ok = true
	}
}
