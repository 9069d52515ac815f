package read

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"pgregory.net/rapid"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/state"
)

// restarts is a platform that syncs one stream of a ledger again and again.
type restarts struct {
	*ledger
	plan *plan.Plan
	last lineage
	// counted tells that the platform counts generations and syncs.
	counted          bool
	generation, sync int64
	incremental      bool
	horizon          plan.Horizon
	// every is how many records come between two states at least.
	every int
}

// attempt reads once, until it is done or killed behind so many lines, -1 for
// never, and tells whether it came to its end.
func (r *restarts) attempt(t *rapid.T, lines int) bool {
	sync := state.Sync{Incremental: r.incremental, Horizon: r.horizon}
	sync.Now = r.now
	if r.counted {
		sync.Job = state.Job{GenerationID: new(r.generation), SyncID: new(r.sync)}
	}
	from, _ := state.Resume(r.last.raw, r.plan, sync)
	sink := &resumable{restarts: r, t: t, state: from, lineage: r.last.next(sync, given(r.plan, filtered(r.plan).Filter.To), r.moves), lines: lines}
	sink.before = maps.Clone(sink.lineage.read)
	within := r.plan.Within(from.Interval, sync.Horizon)
	if !from.Finished() {
		_, err := NewReader(r.answers(within), []*plan.Plan{within}, zerolog.Nop()).Read(t.Context(), within, from.After, nil, &Stats{}, sink)
		if errors.Is(err, errKilled) {
			return false
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	r.last = sink.lineage.at(sink.state.Finish())
	r.judge(t, within)
	return true
}

// judge looks for what was there all the time and has not been brought.
func (r *restarts) judge(t *rapid.T, within *plan.Plan) {
	own, asked := filtered(r.plan), filtered(within)
	for name, b := range r.bills {
		expected := b.since <= r.last.since && b.there() && r.heeds(own.Query, own.Filter, b.date)
		if r.last.incremental {
			expected = expected && !b.date.After(r.last.end) && r.heeds(upper(asked), asked.Filter, b.date) &&
				(!given(r.plan, own.Filter.From).IsZero() || !b.date.Before(r.horizon.Start))
		}
		if !expected {
			continue
		}
		for _, key := range r.keys(r.plan, name) {
			if !r.last.base[key] && !r.last.read[key] {
				t.Fatalf("%s of %s is missing at %s", key, b.date, r.last.raw)
			}
		}
	}
}

// resumable is the sink of one attempt, which writes states as a stream does.
type resumable struct {
	*restarts
	t       *rapid.T
	state   state.State
	lineage lineage
	// before is what earlier attempts of the same read have brought, up to the
	// state: none of it may come again.
	before  map[string]bool
	records int // since the last state
	lines   int
}

func (s *resumable) Record(record []byte) error {
	key := keyOf(record)
	if s.before[key.String()] {
		s.t.Errorf("%s is read again", key)
	}
	// The second of the cursor is read again; bounds by day are moved by two, a day
	// has begun, and begins up to 14 hours earlier elsewhere: within four.
	slack := s.horizon.Lookback + time.Second
	if filtered(s.plan).Filter.Date {
		slack += 4 * 24 * time.Hour
	}
	if b := s.bills[key.BillID]; s.lineage.base[key.String()] && b.date.Before(s.lineage.cursor.Add(-slack)) {
		s.t.Errorf("%s of %s is read again after %s", key, b.date, s.lineage.cursor)
	}
	s.lineage.read[key.String()] = true
	s.records++
	return s.line()
}

func (s *resumable) Checkpoint(partition []string) error {
	s.state.After = partition
	if s.records >= s.every {
		s.records = 0
		s.last = s.lineage.at(s.state)
	}
	return s.line()
}

func (s *resumable) Owe(partition []string) { s.t.Errorf("%s was passed over", partition) }

func (s *resumable) line() error {
	if s.lines--; s.lines == 0 {
		return errKilled
	}
	return nil
}

// kills are the numbers of lines behind which a read is killed. There are seldom
// more; never is a third of the draws, so that syncs follow each other.
var kills = []int{-1, -1, -1, -1, 1, 2, 3, 4, 5, 6, 8, 12}

// Whatever is killed and begun again with the last state that came out, as a full
// refresh or an incremental sync and changing between both, and whatever comes
// and goes meanwhile: what was there all the time is in the union, what a state
// covers is not read again, and a sync reads of the one before it no more than
// its lookback.
func TestRestartsMissNothing(t *testing.T) {
	for _, e := range []config.Endpoint{
		get(t, "ids", "/me/bill"),
		get(t, "bills", "/me/bill/{b}"),
		get(t, "bills of some days", "/me/bill/{b}", query("date.from", "2025-05-31"), query("date.to", "2025-06-04")),
		get(t, "ids of details", "/me/bill/{b}/details", newParentsOnly),
		get(t, "details", "/me/bill/{b}/details/{d}", newParentsOnly),
	} {
		t.Run(e.Name, func(t *testing.T) {
			p := planned(t, e)
			rapid.Check(t, func(rt *rapid.T) { restart(rt, p) })
		})
	}
}

// restart syncs the stream of a plan some times.
func restart(t *rapid.T, p *plan.Plan) {
	r := &restarts{
		ledger: drawLedger(t), plan: filteredByDaysToo(t, p), counted: rapid.Bool().Draw(t, "counted"),
		every: rapid.IntRange(0, 2).Draw(t, "records between states"),
	}
	r.horizon.Lookback = time.Duration(rapid.IntRange(0, 2).Draw(t, "lookback")) * 24 * time.Hour
	if rapid.Bool().Draw(t, "with a start date") {
		r.horizon.Start = epoch.Add(-24 * time.Hour)
	}
	r.change(t, 100*24*time.Hour)
	ended := true
	for range rapid.IntRange(1, 20).Draw(t, "attempts") {
		if ended || rapid.IntRange(0, 4).Draw(t, "given up") == 0 {
			r.begin(t)
		}
		ended = r.attempt(t, rapid.SampledFrom(kills).Draw(t, "lines")) && rapid.Bool().Draw(t, "COMPLETE came out")
		r.pass(t)
		r.change(t, r.horizon.Lookback)
	}
	r.attempt(t, -1)
}

// filteredByDaysToo returns the plan as it is, or as if OVH took days for the bounds of its list.
func filteredByDaysToo(t *rapid.T, p *plan.Plan) *plan.Plan {
	p = p.Within(nil, plan.Horizon{})
	call := *filtered(p)
	filter := *call.Filter
	filter.Date = rapid.Bool().Draw(t, "by days")
	call.Filter = &filter
	if len(p.Chain) == 0 {
		p.Call = call
	} else {
		p.Chain[0].Call = &call
	}
	return p
}

// begin begins a sync: of the same mode mostly, and in a new generation where
// the platform overwrites.
func (r *restarts) begin(t *rapid.T) {
	r.sync++
	if r.sync == 1 || rapid.IntRange(0, 4).Draw(t, "another mode") == 0 {
		r.incremental = !r.incremental
	}
	if rapid.IntRange(0, 4).Draw(t, "another generation") == 0 {
		r.generation++
	}
}

// upper returns the upper bound of a list.
func upper(c *plan.Call) []config.QueryParameter {
	return slices.DeleteFunc(slices.Clone(c.Query), func(q config.QueryParameter) bool { return q.Name != c.Filter.To })
}
