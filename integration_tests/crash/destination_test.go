package crash_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"testing"
	"time"
)

// checkpointRecords is how many records of a stream come between two states at most, and those of
// the partition that they end in; README promises it. That a state also comes every half a minute
// is tested in connector, with virtual time.
const checkpointRecords = 10_000

// stream is one of a round.
type stream struct {
	name, path  string
	incremental bool
	// newParentsOnly is the form's.
	newParentsOnly bool
	// partition is how many records one call's answer has at most; 0 for a stream of one call,
	// which has no states before its end.
	partition int
}

// destination is what a platform has of one stream: records by the state that covers them.
type destination struct {
	stream
	state json.RawMessage
	// covered is what the sync under way has brought before the state, earlier what the syncs
	// before it have, up to cursor. tail came after the state.
	covered, earlier map[string]bool
	cursor           time.Time
	tail             []string
	// lost is what came after the last state of an attempt that was killed.
	lost map[string]bool
	// owed are the bills that the state which the attempt began with asks for once more, or for whose
	// details it does, whatever has come.
	owed     map[string]bool
	complete bool
	lookback time.Duration

	// attempt counts what came in the attempt under way.
	attempt struct{ records, states int }

	records, repeated, overlapping, longest int
}

func newDestination(s stream, lookback time.Duration) *destination {
	return &destination{stream: s, lookback: lookback, covered: map[string]bool{}, earlier: map[string]bool{}, lost: map[string]bool{}}
}

// position is what a state says, as far as a platform's engineer would look into it.
type position struct {
	Interval *struct{ From, To time.Time }
	Cursor   time.Time
	Complete bool
	Owed     [][]string
}

func (d *destination) position() (p position, err error) {
	if d.state == nil {
		return p, nil
	}
	return p, json.Unmarshal(d.state, &p)
}

// begin prepares for an attempt. anew tells that a refresh that is complete is not the platform's
// own job, so that the next one is begun.
func (d *destination) begin(anew bool) error {
	p, err := d.position()
	if err != nil {
		return err
	}
	d.complete = false
	d.owed = map[string]bool{}
	for _, partition := range p.Owed {
		d.owed[partition[0]] = true
	}
	d.attempt.records, d.attempt.states = 0, 0
	switch {
	case p.Complete && anew:
		d.covered, d.lost = map[string]bool{}, map[string]bool{}
	case p.Interval == nil && !p.Cursor.IsZero():
		maps.Copy(d.earlier, d.covered)
		d.covered, d.cursor, d.lost = map[string]bool{}, p.Cursor, map[string]bool{}
	}
	return nil
}

// record takes a record of the account.
func (d *destination) record(key string, date time.Time) error {
	d.records++
	d.attempt.records++
	switch {
	case d.owes(key):
		// What the lookback brings may break before it is asked for again, and is then owed.
		d.overlapping++
	case d.covered[key]:
		return fmt.Errorf("%s: %s is repeated though the state covers it", d.name, key)
	case d.earlier[key] && date.Before(d.cursor.Add(-d.lookback-time.Second)): // that of the cursor is read again
		return fmt.Errorf("%s: %s of %s is repeated by the sync after %s", d.name, key, date, d.cursor)
	case d.lost[key]:
		d.repeated++
		delete(d.lost, key)
	case d.earlier[key]:
		d.overlapping++
	}
	d.tail = append(d.tail, key)
	d.longest = max(d.longest, len(d.tail))
	if bound := checkpointRecords - 1 + d.partition; d.partition > 0 && len(d.tail) > bound {
		return fmt.Errorf("%s: %d records without a state, want %d at most", d.name, len(d.tail), bound)
	}
	return nil
}

// owes reports whether a record is of a bill that is owed, or the list of whose details is.
func (d *destination) owes(key string) bool {
	bill, _, _ := strings.Cut(key, " ")
	return d.owed[bill]
}

func (d *destination) checkpoint(state json.RawMessage) error {
	for _, key := range d.tail {
		if d.covered[key] && !d.owes(key) {
			return fmt.Errorf("%s: %s comes twice in one attempt", d.name, key)
		}
		d.covered[key] = true
	}
	d.state, d.tail = state, d.tail[:0]
	d.attempt.states++
	return nil
}

// end takes what is not covered as lost: it has come, and will come again.
func (d *destination) end() {
	for _, key := range d.tail {
		d.lost[key] = true
	}
	d.tail = nil
}

// has reports whether a record has come and will not again.
func (d *destination) has(key string) bool { return d.covered[key] || d.earlier[key] }

// What the rounds look for is found.
func TestFaultsAreFound(t *testing.T) {
	s := stream{name: "bills", partition: 1}
	cursor := opening.Add(time.Hour)
	interval := json.RawMessage(`{"interval":{"to":"2026-03-01T02:00:00Z"},"cursor":"2026-03-01T01:00:00Z"}`)
	done := json.RawMessage(`{"cursor":"2026-03-01T01:00:00Z"}`)
	for name, test := range map[string]struct {
		deliver func(d *destination) error
		ok      bool
	}{
		"a record that the state covers": {deliver: func(d *destination) error {
			return errors.Join(d.record("a", opening), d.checkpoint(interval), d.begin(false), d.record("a", opening))
		}},
		"a record that no state covers": {ok: true, deliver: func(d *destination) error {
			err := d.record("a", opening)
			d.end()
			return errors.Join(err, d.begin(false), d.record("a", opening))
		}},
		"twice in one attempt": {deliver: func(d *destination) error {
			return errors.Join(d.record("a", opening), d.record("a", opening), d.checkpoint(interval))
		}},
		"within the lookback": {ok: true, deliver: func(d *destination) error {
			return errors.Join(d.record("a", cursor.Add(-time.Minute)), d.checkpoint(done), d.begin(true), d.record("a", cursor.Add(-time.Minute)))
		}},
		"before the lookback": {deliver: func(d *destination) error {
			return errors.Join(d.record("a", cursor.Add(-time.Hour)), d.checkpoint(done), d.begin(true), d.record("a", cursor.Add(-time.Hour)))
		}},
		"as many as may be without a state": {ok: true, deliver: func(d *destination) error { return manyRecords(d, checkpointRecords) }},
		"one more":                          {deliver: func(d *destination) error { return manyRecords(d, checkpointRecords+1) }},
	} {
		d := newDestination(s, time.Minute)
		if err := errors.Join(d.begin(true), test.deliver(d)); (err == nil) != test.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func manyRecords(d *destination, n int) error {
	var errs error
	for i := range n {
		errs = errors.Join(errs, d.record(strconv.Itoa(i), opening))
	}
	return errs
}
