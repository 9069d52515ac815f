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
	r := resumption{Sync: sync, plan: p, incremental: sync.Incremental && p.Incremental != nil}
	if isEmptyState(raw) {
		return r.begin(State{}), ""
	}
	var s State
	if err := json.Unmarshal(raw, &s); err != nil || s.Fingerprint == "" || s.Complete && s.incremental() {
		return r.begin(State{}), "the state is not one of this connector's; reading everything anew"
	}
	if s.Complete && !r.incremental && !s.Job.equal(r.Job) {
		return r.begin(State{}), "" // the next refresh
	}
	if why := r.unfit(s); why != "" {
		return r.begin(State{}), why + "; reading everything anew"
	}
	return r.goOn(s)
}

// resumption is a read that may go on from the state of another.
type resumption struct {
	Sync

	plan        *plan.Plan
	incremental bool
}

// begin returns the state of a read that begins where another has ended: with its next interval, or
// at the beginning of a refresh.
func (r resumption) begin(ended State) State {
	s := State{Fingerprint: fingerprint(r.plan, ""), Owner: r.ownerBehind(ended), Job: r.Job, Started: r.Now.UTC().Truncate(time.Second)}
	if !r.incremental {
		return s
	}
	s.Cursor, s.Owed, s.Behind = ended.Cursor, ended.Owed, ended.Behind
	s.begin(r.plan.Next(r.Horizon, s.Cursor))
	return s
}

// goOn returns the state of a read that goes on where another stopped, if that is still worth it;
// else of one that begins where that had begun.
func (r resumption) goOn(s State) (State, string) {
	switch {
	case s.Complete:
	case r.incremental && r.Ahead(s.Cursor) > clocks.Tolerance:
		cursor, warning := s.mended(r.Horizon)
		s.Cursor = cursor
		return r.begin(s), warning
	case len(s.After) == 0 || r.incremental && s.Interval == nil:
		return r.begin(s), ""
	case !r.incremental && r.Now.Sub(s.Started) > StaleAfter:
		return r.begin(s), "the unfinished read that the state belongs to began over a week ago; beginning it anew"
	case r.incremental && r.Ahead(s.Interval.To) > 0:
		return r.begin(s), "the unfinished read that the state belongs to goes on into the future; beginning it anew"
	}
	s.Fingerprint, s.Owner, s.Job = fingerprint(r.plan, ""), r.ownerBehind(s), r.Job
	return s, ""
}

// ownerBehind returns whose the read is. Where OVH does not tell the account now, it is the one that
// it told before of the same credential.
func (r resumption) ownerBehind(s State) Owner {
	owner := r.hashed()
	if owner.Account == "" && owner.Credential == s.Credential {
		owner.Account = s.Account
	}
	return owner
}

// begin starts to read an interval, unless it ends before it begins.
func (s *State) begin(i plan.Interval) {
	s.Interval = &i
	if i.From.After(i.To) {
		*s = s.Finish()
	}
}

// unfit tells why a state says nothing about the read; empty if it does.
func (r resumption) unfit(s State) string {
	if why := s.ofAnother(r.plan, r.Owner); why != "" {
		return why
	}
	variables := r.plan.Variables()
	switch {
	case r.incremental && !s.incremental():
		return "the state is one of full refreshes"
	case !r.incremental && s.incremental():
		return "the state is one of incremental syncs"
	case slices.ContainsFunc(s.Owed, func(partition []string) bool { return !r.ofLevel(len(partition)) }),
		slices.ContainsFunc(s.Behind, func(b Behind) bool { return !r.ofLevel(len(b.Parent)) || b.To.IsZero() }),
		!s.Finished() && len(s.After) > 0 && len(s.After) != variables:
		return "the state does not fit the stream's placeholders"
	// Where no platform counts generations, there is but one.
	case !s.sameGeneration(r.Job) && (!r.incremental || s.GenerationID != nil && r.GenerationID != nil):
		return "the state belongs to another generation of the stream"
	}
	return ""
}

// ofLevel reports whether so many values are those of a partition, or of a parent.
func (r resumption) ofLevel(values int) bool {
	for at := range r.plan.Chain {
		if values == r.plan.VariablesBefore(at+1) {
			return true
		}
	}
	return false
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
