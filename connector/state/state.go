package state

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"source-ovhcloud-api/connector/internal/plainjson"
	"source-ovhcloud-api/connector/plan"
)

// StaleAfter is how old an unfinished refresh may be and still go on: what it
// has read before would by then be older than any schedule of a sync. An interval is frozen and
// does not grow stale, however long it takes to read: what changes or comes late is the next one's.
const StaleAfter = 7 * 24 * time.Hour

// Job identifies the platform's job that a read belongs to: a retry has the
// ids of the attempt before it. Both are nil where the platform counts none.
type Job struct {
	GenerationID *int64 `json:"generation_id,omitempty"`
	SyncID       *int64 `json:"sync_id,omitempty"`
}

// State is where a stream stands, as it is written into an Airbyte STATE.
type State struct {
	// Fingerprint is a hash of [plan.Plan.Definition]: a state of other partitions means nothing.
	Fingerprint string `json:"fingerprint"`
	// Owner is hashed. States of version 0.2 and before have none: their fingerprint covers the
	// credential.
	Owner
	Job
	// Started is when the refresh, or the first sync of the interval, began.
	Started time.Time `json:"started"`
	// Interval is what an incremental sync reads; nil in a full refresh, and
	// when the interval has been read.
	Interval *plan.Interval `json:"interval,omitempty"`
	// After is the last partition that was read whole, while the read goes on.
	After []string `json:"after,omitempty"`
	// Cursor is the end of the last interval that was read whole; zero in a full
	// refresh, and before the first is.
	Cursor time.Time `json:"cursor,omitzero"`
	// Complete tells that the full refresh is done.
	Complete bool `json:"complete,omitempty"`
	// Written is when the state was written, by the clock of the machine; zero in
	// states that others made, and in those of earlier versions.
	Written time.Time `json:"written_at,omitzero"`
	// Owed are the partitions of intervals before the cursor that OVH failed at, or those before
	// After in a full refresh that goes on, to be asked for again; one with the values of a parent
	// only stands for all below it.
	Owed [][]string `json:"owed,omitempty"`
	// Behind are parents below which intervals before the cursor are not read, because OVH failed at
	// the list that is filtered, or at one above it.
	Behind []Behind `json:"behind,omitempty"`
	// Lacking tells that the interval has more that OVH failed at than Owed and Behind can say.
	Lacking bool `json:"lacking,omitempty"`
}

// Finished tells that nothing is left to read.
func (s State) Finished() bool { return s.Complete || s.incremental() && s.Interval == nil }

// Finish returns the state of a read that has come to its end.
func (s State) Finish() State {
	s.After = nil
	if s.Interval == nil {
		if s.Complete = !s.incremental(); s.Complete {
			s.Owed = nil
		}
		return s
	}
	if s.Lacking {
		return s
	}
	// A cursor ahead of the interval's end stays: what it covers has been read.
	if s.Interval.To.After(s.Cursor) {
		s.Cursor = s.Interval.To
	}
	s.Interval = nil
	return s
}

// Anew returns the state of a read that ended before its end, for the next one to begin anew. What
// intervals owe that were read before stays owed.
func (s State) Anew() State {
	s.After = nil
	if s.Interval == nil {
		s.Owed = nil
	}
	return s
}

func (s State) incremental() bool { return s.Interval != nil || !s.Cursor.IsZero() }

// WrittenAt returns the state as it is written at a time. One whose cursor lies
// ahead without a word on when it was written is not ours, and must not come to look so.
func (s State) WrittenAt(now time.Time) State {
	if s.Written.IsZero() && s.Cursor.After(now) {
		return s
	}
	s.Written = now.UTC().Truncate(time.Second)
	return s
}

// Encode returns the state as JSON.
func (s State) Encode() json.RawMessage {
	raw, err := plainjson.Encode(s)
	if err != nil {
		panic(fmt.Sprintf("a state of strings, numbers and times is always JSON: %v", err))
	}
	return raw
}

// isEmptyState recognises the ways in which clients say that there is no state.
func isEmptyState(raw json.RawMessage) bool {
	trimmed := string(bytes.TrimSpace(raw))
	return slices.Contains([]string{"", "null", "{}"}, trimmed)
}

// equal reports whether both are known and the same.
func (j Job) equal(other Job) bool {
	return j.GenerationID != nil && j.SyncID != nil && j.sameGeneration(other) && equalID(j.SyncID, other.SyncID)
}

func (j Job) sameGeneration(other Job) bool { return equalID(j.GenerationID, other.GenerationID) }

func equalID(a, b *int64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// fingerprint identifies what defines a stream's partitions and records. The credential is empty
// but for states without an owner.
func fingerprint(p *plan.Plan, credential string) string {
	raw, err := plainjson.Encode(slices.Concat([]any{credential}, p.Definition()))
	if err != nil {
		panic(fmt.Sprintf("a definition of strings and numbers is always JSON: %v", err))
	}
	return hash(string(raw))
}
