package protocol_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/protocol"
)

// What discover prints is a catalog of all streams, however much of it is given.
func TestParseCatalogOfWhatWasDiscovered(t *testing.T) {
	const streams = `{"streams":[
		{"name":"bills","json_schema":{},"supported_sync_modes":["full_refresh","incremental"],"default_cursor_field":["date"],"source_defined_primary_key":[["billId"]]},
		{"name":"usage","json_schema":{},"supported_sync_modes":["full_refresh","incremental"]},
		{"name":"me","json_schema":{},"supported_sync_modes":["full_refresh"],"source_defined_primary_key":null}]}`
	want := []protocol.ConfiguredStream{
		{SyncMode: protocol.Incremental, DestinationSyncMode: "append_dedup", CursorField: []string{"date"}, PrimaryKey: [][]string{{"billId"}}},
		{SyncMode: protocol.Incremental, DestinationSyncMode: "append"},
		{SyncMode: protocol.FullRefresh, DestinationSyncMode: "overwrite"},
	}
	for name, printed := range map[string]string{
		"the catalog alone": streams,
		"its message":       `{"type":"CATALOG","catalog":` + streams + `}`,
		"all of the output": "\ufeff" + `{"type":"LOG","log":{"level":"WARN","message":"odd"}}` + "\n" + `{"type":"CATALOG","catalog":` + streams + "}\n",
	} {
		catalog, err := protocol.ParseCatalog([]byte(printed))
		if err != nil || !catalog.Discovered {
			t.Errorf("%s: %v, discovered %t", name, err, catalog.Discovered)
		}
		for i := range catalog.Streams {
			catalog.Streams[i].Stream = protocol.Stream{}
		}
		if diff := cmp.Diff(want, catalog.Streams); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// A catalog that was printed comes back as it was.
func TestCatalogsAreReadAsTheyAreWritten(t *testing.T) {
	want := protocol.Configure([]protocol.Stream{{
		Name: "bills", JSONSchema: json.RawMessage(`{"<": 1}`), DefaultCursorField: []string{"date"},
		SupportedSyncModes: []protocol.SyncMode{protocol.FullRefresh, protocol.Incremental},
	}})
	for _, catalog := range []protocol.ConfiguredCatalog{want, want.Whole(), protocol.Configure(nil)} {
		text, err := catalog.JSON()
		check(t, err)
		got, err := protocol.ParseCatalog(text)
		check(t, err)
		compact := cmp.Transformer("compact", func(raw json.RawMessage) string {
			var value any
			check(t, json.Unmarshal(raw, &value))
			text, err := json.Marshal(value)
			check(t, err)
			return string(text)
		})
		if diff := cmp.Diff(catalog, got, compact); diff != "" {
			t.Error(diff)
		}
	}
	if whole := want.Whole().Streams[0]; whole.SyncMode != protocol.FullRefresh || whole.DestinationSyncMode != "overwrite" || want.Streams[0].SyncMode != protocol.Incremental {
		t.Errorf("%+v, of %+v", whole, want.Streams[0])
	}
}
