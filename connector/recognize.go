package connector

import (
	"bytes"
	"encoding/json"
	"slices"

	"source-ovhcloud-api/connector/internal/bom"
)

// fileKind is what a JSON file of this connector is, in words for whoever has given another one.
type fileKind string

const (
	unknownFile       fileKind = ""
	configurationFile fileKind = "a configuration (region, credentials, endpoints)"
	catalogFile       fileKind = "a catalog (streams)"
	stateFile         fileKind = "the states of a read"
	messagesFile      fileKind = "the output of a command (messages)"
)

// document is what tells the files apart. What has another type is left empty.
type document struct {
	Type, Region string
	Credentials  map[string]any
	Endpoints    []any
	Streams      []struct {
		Stream struct{ Name string }
	}
	Stream struct {
		Descriptor struct{ Name string } `json:"stream_descriptor"`
	}
}

// recognize returns what a file is by its first value. It is sure of what it says: no platform has a
// form, a catalog or a state that looks like another of them.
func recognize(data []byte) fileKind {
	var value json.RawMessage
	if json.NewDecoder(bytes.NewReader(bom.Trim(data))).Decode(&value) != nil {
		return unknownFile
	}
	var list []json.RawMessage
	if json.Unmarshal(value, &list) == nil && len(list) > 0 {
		value = list[0]
	}
	var d document
	_ = json.Unmarshal(value, &d) // what it is not stays empty
	switch {
	case d.Type == "STATE" || d.Stream.Descriptor.Name != "":
		return stateFile
	case d.Type == "CATALOG" || len(d.Streams) > 0 && d.Streams[0].Stream.Name != "":
		return catalogFile
	case slices.Contains([]string{"CONNECTION_STATUS", "CONTROL", "LOG", "RECORD", "SPEC", "TRACE"}, d.Type):
		return messagesFile
	case len(d.Credentials) > 0 && (d.Region != "" || d.Endpoints != nil):
		return configurationFile
	}
	return unknownFile
}
