package plan

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"source-ovhcloud-api/connector/config"
)

// comparison is how a list compares the times of its items with its bounds.
type comparison struct {
	zone *time.Location
	// exclusive are bounds that are counted out.
	exclusiveFrom, exclusiveTo bool
	// wholeDays compares days; else a day stands for its first moment.
	wholeDays bool
}

// holds reports whether a list of the filter's brings an item of some time when asked by the query.
func (c comparison) holds(f *Filter, query []config.QueryParameter, item time.Time) bool {
	for _, q := range query {
		bound, err := parseTime(q.Value)
		if err != nil {
			panic(fmt.Sprintf("a bound that OVH cannot read: %v", err))
		}
		if f.Date {
			bound = time.Date(bound.Year(), bound.Month(), bound.Day(), 0, 0, 0, 0, c.zone)
		}
		compared := item
		if f.Date && c.wholeDays {
			here := item.In(c.zone)
			compared = time.Date(here.Year(), here.Month(), here.Day(), 0, 0, 0, 0, c.zone)
		}
		order, exclusive := compared.Compare(bound), c.exclusiveFrom
		if q.Name == f.To {
			order, exclusive = -order, c.exclusiveTo
		}
		if order < 0 || order == 0 && exclusive {
			return false
		}
	}
	return true
}

// drawFilter draws a filter, the bounds that the user wrote and how the list compares them.
func drawFilter(t *rapid.T) (*Filter, []config.QueryParameter, comparison) {
	c := comparison{
		zone:          time.FixedZone("", rapid.IntRange(-12*4, 14*4).Draw(t, "quarters of an hour ahead of UTC")*15*60),
		exclusiveFrom: rapid.Bool().Draw(t, "exclusive from"),
		exclusiveTo:   rapid.Bool().Draw(t, "exclusive to"),
		wholeDays:     rapid.Bool().Draw(t, "whole days"),
	}
	f := &Filter{From: "from", To: "to", Date: rapid.Bool().Draw(t, "by day")}
	var query []config.QueryParameter
	for i, name := range []string{f.From, f.To} {
		if rapid.IntRange(0, 3).Draw(t, name+" is the user's") == 0 {
			day := epoch.AddDate(0, 0, 8*i+rapid.IntRange(-4, 4).Draw(t, name))
			query = append(query, config.QueryParameter{Name: name, Value: day.Format(time.DateOnly)})
		}
	}
	if err := f.take(config.Endpoint{}, query); err != nil {
		t.Fatal(err)
	}
	return f, query, c
}

// wanted reports whether the syncs up to now must have brought an item: it is neither before the
// start date nor out of the user's bounds. Of times, one that is a bound itself may be counted out.
func wanted(f *Filter, given []config.QueryParameter, c comparison, h Horizon, item time.Time) bool {
	begun := f.Date && !item.Before(h.Start) || item.After(h.Start)
	return item.Before(h.Now) && c.holds(f, given, item) && (begun || !f.given.From.IsZero())
}

// drawItems draws the times of items. Those at the ends of days and of hours are the interesting
// ones.
func drawItems(t *rapid.T) []time.Time {
	item := rapid.Custom(func(t *rapid.T) time.Time {
		hour := time.Duration(rapid.IntRange(-6*24, 14*24).Draw(t, "hour")) * time.Hour
		return epoch.Add(hour + rapid.SampledFrom([]time.Duration{-time.Second, 0, time.Second, 17 * time.Minute}).Draw(t, "off"))
	})
	return rapid.SliceOfN(item, 1, 30).Draw(t, "items")
}

// Syncs one after the other bring every item, wherever OVH compares days, and however; what a list
// brings of the time after the horizon is brought again.
func TestSuccessiveSyncsBringEverything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, given, list := drawFilter(t)
		items := drawItems(t)
		h := Horizon{Now: epoch.AddDate(0, 0, -7), Lookback: time.Duration(rapid.SampledFrom([]int{0, 1, 24, 72}).Draw(t, "lookback")) * time.Hour}
		if rapid.Bool().Draw(t, "with a start date") {
			h.Start = epoch.Add(time.Duration(rapid.IntRange(-6*24, 24).Draw(t, "start")) * time.Hour)
		}
		var brought []time.Time
		var cursor time.Time
		for range rapid.IntRange(1, 12).Draw(t, "syncs") {
			// A clock that is set back a little is the next sync's problem.
			h.Now = h.Now.Add(time.Duration(rapid.IntRange(-10, 3*24*60).Draw(t, "minutes until the next sync")) * time.Minute)
			whileReading := h.Now.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "minutes that it takes")) * time.Minute)
			next := f.next(h, cursor)
			if !next.From.After(next.To) {
				query := f.bind(given, next)
				for _, item := range items {
					if !item.After(whileReading) && list.holds(f, query, item) {
						brought = append(brought, item)
					}
				}
			}
			cursor = later(cursor, next.To)
			for _, item := range items {
				if wanted(f, given, list, h, item) && !slices.Contains(brought, item) {
					t.Fatalf("%s is missing at %s", item, h.Now)
				}
			}
		}
	})
}

// A sync reads no more again than its lookback and a second, and a bound by day two days more and
// the day that has begun.
func TestSuccessiveSyncsOverlapLittle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := &Filter{From: "from", To: "to", Date: rapid.Bool().Draw(t, "by day")}
		cursor := epoch.Add(time.Duration(rapid.IntRange(-100_000, 0).Draw(t, "cursor")) * time.Minute)
		h := Horizon{Now: epoch, Lookback: time.Duration(rapid.IntRange(0, 72).Draw(t, "lookback")) * time.Hour}
		slack := h.Lookback + time.Second
		if f.Date {
			slack += 3 * 24 * time.Hour
		}
		from, err := parseTime(f.bind(nil, f.next(h, cursor))[0].Value)
		if err != nil || from.Before(cursor.Add(-slack)) {
			t.Fatalf("%s to %s is read again: %v", from, cursor, err)
		}
	})
}
