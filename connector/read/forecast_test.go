package read

import (
	"testing"

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
			s.extent.listed(0, int(test.listed))
			s.Partitions.Store(test.answered)
			s.Records.Store(test.records)
			s.RecordBytes.Store(test.bytes)
			if f := s.Forecast(); !f.Known || f.Bytes != test.want {
				t.Errorf("%+v, want %d bytes", f, test.want)
			}
		})
	}
}
