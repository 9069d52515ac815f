package plan

import (
	"fmt"
	"slices"
	"time"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/clocks"
)

// Interval is the time whose items a sync reads. Of some lists OVH counts the
// ends in, of others it does not: see [Filter.next] and [Filter.bind].
type Interval struct {
	// From is zero for everything up to To.
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to"`
}

// Incremental is how a stream is read one interval after the other.
type Incremental struct {
	// Level is that of the filtered list in the chain; the number of levels for
	// the stream's own call.
	Level int
	// CursorField is the column that the filter compares; empty where records do
	// not have it, so that the cursor is the connector's own.
	CursorField string
}

// Horizon says from where to where the streams of a run are read.
type Horizon struct {
	// Start is where incremental streams begin; zero for with the oldest item.
	Start time.Time
	// Lookback is how far before the end of the last sync the next one begins.
	Lookback time.Duration
	// Now is a time before the first call that has come by every clock, in whole
	// seconds: what is later is left to the next sync.
	Now time.Time
	// Latest is what the clock shows that is ahead of the others; zero for Now.
	// What is later than this lies in the future.
	Latest time.Time
}

// NewHorizon returns from where to where a form's streams are read: no further than to a time that
// has come by every clock.
func NewHorizon(cfg *config.Config, c clocks.Clocks) Horizon {
	return Horizon{
		Start:    cfg.StartDate,
		Lookback: time.Duration(cfg.LookbackDays) * 24 * time.Hour,
		Now:      c.Earliest().UTC().Truncate(time.Second),
		Latest:   c.Latest().UTC(),
	}
}

// Ahead returns how far a time lies in the future, negative for the past.
func (h Horizon) Ahead(t time.Time) time.Duration { return t.Sub(later(h.Now, h.Latest)) }

// theBeginning is the lower bound where OVH requires one and the user sets
// none: OVH was founded in November 1999.
var theBeginning = time.Date(1999, time.November, 1, 0, 0, 0, 0, time.UTC)

// newIncremental finds the list of a plan that can be filtered by time: the
// stream's own, or that of which it reads each item, or, where the user says so, the
// nearest above it.
func newIncremental(p *Plan) (*Incremental, error) {
	if p.Call.Filter != nil {
		return &Incremental{Level: len(p.Chain), CursorField: cursorField(p, p.Call.Filter)}, nil
	}
	if at, ok := p.itemsOf(); ok && p.Chain[at].Call.Filter != nil {
		return &Incremental{Level: at, CursorField: cursorField(p, p.Chain[at].Call.Filter)}, nil
	}
	if !p.Endpoint.NewParentsOnly {
		return nil, nil
	}
	for at := len(p.Chain) - 1; at >= 0; at-- {
		if c := p.Chain[at].Call; c != nil && c.Filter != nil {
			return &Incremental{Level: at}, nil
		}
	}
	return nil, &ConfigError{p.Endpoint.Place("new_parents_only"), "OVH can filter none of the lists above this endpoint by time; remove it."}
}

// itemsOf returns the level of the list of which the stream reads each item by
// the item's own path.
func (p *Plan) itemsOf() (level int, ok bool) {
	last := p.Call.Path[len(p.Call.Path)-1].variable
	for at, l := range p.Chain {
		lists := slices.ContainsFunc(l.Binds, func(b Bind) bool { return b.Variable == last })
		if lists && l.Call != nil && detailOf(l.Call.Operation) == p.Operation {
			return at, true
		}
	}
	return 0, false
}

// cursorField returns the column that holds what a filter compares. A record
// path leads to records of another meaning.
func cursorField(p *Plan, f *Filter) string {
	if p.Call.Items.Path != nil || f.Property == "" {
		return ""
	}
	column := p.Properties[f.Property]
	if column == nil || column.Format != apischema.FormatDate && column.Format != apischema.FormatDateTime {
		return ""
	}
	return f.Property
}

// next returns the interval of a sync that follows one up to cursor, which is
// zero for the first. It ends before it begins where nothing is left to read. It
// begins a second before the cursor at the latest: where OVH counts the ends out, what
// is of that very second has been in no interval yet.
func (f *Filter) next(h Horizon, cursor time.Time) Interval {
	i := Interval{From: f.lowest(h), To: f.given.To}
	if !cursor.IsZero() {
		i.From = later(i.From, cursor.Add(-h.Lookback-time.Second))
	}
	if i.To.IsZero() || i.To.After(h.Now) {
		i.To = h.Now
	}
	return i
}

// widest returns the interval of a full refresh of a list that OVH does not give
// without bounds.
func (f *Filter) widest(h Horizon) Interval {
	i := Interval{From: f.lowest(h), To: f.given.To}
	if i.To.IsZero() {
		i.To = h.Now
	}
	return i
}

// lowest returns the lower bound of the first sync, zero for none: the user's own,
// else the start date.
func (f *Filter) lowest(h Horizon) time.Time {
	switch {
	case !f.given.From.IsZero():
		return f.given.From
	case h.Start.IsZero() && f.Required:
		return theBeginning
	}
	return h.Start
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// CheckBounds reports, as a [ConfigError], a lower bound of the user's that no item
// has reached yet: an incremental sync would read nothing.
func (p *Plan) CheckBounds(h Horizon) error {
	if p.Incremental == nil {
		return nil
	}
	f := p.CallAt(p.Incremental.Level).Filter
	if !config.InTheFuture(f.given.From, later(h.Now, h.Latest)) {
		return nil
	}
	return &ConfigError{p.Endpoint.Place("query_parameters", f.From), fmt.Sprintf("%s lies in the future (today is %s); write the day from which on records are wanted, or leave it out.",
		f.given.From.Format(time.DateOnly), h.Now.Format(time.DateOnly))}
}

// Bounded reports whether a sync of the plan has to know what time it is: it is
// incremental, or reads a list that OVH does not give without bounds.
func (p *Plan) Bounded(incremental bool) bool {
	if incremental && p.Incremental != nil {
		return true
	}
	for at := range len(p.Chain) + 1 {
		if c := p.CallAt(at); c != nil && c.Filter != nil && c.Filter.Required {
			return true
		}
	}
	return false
}

// Within returns the plan of a sync that reads one interval, nil for a full
// refresh. Lists that OVH does not give without bounds have the widest, but for
// the one that the interval is of.
func (p *Plan) Within(i *Interval, h Horizon) *Plan {
	within := *p
	within.Chain = slices.Clone(p.Chain)
	for at := range len(p.Chain) + 1 {
		c := p.CallAt(at)
		if c == nil || c.Filter == nil {
			continue
		}
		bound := *c
		switch {
		case i != nil && at == p.Incremental.Level:
			bound.Query = c.Filter.bind(c.Query, *i)
		case c.Filter.Required:
			bound.Query = c.Filter.bind(c.Query, c.Filter.widest(h))
		default:
			continue
		}
		if at == len(p.Chain) {
			within.Call = bound
		} else {
			within.Chain[at].Call = &bound
		}
	}
	return &within
}

// Next returns the interval of an incremental sync that follows one up to cursor, which is zero for
// the first. It ends before it begins where nothing is left to read.
func (p *Plan) Next(h Horizon, cursor time.Time) Interval {
	return p.CallAt(p.Incremental.Level).Filter.next(h, cursor)
}

// CallAt returns the call of a level, nil for fixed values; the stream's own
// stands behind the last level.
func (p *Plan) CallAt(level int) *Call {
	if level == len(p.Chain) {
		return &p.Call
	}
	return p.Chain[level].Call
}

// String says the interval in words, as a log does.
func (i Interval) String() string {
	if i.From.IsZero() {
		return "everything up to " + i.To.Format(time.RFC3339)
	}
	return "the interval from " + i.From.Format(time.RFC3339) + " to " + i.To.Format(time.RFC3339)
}
