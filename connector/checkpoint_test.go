package connector

import (
	"slices"
	"testing"
	"testing/synctest"
)

// Checkpoints bound what is read again, by records and by time, and each says something new.
func TestCheckpoints(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := inProcess("/me/bill/{billId}")
		f.RequestsPerSecond = 0.2 // one call in five seconds
		const bills = 36
		o := runRead(t.Context(), t, f, whole("me_bill_each"), nil).succeeded(t)
		var seen []string
		records := 0.0
		for _, m := range o.messages {
			if m.Type == "STATE" {
				seen = append(seen, string(m.State.Stream.State))
				records += m.State.SourceStats.RecordCount
			}
		}
		if records != bills {
			t.Errorf("the states count %g records, want %d", records, bills)
		}
		if unique := len(slices.Compact(slices.Sorted(slices.Values(seen)))); unique != len(seen) {
			t.Errorf("of %d states %d are different", len(seen), unique)
		}
	})
}
