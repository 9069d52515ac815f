package read

import (
	"fmt"
	"testing"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/plan"
)

func TestForecastOfBytes(t *testing.T) {
	for name, test := range map[string]struct {
		listed, answered, records, bytes, want int64
	}{
		"before the first record":  {listed: 1000},
		"as the records so far":    {listed: 1000, answered: 2, records: 2, bytes: 500, want: 250_000},
		"several records each":     {listed: 100, answered: 2, records: 6, bytes: 600, want: 30_000},
		"rounded, not cut":         {listed: 2, answered: 3, records: 3, bytes: 8, want: 5},
		"all answers are empty":    {listed: 10, answered: 5},
		"a list without a value":   {},
		"all of them, to the byte": {listed: 3, answered: 3, records: 3, bytes: 1001, want: 1001},
	} {
		t.Run(name, func(t *testing.T) {
			var s Stats
			s.extent.begin(&plan.Plan{Chain: make([]plan.Level, 1)})
			s.extent.listed(0, int(test.listed), 0)
			s.Partitions.Store(test.answered)
			s.Records.Store(test.records)
			s.RecordBytes.Store(test.bytes)
			if f := s.Forecast(); !f.Known || f.Bytes != test.want {
				t.Errorf("%+v, want %d bytes", f, test.want)
			}
		})
	}
}

// What was read before a restart is no part of what is still expected.
func TestForecastAfterARestart(t *testing.T) {
	client := &account{pages: map[string][]string{"/me/bill": ids("a", "b", "c", "d")}}
	for _, bill := range []string{"a", "b", "c", "d"} {
		list := "/me/bill/" + bill + "/details"
		client.pages[list] = ids("1", "2", "3", "4", "5")
		for detail := 1; detail <= 5; detail++ {
			client.pages[fmt.Sprint(list, "/", detail)] = []string{"{}"}
		}
	}
	p := planned(t, get(t, "s", "/me/bill/{b}/details/{d}"))
	for name, test := range map[string]struct {
		after []string
		want  Forecast
	}{
		"from the beginning":     {nil, Forecast{Records: 20, Calls: 25}},
		"amid a bill":            {[]string{"b", "3"}, Forecast{Records: 12, Calls: 16}},
		"behind a bill":          {[]string{"b", "5"}, Forecast{Records: 10, Calls: 14}},
		"behind one that's gone": {[]string{"bb", "1"}, Forecast{Records: 10, Calls: 13}},
		"at the end":             {[]string{"d", "5"}, Forecast{Calls: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			var stats Stats
			if _, err := NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, test.after, nil, &stats, &transcript{}); err != nil {
				t.Fatal(err)
			}
			got := stats.Forecast()
			if got.Records != test.want.Records || got.Calls != test.want.Calls || got.Records != stats.Records.Load() {
				t.Errorf("%d records in %d calls, want %d in %d; %d came", got.Records, got.Calls, test.want.Records, test.want.Calls, stats.Records.Load())
			}
		})
	}
}
