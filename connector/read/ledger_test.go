package read

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"time"

	"pgregory.net/rapid"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/state"
)

// epoch is when the tests begin.
var epoch = time.Date(2025, time.June, 1, 12, 0, 0, 0, time.UTC)

// ledger is an account whose bills come and go between the attempts to read it.
type ledger struct {
	// now is OVH's clock, in whole seconds.
	now time.Time
	// moves counts what happened, which is finer than the clock.
	moves int
	bills map[string]*bill

	// zone is where the days begin that bound a list, and midnight tells that the
	// last of them ends as it begins: OVH documents neither.
	zone     *time.Location
	midnight bool
}

type bill struct {
	date    time.Time
	since   int // the move that added it
	details []string
	// removed bills are not listed; vanishing ones are, and gone when they are asked for.
	removed, vanishing bool
}

func (b *bill) there() bool { return !b.removed && !b.vanishing }

func drawLedger(t *rapid.T) *ledger {
	hours := rapid.IntRange(-12, 14).Draw(t, "zone") // of the zones that there are on Earth
	return &ledger{
		now: epoch, bills: map[string]*bill{},
		zone:     time.FixedZone("", hours*60*60),
		midnight: rapid.Bool().Draw(t, "the last day ends as it begins"),
	}
}

// pass lets time pass: none, an hour, some days, or so much that an unfinished read is stale.
func (l *ledger) pass(t *rapid.T) {
	l.now = l.now.Add(rapid.SampledFrom([]time.Duration{0, time.Second, time.Hour, 30 * time.Hour, 100 * time.Hour, state.StaleAfter + time.Second}).Draw(t, "passes"))
}

// change adds and removes bills. One that is added may be older by no more than
// late; one that is removed never comes back.
func (l *ledger) change(t *rapid.T, late time.Duration) {
	for _, name := range rapid.SliceOfNDistinct(id, 0, 4, rapid.ID).Draw(t, "bills") {
		l.moves++
		switch b := l.bills[name]; {
		case b == nil:
			age := time.Duration(rapid.IntRange(0, int(late/time.Second)).Draw(t, "age")) * time.Second
			l.bills[name] = &bill{date: l.now.Add(-age), since: l.moves, details: rapid.SliceOfNDistinct(id, 0, 3, rapid.ID).Draw(t, "details")}
		case rapid.Bool().Draw(t, "vanishing"):
			b.vanishing = true
		default:
			b.removed = true
		}
	}
	l.moves++
}

// answers returns the account as it stands for the calls of a plan.
func (l *ledger) answers(p *plan.Plan) *account {
	a := &account{pages: map[string][]string{}, batching: true}
	list := filtered(p)
	path := "/me/bill"
	if query := plan.EncodeQuery(list.Query); query != "" {
		path += "?" + query
	}
	var listed []string
	for name, b := range l.bills {
		if !b.removed && l.heeds(list.Query, list.Filter, b.date) {
			listed = append(listed, name)
		}
		if !b.there() {
			continue
		}
		item := "/me/bill/" + url.PathEscape(name)
		a.pages[item] = []string{`{"billId":` + strconv.Quote(name) + `}`}
		a.pages[item+"/details"] = ids(b.details...)
		for _, detail := range b.details {
			a.pages[item+"/details/"+url.PathEscape(detail)] = []string{`{"n":1}`}
		}
	}
	a.pages[path] = ids(listed...)
	return a
}

// heeds reports whether a time lies within the bounds of a query.
func (l *ledger) heeds(query []config.QueryParameter, f *plan.Filter, at time.Time) bool {
	for _, q := range query {
		bound, err := timeOf(q.Value)
		if err != nil {
			panic(err)
		}
		end := bound
		if f.Date {
			bound = time.Date(bound.Year(), bound.Month(), bound.Day(), 0, 0, 0, 0, l.zone)
			end = bound
			if !l.midnight {
				end = bound.AddDate(0, 0, 1).Add(-time.Second)
			}
		}
		if q.Name == f.From && at.Before(bound) || q.Name == f.To && at.After(end) {
			return false
		}
	}
	return true
}

// keys returns what identifies the records of a bill in a plan's stream.
func (l *ledger) keys(p *plan.Plan, name string) []string {
	if !slices.Contains(p.Key, "billDetailId") {
		return []string{recordKey{BillID: name}.String()}
	}
	var keys []string
	for _, detail := range l.bills[name].details {
		keys = append(keys, recordKey{name, detail}.String())
	}
	return keys
}

type recordKey struct{ BillID, BillDetailID string }

func (k recordKey) String() string { return fmt.Sprintf("%q %q", k.BillID, k.BillDetailID) }

func keyOf(record []byte) recordKey {
	var k recordKey
	if err := json.Unmarshal(record, &k); err != nil {
		panic(err)
	}
	return k
}

// filtered returns the list of a plan that can be filtered by time: the first call of its chain.
func filtered(p *plan.Plan) *plan.Call {
	if len(p.Chain) == 0 {
		return &p.Call
	}
	return p.Chain[0].Call
}

// given returns the bound that the user set among the query parameters, zero for none.
func given(p *plan.Plan, bound string) time.Time {
	for _, q := range p.Endpoint.QueryParameters {
		if q.Name == bound {
			t, err := timeOf(q.Value)
			if err != nil {
				panic(err)
			}
			return t
		}
	}
	return time.Time{}
}

// timeOf reads a bound as this file's plans have them: a day, or a time.
func timeOf(text string) (time.Time, error) {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day, nil
	}
	return time.Parse(time.RFC3339, text)
}
