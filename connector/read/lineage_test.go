package read

import (
	"encoding/json"
	"maps"
	"time"

	"source-ovhcloud-api/connector/state"
)

// lineage is a state together with what a destination has when it comes: what a
// read that begins with it may leave out, and nothing else.
type lineage struct {
	raw json.RawMessage
	// The read that wrote it: a full refresh or the sync of an interval.
	job         state.Job
	incremental bool
	done        bool
	began       time.Time // OVH's clock at its first attempt
	since       int       // the ledger's moves before its first attempt
	end         time.Time // of the interval
	// base is what the syncs before it have brought, up to cursor.
	base   map[string]bool
	cursor time.Time
	// read is what it has brought itself.
	read map[string]bool
}

// next tells what a read that is given the state, and the user's own upper bound, has to go on
// with: the same read, the next interval, or everything anew.
func (l lineage) next(s state.Sync, given time.Time, moves int) lineage {
	begun := lineage{job: s.Job, incremental: s.Incremental, began: s.Now, since: moves, end: s.Now, base: map[string]bool{}, read: map[string]bool{}}
	if !given.IsZero() && given.Before(s.Now) {
		begun.end = given
	}
	switch {
	case l.raw == nil, l.incremental != s.Incremental, !equal(l.job.GenerationID, s.GenerationID):
		return begun
	case l.done && !l.incremental && !sameJob(l.job, s.Job):
		return begun
	case l.done && l.incremental:
		begun.base, begun.cursor = union(l.base, l.read), l.end
		return begun
	case !l.done && !l.incremental && s.Now.Sub(l.began) > state.StaleAfter:
		return begun
	}
	l.job, l.read = s.Job, maps.Clone(l.read)
	return l
}

// at returns the lineage of a state that is written now.
func (l lineage) at(s state.State) lineage {
	l.raw, l.read, l.done = s.Encode(), maps.Clone(l.read), s.Finished()
	return l
}

func union(a, b map[string]bool) map[string]bool {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// sameJob reports whether both jobs are known, and one attempt is a retry of the other.
func sameJob(a, b state.Job) bool {
	return a.GenerationID != nil && a.SyncID != nil && equal(a.GenerationID, b.GenerationID) && equal(a.SyncID, b.SyncID)
}

func equal(a, b *int64) bool { return a == b || a != nil && b != nil && *a == *b }
