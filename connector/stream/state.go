package stream

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// staleAfter is how old an unfinished refresh may be and still go on: what it
// has read before would by then be older than any schedule of a sync.
const staleAfter = 7 * 24 * time.Hour

// Job identifies the platform's job that a read belongs to: a retry has the
// ids of the attempt before it. Both are nil where the platform counts none.
type Job struct {
	GenerationID *int64 `json:"generation_id,omitempty"`
	SyncID       *int64 `json:"sync_id,omitempty"`
}

// State is where a stream stands, as it is written into an Airbyte STATE.
type State struct {
	// Fingerprint is [Plan.Fingerprint]: a state of other partitions means nothing.
	Fingerprint string `json:"fingerprint"`
	Job
	// Started is when the refresh began.
	Started time.Time `json:"started"`
	// After is the last partition that was read whole, while the refresh goes on.
	After []string `json:"after,omitempty"`
	// Complete tells that the refresh is done.
	Complete bool `json:"complete,omitempty"`
}

// Encode gives the state as JSON.
func (s State) Encode() json.RawMessage {
	raw, err := encode(s)
	if err != nil {
		panic(fmt.Sprintf("a state of strings, numbers and times is always JSON: %v", err))
	}
	return raw
}

// Resume gives the state from which a read of the plan goes on, and a warning
// if the given one (nil for none) cannot be used. account tells the API and the
// identity in use from others. A refresh that the same job
// has finished before comes back Complete: nothing is left to read.
func Resume(raw json.RawMessage, p *Plan, account string, job Job, now time.Time) (State, string) {
	fresh := State{Fingerprint: p.Fingerprint(account), Job: job, Started: now.UTC().Truncate(time.Second)}
	if isEmptyState(raw) {
		return fresh, ""
	}
	var s State
	if err := json.Unmarshal(raw, &s); err != nil || s.Fingerprint == "" {
		return fresh, "the state is not one of this connector's; reading everything anew"
	}
	switch {
	case s.Complete && (job.GenerationID == nil || job.SyncID == nil || !s.Job.equal(job)):
		return fresh, ""
	case s.Fingerprint != fresh.Fingerprint:
		return fresh, "the stream's configuration has changed since the state was written; reading everything anew"
	case s.Complete:
		return s, ""
	case !equalID(s.GenerationID, job.GenerationID):
		return fresh, "the state belongs to another generation of the stream; reading everything anew"
	case len(s.After) != p.variables():
		return fresh, "the state does not fit the stream's placeholders; reading everything anew"
	case now.Sub(s.Started) > staleAfter:
		return fresh, "the unfinished read that the state belongs to began over a week ago; reading everything anew"
	}
	s.Job = job
	return s, ""
}

// isEmptyState recognises the ways in which clients say that there is no state.
func isEmptyState(raw json.RawMessage) bool {
	trimmed := string(bytes.TrimSpace(raw))
	return slices.Contains([]string{"", "null", "{}"}, trimmed)
}

func (j Job) equal(other Job) bool {
	return equalID(j.GenerationID, other.GenerationID) && equalID(j.SyncID, other.SyncID)
}

func equalID(a, b *int64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func (p *Plan) variables() int {
	n := 0
	for _, level := range p.Chain {
		n += len(level.Binds)
	}
	return n
}

// Fingerprint identifies what defines the stream's partitions and records:
// whose they are, its calls with their filters, the fixed values, the key.
func (p *Plan) Fingerprint(account string) string {
	definition := []any{account}
	for _, level := range p.Chain {
		definition = append(definition, level.Values, level.Binds)
		if level.Call != nil {
			definition = append(definition, level.Call.String())
		}
	}
	definition = append(definition, p.Call.String(), p.Endpoint.RecordPath, p.Endpoint.Fields, p.Key)
	raw, err := encode(definition)
	if err != nil {
		panic(fmt.Sprintf("a definition of strings and numbers is always JSON: %v", err))
	}
	sum := sha256.Sum256(raw)
	// 64 bits tell the versions of one stream's configuration apart; it is no
	// defence against anyone.
	return hex.EncodeToString(sum[:8])
}
