package connector

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/protocol"
)

// inMode selects streams in a sync mode.
func inMode(mode protocol.SyncMode, names ...string) []protocol.ConfiguredStream {
	streams := whole(names...)
	for i := range streams {
		streams[i].SyncMode = mode
	}
	return streams
}

// A mode that does not exist fails its stream, which reads nothing, and no other.
func TestReadRefusesAnUnknownSyncMode(t *testing.T) {
	for _, mode := range []protocol.SyncMode{"incremntal", "INCREMENTAL", "Full_Refresh", "INVALID", " incremental"} {
		t.Run(string(mode), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				catalog := append(inMode(mode, "me_bill_each"), whole("ip_each")...)
				o := runRead(t.Context(), t, inProcess("/me/bill/{billId}", "/ip/{ip}"), catalog, nil)
				if ExitCode(o.err) != 1 || !strings.HasPrefix(o.err.Error(), "1 of 2 streams failed") {
					t.Errorf("error: %v", o.err)
				}
				if diff := cmp.Diff([]string{"config_error", "INCOMPLETE"}, o.story("me_bill_each")); diff != "" {
					t.Error(diff)
				}
				want := []string{`me_bill_each: config_error: The catalog asks for the stream me_bill_each with the sync_mode "` + string(mode) +
					`", which does not exist; write "full_refresh" or "incremental".`}
				if diff := cmp.Diff(want, o.errors()); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(complete(5), o.story("ip_each")); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// A catalog that says nothing of the mode, as those written by hand do, asks for everything.
func TestReadWithoutASyncModeIsWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := runRead(t.Context(), t, inProcess("/ip/{ip}"), inMode("", "ip_each"), nil).succeeded(t)
		if diff := cmp.Diff(complete(5), o.story("ip_each")); diff != "" {
			t.Error(diff)
		}
		if warnings := o.logs("WARN"); len(warnings) > 0 {
			t.Errorf("%q", warnings)
		}
	})
}

// What cannot be read incrementally is read whole, with one line for all such streams.
func TestReadSaysWhatIsNotIncremental(t *testing.T) {
	for name, test := range map[string]struct {
		catalog []protocol.ConfiguredStream
		want    []string
	}{
		"two of three": {inMode(protocol.Incremental, "me_bill_each", "ip_each", "me"), []string{
			"the catalog asks for incremental syncs of streams that cannot be filtered by time; each sync reads them whole: ip_each, me"}},
		"none": {append(inMode(protocol.Incremental, "me_bill_each"), whole("ip_each", "me")...), nil},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := runRead(t.Context(), t, inProcess("/me/bill/{billId}", "/ip/{ip}", "/me"), test.catalog, nil).succeeded(t)
				if diff := cmp.Diff(test.want, o.logs("WARN")); diff != "" {
					t.Error(diff)
				}
				if n := len(o.records("ip_each")); n != 5 {
					t.Errorf("%d records", n)
				}
			})
		})
	}
}
