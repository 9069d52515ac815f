package protocol_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/protocol"
)

func TestParseCatalog(t *testing.T) {
	tests := []struct {
		name, input string
		want        []protocol.ConfiguredStream
	}{
		{name: "no streams", input: `{"streams":[]}`, want: []protocol.ConfiguredStream{}},
		{
			name: "everything",
			input: `{"streams":[{"stream":{"name":"bills","namespace":"eu","json_schema":{"properties":{"n":{"maximum":18446744073709551616}}},
				"supported_sync_modes":["full_refresh","incremental"],"source_defined_cursor":true,"default_cursor_field":["date"],
				"source_defined_primary_key":[["billId"]],"is_resumable":true},
				"sync_mode":"full_refresh","destination_sync_mode":"append_dedup","cursor_field":["date"],"primary_key":[["billId"]],
				"generation_id":3,"minimum_generation_id":0,"sync_id":7}]}`,
			want: []protocol.ConfiguredStream{{
				Stream: protocol.Stream{
					Name: "bills", Namespace: "eu",
					JSONSchema:              json.RawMessage(`{"properties":{"n":{"maximum":18446744073709551616}}}`),
					SupportedSyncModes:      []protocol.SyncMode{protocol.FullRefresh, protocol.Incremental},
					SourceDefinedCursor:     true,
					DefaultCursorField:      []string{"date"},
					SourceDefinedPrimaryKey: [][]string{{"billId"}},
					IsResumable:             true,
				},
				SyncMode: protocol.FullRefresh, DestinationSyncMode: "append_dedup",
				CursorField: []string{"date"}, PrimaryKey: [][]string{{"billId"}},
				GenerationID: new(int64(3)), MinimumGenerationID: new(int64(0)), SyncID: new(int64(7)),
			}},
		},
		{
			// PyAirbyte gives these ids to all of its syncs.
			name: "an incremental sync is nobody's retry",
			input: `{"streams":[{"stream":{"name":"s","json_schema":{}},"sync_mode":"incremental","destination_sync_mode":"overwrite",
				"generation_id":1,"minimum_generation_id":1,"sync_id":1}]}`,
			want: []protocol.ConfiguredStream{{
				Stream:   protocol.Stream{Name: "s", JSONSchema: json.RawMessage(`{}`)},
				SyncMode: protocol.Incremental, DestinationSyncMode: "overwrite",
				GenerationID: new(int64(1)), MinimumGenerationID: new(int64(1)),
			}},
		},
		{
			name: "unknown values and keys are kept or left out",
			input: `{"new":1,"streams":[{"stream":{"name":"s","json_schema":{},"supported_sync_modes":["sometimes"],"is_file_based":false},
				"sync_mode":"INVALID","destination_sync_mode":"INVALID","include_files":false}]}`,
			want: []protocol.ConfiguredStream{{
				Stream:   protocol.Stream{Name: "s", JSONSchema: json.RawMessage(`{}`), SupportedSyncModes: []protocol.SyncMode{"sometimes"}},
				SyncMode: "INVALID", DestinationSyncMode: "INVALID",
			}},
		},
		{
			name: "nulls",
			input: `{"streams":[null,{"stream":{"name":"s","namespace":null,"json_schema":{},"supported_sync_modes":null,"source_defined_cursor":null,
				"default_cursor_field":null,"source_defined_primary_key":null,"is_resumable":null},"sync_mode":null,"destination_sync_mode":null,
				"cursor_field":null,"primary_key":null,"generation_id":null,"minimum_generation_id":null,"sync_id":null}]}`,
			want: []protocol.ConfiguredStream{{Stream: protocol.Stream{Name: "s", JSONSchema: json.RawMessage(`{}`)}}},
		},
		{
			name:  "a name in two namespaces, behind a byte order mark",
			input: "\ufeff" + `{"streams":[{"stream":{"name":"s","namespace":"a"}},{"stream":{"name":"s","namespace":"b"}}]}`,
			want: []protocol.ConfiguredStream{
				{Stream: protocol.Stream{Name: "s", Namespace: "a"}},
				{Stream: protocol.Stream{Name: "s", Namespace: "b"}},
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			catalog, err := protocol.ParseCatalog([]byte(test.input))
			check(t, err)
			if diff := cmp.Diff(test.want, catalog.Streams); diff != "" {
				t.Errorf("streams (-want +got):\n%s", diff)
			}
		})
	}
}

func TestKnownSyncModes(t *testing.T) {
	for mode, want := range map[protocol.SyncMode]bool{
		protocol.FullRefresh: true, protocol.Incremental: true, "": true,
		"incremntal": false, "INCREMENTAL": false, "Full_refresh": false, " ": false, "null": false, "INVALID": false,
	} {
		if mode.Known() != want {
			t.Errorf("%q is known: %t", mode, !want)
		}
	}
}

func FuzzParseCatalog(f *testing.F) {
	for _, seed := range []string{
		``, `null`, `{"streams":[]}`, `{"streams":[null]}`, `{"streams":{}}`, `[`, "{\"streams\":\n[{\"stream\":5}]}",
		`{"streams":[{"stream":{"name":"a","json_schema":{}},"sync_mode":"incremental","generation_id":1}]}`,
		`{"streams":[{"stream":{"name":"a"}},{"stream":{"name":"a"}}]}`, "\ufeff{}", `{"streams":[{"sync_id":1e30}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		catalog, err := protocol.ParseCatalog(data)
		if err != nil {
			checkInputError(t, data, err)
			return
		}
		seen := map[protocol.StreamDescriptor]bool{}
		for _, stream := range catalog.Streams {
			descriptor := stream.Stream.Descriptor()
			if descriptor.Name == "" || seen[descriptor] {
				t.Errorf("stream %q has no name of its own", descriptor)
			}
			seen[descriptor] = true
		}
	})
}
