package plan

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
)

// Filter is how a list can be asked for the items of some time: a pair of query
// parameters. Whether the bounds themselves are asked for differs from list to
// list: see [Filter.next] and [Filter.bind].
type Filter struct {
	// From and To are the names of the parameters.
	From, To string
	// Date tells that the bounds are days, not times.
	Date bool
	// Required tells that OVH does not answer without them.
	Required bool
	// Property is the property of an item that is compared, as far as the names
	// of the parameters tell; empty where they do not.
	Property string

	rank rank
	// given are the bounds that the user set among the query parameters of the call.
	given Interval
}

// rank orders the times by which a list can be filtered: the change of an item
// is better known than its creation, because it is never missed. The end of
// something would hide what has not ended, so it is no filter at all.
type rank int

const (
	byEnd rank = iota
	byDate
	byCreation
	byModification
)

// pairs are the filters that are not spelled X.from and X.to.
var pairs = []Filter{
	{From: "updatedAfter", To: "updatedBefore", Property: "updatedAt", rank: byModification},
	{From: "createdAfter", To: "createdBefore", Property: "createdAt", rank: byCreation},
	{From: "minCreationDate", To: "maxCreationDate", Property: "creationDate", rank: byCreation},
	{From: "beginDate", To: "endDate", rank: byDate},
	{From: "fromDate", To: "toDate", rank: byDate},
	{From: "from", To: "to", rank: byDate},
	{From: "after", To: "before", rank: byDate},
}

// scheduled are lists of what is planned, filtered by the time for which it is
// planned: a new item may lie long ago or far ahead, so that no interval up to
// now is sure to bring it.
var scheduled = map[string]bool{
	"/connectivity/maintenance/workPlanned/public":               true,
	"/telephony/{billingAccount}/scheduler/{serviceName}/events": true,
}

// newFilter returns the best filter of a list, nil if the operation has none.
func newFilter(op *apischema.Operation) *Filter {
	if op.Method != "GET" || op.Response().Kind != apischema.Array || scheduled[op.Path] {
		return nil
	}
	var found []Filter
	for _, p := range op.Query() {
		property, ok := strings.CutSuffix(p.Name, ".from")
		if ok {
			found = append(found, Filter{From: p.Name, To: property + ".to", Property: property, rank: rankOf(property)})
		}
	}
	var best *Filter
	for _, f := range append(found, pairs...) {
		if f.rank != byEnd && f.declaredBy(op) && (best == nil || f.rank > best.rank) {
			best = &f
		}
	}
	return best
}

// declaredBy reports whether an operation has both bounds, typed as times, and
// takes over what it says of them.
func (f *Filter) declaredBy(op *apischema.Operation) bool {
	from, ok := op.Parameter("query", f.From)
	to, also := op.Parameter("query", f.To)
	format := op.Section.Type(from.Type).Format
	f.Date = format == apischema.FormatDate
	f.Required = from.Required || to.Required
	return ok && also && format == op.Section.Type(to.Type).Format &&
		(f.Date || format == apischema.FormatDateTime)
}

// rankOf tells from a property's name what its time is of.
func rankOf(property string) rank {
	name := strings.ToLower(property)
	has := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, w) })
	}
	switch {
	case has("deletion", "done", "expir"), strings.HasPrefix(name, "end"), strings.HasSuffix(name, "end"):
		return byEnd
	case has("modif", "update"):
		return byModification
	case has("creat"):
		return byCreation
	}
	return byDate
}

// take reads the bounds that the user set among a call's query parameters. It
// refuses those that are no times: no interval could be compared with them.
func (f *Filter) take(e config.Endpoint, query []config.QueryParameter) error {
	for _, q := range query {
		var bound *time.Time
		switch q.Name {
		case f.From:
			bound = &f.given.From
		case f.To:
			bound = &f.given.To
		default:
			continue
		}
		t, err := parseTime(q.Value)
		if err != nil {
			return &ConfigError{e.Place("query_parameters", q.Name), err.Error() + "."}
		}
		*bound = t
	}
	return nil
}

// timeLayouts are the forms in which OVH takes a time.
var timeLayouts = []string{"2006", "2006-01", "20060102", time.DateOnly, time.DateTime, "2006-01-02T15:04:05", time.RFC3339, "2006-01-02T15:04:05-0700"}

// parseTime reads a time as OVH takes it in a filter: 2023, 20230105,
// 2023-01-05 or RFC 3339. Without an offset it is UTC.
func parseTime(s string) (time.Time, error) {
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a date; write 2023, 2023-01-31 or 2023-01-31T00:00:00Z", s)
}

// dayMargin is by how many days bounds that are days are moved apart. A day begins
// up to 14 hours earlier and 12 hours later elsewhere than in UTC, which one day makes
// up for; the other is for lists whose bounds are counted out, or mean the day's first moment.
const dayMargin = 2

// bind returns a query with the bounds of an interval, of which a zero time is
// none. What the user wrote stays as it is where it is the bound: OVH may take a
// day without an offset for one in another time zone. Days reach over the
// interval's ends, but not over the user's bounds.
func (f *Filter) bind(query []config.QueryParameter, i Interval) []config.QueryParameter {
	if f.Date {
		i = f.inDays(i)
	}
	set := func(name string, given, bound time.Time) {
		if bound.IsZero() || bound.Equal(given) {
			return
		}
		query = slices.DeleteFunc(slices.Clone(query), func(q config.QueryParameter) bool { return q.Name == name })
		query = append(query, config.QueryParameter{Name: name, Value: f.format(bound)})
	}
	set(f.From, f.given.From, i.From)
	set(f.To, f.given.To, i.To)
	return query
}

// inDays returns the interval whose days bring all of an interval, wherever and
// however OVH compares them.
func (f *Filter) inDays(i Interval) Interval {
	if !i.From.IsZero() && !i.From.Equal(f.given.From) {
		i.From = later(i.From.AddDate(0, 0, -dayMargin), f.given.From)
	}
	if !i.To.IsZero() && !i.To.Equal(f.given.To) {
		i.To = i.To.AddDate(0, 0, dayMargin)
		if !f.given.To.IsZero() && i.To.After(f.given.To) {
			i.To = f.given.To
		}
	}
	return i
}

func (f *Filter) format(t time.Time) string {
	if f.Date {
		return t.UTC().Format(time.DateOnly)
	}
	return t.UTC().Format(time.RFC3339)
}
