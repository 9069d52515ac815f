// Package clocks knows what time it may be where several clocks tell it and each may be wrong.
package clocks

import (
	"fmt"
	"slices"
	"time"
)

// Tolerance is by how much clocks may differ before that is worth a word: one that nobody sets
// drifts by seconds a day.
const Tolerance = 5 * time.Minute

// Clocks are what the clocks that could tell the time of OVH's items show at one moment. Each of
// them may be wrong: this machine's, OVH's, and through a proxy or a cache the answers that tell
// OVH's.
type Clocks struct {
	// Machine is this machine's.
	Machine time.Time
	// OVH is that of GET /auth/time, which signatures carry; zero where OVH has not been asked.
	OVH time.Time
	// Server is the Date header of that answer; zero where it had none.
	Server time.Time
}

// Earliest returns a time that has come by every clock. Whoever reads up to it misses nothing for
// good: what is later is left to the next read, whereas a read up to a time that has not come would
// pass over what is yet to happen.
func (c Clocks) Earliest() time.Time { return slices.MinFunc(c.known(), time.Time.Compare) }

// Latest returns a time after which, by every clock, lies the future.
func (c Clocks) Latest() time.Time { return slices.MaxFunc(c.known(), time.Time.Compare) }

func (c Clocks) known() []time.Time {
	return slices.DeleteFunc([]time.Time{c.Machine, c.OVH, c.Server}, time.Time.IsZero)
}

// Warning says that the clocks differ, empty if they do not. Which one is wrong nobody can tell.
func (c Clocks) Warning() string {
	if c.Latest().Sub(c.Earliest()) <= Tolerance {
		return ""
	}
	return fmt.Sprintf("OVH's clock shows %s, this machine's %s; incremental syncs read up to %s only: synchronize this machine's clock, or look for a proxy that answers in OVH's place",
		c.OVH.UTC().Format(time.RFC3339), c.Machine.UTC().Format(time.RFC3339), c.Earliest().UTC().Format(time.RFC3339))
}
