package sync

import (
	"fmt"
	"strings"

	"source-ovhcloud-api/connector/protocol"
)

// ModeError is a stream that the catalog wants read in a way that does not exist.
type ModeError struct {
	Stream string
	Mode   protocol.SyncMode
}

func (e *ModeError) Error() string {
	return fmt.Sprintf(`the catalog asks for the stream %s with the sync_mode %q, which does not exist; write "full_refresh" or "incremental".`, e.Stream, e.Mode)
}

// wholeInstead says which streams the catalog asks for incrementally although they can only be
// read whole; empty if there are none. It is one line however many there are: PyAirbyte asks so
// for every stream.
func wholeInstead(syncs []*stream) string {
	var names []string
	for _, s := range syncs {
		if s.plan != nil && s.configured.SyncMode == protocol.Incremental && !s.incremental() {
			names = append(names, s.plan.Name())
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "the catalog asks for incremental syncs of streams that cannot be filtered by time; each sync reads them whole: " + strings.Join(names, ", ")
}
