package inventory

import (
	"fmt"
	"net/url"
	"time"
)

// The account's history: bills and orders are spread over these three years, which begin before
// 2023, so that the filter date.from=2023 of OVHcloud's own examples leaves something out, and end
// long ago, so that no date is ever in the future.
var (
	historyBegins = time.Date(2022, time.July, 5, 8, 12, 44, 0, time.UTC)
	historyEnds   = historyBegins.AddDate(3, 0, 0)
)

// moment is when the i-th of n evenly spread events happened, in whole seconds.
func moment(i, n int) time.Time {
	step := historyEnds.Sub(historyBegins) / time.Duration(n)
	return historyBegins.Add(time.Duration(i) * step).Truncate(time.Second)
}

// local is t in French local time. The rule is simplified to whole months, so as not to depend on a
// time zone database, which a container need not have.
func local(t time.Time) time.Time {
	offset := 1 * time.Hour
	if t.Month() >= time.April && t.Month() <= time.October {
		offset = 2 * time.Hour
	}
	return t.In(time.FixedZone("", int(offset.Seconds())))
}

// The three spellings of a time that OVH's answers have: of v1, of /services, and of v2.
func datetime(t time.Time) string        { return local(t).Format("2006-01-02T15:04:05-07:00") }
func serviceDatetime(t time.Time) string { return local(t).Format("2006-01-02T15:04:05-0700") }
func datetimeV2(t time.Time) string      { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// ParseTime reads a time in any of the forms that OVH takes as a filter: 2023, 20230105, 2023-01-05
// and RFC 3339.
func ParseTime(s string) (time.Time, error) {
	for _, layout := range []string{"2006", "20060102", time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no date", s)
}

// interval returns the test whether a time lies between two query parameters, both ends included;
// either may be absent.
func interval(query url.Values, from, to string) func(time.Time) bool {
	lower, noLower := ParseTime(query.Get(from))
	upper, noUpper := ParseTime(query.Get(to))
	return func(t time.Time) bool {
		return (noLower != nil || !t.Before(lower)) && (noUpper != nil || !t.After(upper))
	}
}
