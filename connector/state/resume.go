package state

import (
	"encoding/json"
	"slices"
	"time"

	"source-ovhcloud-api/connector/internal/clocks"
	"source-ovhcloud-api/connector/plan"
)

// Sync is what the next read of a stream is asked for.
type Sync struct {
	Owner
	Job
	// Incremental asks for one interval, where the plan can be read so.
	Incremental bool
	plan.Horizon
}

// Resume returns the state from which a read of the plan goes on, and a warning
// if the given one (nil for none) cannot be used. It comes back Finished where
// nothing is left to read: the same job has finished a full refresh before, or
// the next interval would begin after its end.
func Resume(raw json.RawMessage, p *plan.Plan, sync Sync) (State, string) {
	incremental := sync.Incremental && p.Incremental != nil
	fresh := func(cursor time.Time) State {
		s := State{Fingerprint: fingerprint(p, ""), Owner: sync.hashed(), Job: sync.Job, Started: sync.Now.UTC().Truncate(time.Second), Cursor: cursor}
		if incremental {
			s.begin(p.Next(sync.Horizon, cursor))
		}
		return s
	}
	if isEmptyState(raw) {
		return fresh(time.Time{}), ""
	}
	var s State
	if err := json.Unmarshal(raw, &s); err != nil || s.Fingerprint == "" || s.Complete && s.incremental() {
		return fresh(time.Time{}), "the state is not one of this connector's; reading everything anew"
	}
	if s.Complete && !incremental && !s.Job.equal(sync.Job) {
		return fresh(time.Time{}), ""
	}
	if why := s.unfit(p, sync.Owner, incremental); why != "" {
		return fresh(time.Time{}), why + "; reading everything anew"
	}
	s.Fingerprint, s.Owner = fingerprint(p, ""), sync.hashed()
	// Where no platform counts generations, there is but one.
	if !s.sameGeneration(sync.Job) && (!incremental || s.GenerationID != nil && sync.GenerationID != nil) {
		return fresh(time.Time{}), "the state belongs to another generation of the stream; reading everything anew"
	}
	next := func() State {
		begun := fresh(s.Cursor)
		if incremental {
			begun.Owed = s.Owed
		}
		return begun
	}
	switch {
	case s.Complete:
		return s, ""
	case incremental && sync.Ahead(s.Cursor) > clocks.Tolerance:
		cursor, warning := s.mended(sync.Horizon)
		mended := fresh(cursor)
		mended.Owed = s.Owed
		return mended, warning
	case len(s.After) == 0 || incremental && s.Interval == nil:
		return next(), ""
	case sync.Now.Sub(s.Started) > StaleAfter:
		return next(), "the unfinished read that the state belongs to began over a week ago; beginning it anew"
	case incremental && sync.Ahead(s.Interval.To) > 0:
		return next(), "the unfinished read that the state belongs to goes on into the future; beginning it anew"
	}
	s.Job = sync.Job
	return s, ""
}

// begin starts to read an interval, unless it ends before it begins.
func (s *State) begin(i plan.Interval) {
	s.Interval = &i
	if i.From.After(i.To) {
		*s = s.Finish()
	}
}

// unfit tells why a state says nothing about a read of the plan; empty if it does.
func (s State) unfit(p *plan.Plan, owner Owner, incremental bool) string {
	if why := s.ofAnother(p, owner); why != "" {
		return why
	}
	switch {
	case incremental && !s.incremental():
		return "the state is one of full refreshes"
	case !incremental && s.incremental():
		return "the state is one of incremental syncs"
	case slices.ContainsFunc(s.Owed, func(partition []string) bool { return len(partition) == 0 || len(partition) > p.Variables() }):
		return "the state does not fit the stream's placeholders"
	case !s.Finished() && len(s.After) > 0 && len(s.After) != p.Variables():
		return "the state does not fit the stream's placeholders"
	}
	return ""
}

// ofAnother tells why a state is of another stream, or of another account's; empty if it is not.
func (s State) ofAnother(p *plan.Plan, owner Owner) string {
	switch {
	case s.Owner == Owner{} && s.Fingerprint != fingerprint(p, owner.Credential):
		return "the stream's configuration or the credentials have changed since the state was written"
	case s.Owner == Owner{}:
		return ""
	case s.Fingerprint != fingerprint(p, ""):
		return "the stream's configuration has changed since the state was written"
	}
	return s.foreign(owner.hashed())
}
