package connector

import (
	"fmt"
	"time"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/stream"
)

// horizonOf gives from where to where a form's streams are read: no further than
// to a time that has come by every clock.
func horizonOf(cfg *config.Config, clocks ovhapi.Clocks) stream.Horizon {
	return stream.Horizon{
		Start:    cfg.StartDate,
		Lookback: time.Duration(cfg.LookbackDays) * 24 * time.Hour,
		Now:      clocks.Earliest().UTC().Truncate(time.Second),
		Latest:   clocks.Latest().UTC(),
	}
}

// clockWarning says that clocks differ, empty if they do not. Which one is wrong
// nobody can tell.
func clockWarning(clocks ovhapi.Clocks) string {
	if clocks.Latest().Sub(clocks.Earliest()) <= ovhapi.ClockTolerance {
		return ""
	}
	return fmt.Sprintf("OVH's clock shows %s, this machine's %s; incremental syncs read up to %s only: synchronize this machine's clock, or look for a proxy that answers in OVH's place",
		clocks.OVH.UTC().Format(time.RFC3339), clocks.Machine.UTC().Format(time.RFC3339), clocks.Earliest().UTC().Format(time.RFC3339))
}
