package plan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
)

func TestRankOf(t *testing.T) {
	for property, want := range map[string]rank{
		"lastModificationDate": byModification, "lastUpdate": byModification,
		"creationDate": byCreation, "creationDatetime": byCreation,
		"date": byDate, "dateBegin": byDate, "historizedDate": byDate, "executionDate": byDate,
		"deletionDate": byEnd, "doneDate": byEnd, "endDate": byEnd, "dateEnd": byEnd, "expirationDate": byEnd,
	} {
		if got := rankOf(property); got != want {
			t.Errorf("%s: %d, want %d", property, got, want)
		}
	}
}

func TestParseTime(t *testing.T) {
	for text, want := range map[string]string{
		"2023":                          "2023-01-01T00:00:00Z",
		"2023-02":                       "2023-02-01T00:00:00Z",
		"20230205":                      "2023-02-05T00:00:00Z",
		"2023-02-05":                    "2023-02-05T00:00:00Z",
		"2023-02-05 10:11:12":           "2023-02-05T10:11:12Z",
		"2023-02-05T10:11:12":           "2023-02-05T10:11:12Z",
		"2023-02-05T10:11:12Z":          "2023-02-05T10:11:12Z",
		"2023-02-05T10:11:12.000Z":      "2023-02-05T10:11:12Z",
		"2023-02-05T10:11:12.5+02:00":   "2023-02-05T08:11:12.5Z",
		"2023-02-05T10:11:12+0200":      "2023-02-05T08:11:12Z",
		"2023-02-05T10:11:12.123-05:30": "2023-02-05T15:41:12.123Z",
	} {
		got, err := parseTime(text)
		if err != nil || got.Format(time.RFC3339Nano) != want {
			t.Errorf("%s: %s %v, want %s", text, got.Format(time.RFC3339Nano), err, want)
		}
	}
	for _, text := range []string{"", "yesterday", "05/02/2023", "2023-13-01", "2023-02-30", "1700000000"} {
		if got, err := parseTime(text); err == nil {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// The bounds take the place of the user's where they are others; other
// parameters, and bounds that the user wrote and that hold, stay as they are.
func TestBind(t *testing.T) {
	day := func(d int) time.Time { return time.Date(2023, time.March, d, 0, 0, 0, 0, time.UTC) }
	tests := []struct {
		name     string
		filter   Filter
		query    []config.QueryParameter
		interval Interval
		want     string
	}{
		{"both", Filter{}, nil, Interval{day(1), day(2)}, "a=2023-03-01T00%3A00%3A00Z&b=2023-03-02T00%3A00%3A00Z"},
		{"no lower bound", Filter{}, nil, Interval{To: day(2)}, "b=2023-03-02T00%3A00%3A00Z"},
		{"days", Filter{Date: true}, nil, Interval{day(11), day(12)}, "a=2023-03-09&b=2023-03-14"},
		{"days, no lower bound", Filter{Date: true}, nil, Interval{To: day(12)}, "b=2023-03-14"},
		{"days that the user wrote", Filter{Date: true}, []config.QueryParameter{{Name: "a", Value: "20230311"}, {Name: "b", Value: "20230312"}}, Interval{day(11), day(12)}, "a=20230311&b=20230312"},
		{"days within the user's", Filter{Date: true}, []config.QueryParameter{{Name: "a", Value: "20230310"}, {Name: "b", Value: "20230313"}}, Interval{day(11), day(12)}, "a=20230310&b=20230313"},
		{"another time zone", Filter{}, nil, Interval{To: day(2).In(time.FixedZone("", 3600))}, "b=2023-03-02T00%3A00%3A00Z"},
		{"beside others", Filter{}, []config.QueryParameter{{Name: "c", Value: "x"}}, Interval{To: day(2)}, "c=x&b=2023-03-02T00%3A00%3A00Z"},
		{"the user's holds", Filter{}, []config.QueryParameter{{Name: "a", Value: "20230301"}}, Interval{day(1), day(2)}, "a=20230301&b=2023-03-02T00%3A00%3A00Z"},
		{"the user's is over", Filter{}, []config.QueryParameter{{Name: "a", Value: "2023"}, {Name: "c", Value: "x"}}, Interval{day(1), day(2)}, "c=x&a=2023-03-01T00%3A00%3A00Z&b=2023-03-02T00%3A00%3A00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := tt.filter
			f.From, f.To = "a", "b"
			given := append([]config.QueryParameter(nil), tt.query...)
			if err := f.take(config.Endpoint{}, tt.query); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, EncodeQuery(f.bind(tt.query, tt.interval))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(given, tt.query); diff != "" {
				t.Errorf("the endpoint's own parameters have changed: %s", diff)
			}
		})
	}
}
