package crash_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// series is some syncs of one account, one after the other, of which each but the last is killed.
type series struct {
	scenario
	t            *testing.T
	random       *rand.Rand
	account      *account
	address      string
	folder       string
	lookbackDays int
	// counted tells that the platform counts generations and syncs, as Airbyte does.
	counted      bool
	sync         int
	destinations map[string]*destination
	pace         pace
	tally        *tally
}

func newSeries(t *testing.T, c scenario, random *rand.Rand, total *tally) *series {
	s := &series{
		scenario: c, t: t, random: random, folder: t.TempDir(), lookbackDays: max(0, random.IntN(4)-1), counted: random.IntN(2) == 0,
		destinations: map[string]*destination{}, pace: firstPace, tally: total,
	}
	lookback := time.Duration(s.lookbackDays) * 24 * time.Hour
	// A source of its own: calls draw from it in whatever order they come, which must not move the
	// kills.
	s.account = newAccount(rand.New(rand.NewPCG(random.Uint64(), random.Uint64())), c.bills, c.details, lookback)
	s.account.breaking = c.breaking
	s.address = serve(t, s.account, c.batches)
	for _, one := range c.streams {
		s.destinations[one.name] = newDestination(one, lookback)
	}
	return s
}

// run syncs the account so many times with kills, and once more without: that one brings what came
// too late for the others, or was broken.
func (s *series) run(syncs int) {
	for range syncs {
		s.tally.rounds++
		s.runSync(1 + s.random.IntN(3))
		s.account.change(s.added, s.added/3, 48*time.Hour)
	}
	s.account.healForGood()
	s.runSync(0)
	for _, d := range s.destinations {
		s.tally.add(d)
	}
}

// runSync reads until all streams are complete, killing the first attempts.
func (s *series) runSync(kills int) {
	s.sync++
	since := s.account.happened()
	for attempts := 0; ; attempts++ {
		k := kill{}
		if attempts < kills {
			k = s.pace.draw(s.random, s.expected())
		}
		if s.attempt(k, attempts == 0) {
			break
		}
		s.tally.restarts++
		s.account.change(1+s.random.IntN(s.added/10), s.random.IntN(s.added/10), time.Hour)
	}
	s.judge(since)
}

// expected returns about how many records the sync under way has.
func (s *series) expected() int {
	records := 0
	for _, one := range s.streams {
		bills, each := s.bills, 1
		if one.incremental && s.sync > 1 {
			bills = s.added
		}
		if one.detailed() {
			each = s.details
		}
		records += bills * each
	}
	return records
}

// attempt reads once, and tells whether it came to the end of all streams.
func (s *series) attempt(k kill, first bool) bool {
	for _, d := range s.destinations {
		check(s.t, d.begin(first || !s.counted))
	}
	a := read(s.t, k, "--config", s.write("config.json", s.form()), "--catalog", s.write("catalog.json", s.catalog()), "--state", s.write("state.json", s.states()))
	if err := deliver(a.output, s.account, s.destinations); err != nil {
		s.t.Fatalf("sync %d, %+v: %v", s.sync, k, err)
	}
	complete := true
	for _, d := range s.destinations {
		if d.end(); !d.complete {
			complete = false
		}
	}
	if a.killed {
		s.tally.kill(s.destinations)
	}
	if a.ended {
		s.pace = a.pace
	}
	if a.ended && !complete {
		s.t.Fatalf("the read ends well and is not complete: %s", lastOf(a.output))
	}
	return a.ended
}

// judge looks for items that were there throughout a sync and have not come.
func (s *series) judge(since int) {
	for _, d := range s.destinations {
		p, err := d.position()
		check(s.t, err)
		if d.incremental == p.Cursor.IsZero() || d.incremental == p.Complete || p.Cursor.After(s.account.clock()) {
			s.t.Errorf("%s ends with the state %s", d.name, d.state)
		}
		missing := s.lacking(d, p.Cursor, since)
		if len(missing) > 0 {
			s.tally.missing += len(missing)
			s.t.Errorf("sync %d: %s lacks %d records, %s among them; its state is %s", s.sync, d.name, len(missing), missing[0], d.state)
		}
	}
}

// lacking returns the records that a stream must have at the end of a sync, which began after so
// many moves, and has not. An incremental one has what is up to its cursor.
func (s *series) lacking(d *destination, cursor time.Time, since int) (missing []string) {
	for _, b := range s.account.existing() {
		if d.incremental && (b.date.Before(startDate) || b.date.After(cursor)) {
			continue
		}
		for _, key := range d.keys(b, s.details) {
			switch has := d.has(key); {
			case !has && b.brokenSince(since):
				s.tally.broken++
			case !has && b.added <= since:
				missing = append(missing, fmt.Sprintf("%s of %s", key, b.date))
			case !has:
				s.tally.late++
			}
		}
	}
	return missing
}

func (s *series) write(name string, content any) string {
	text, err := json.Marshal(content)
	check(s.t, err)
	path := filepath.Join(s.folder, name)
	check(s.t, os.WriteFile(path, text, 0o600))
	return path
}
