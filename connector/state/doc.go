// Package state says where a stream stands, across syncs and interruptions.
//
// A [State] is what is written into an Airbyte STATE. [Resume] decides, of one that comes back,
// where the next read of a plan begins, or why it cannot be used.
//
//	s, warning := state.Resume(raw, p, state.Sync{Incremental: true, Horizon: horizon})
//	p = p.Within(s.Interval, horizon)
//
// The package reads no clock and makes no call: what it has to know is given to it.
package state
