package sync

import (
	"fmt"
	"time"

	"source-ovhcloud-api/connector/internal/words"
)

// total is how far a run is: the sum of its streams.
type total struct {
	// records and calls are what came so far, allRecords and allCalls what the streams whose
	// extent is known will come to.
	records, calls, allRecords, allCalls int64
	// open counts the streams whose extent is not known yet.
	open              int
	requestsPerSecond float64
}

func totalOf(syncs []*stream) total {
	var t total
	for _, s := range syncs {
		t.requestsPerSecond = s.requestsPerSecond
		records, calls := s.stats.Records.Load(), s.stats.Calls.Load()
		t.records += records
		t.calls += calls
		switch f := s.stats.Forecast(); {
		case s.at() == ended:
			t.allRecords += records
			t.allCalls += calls
		case f.Known:
			// A list that several streams need is counted for the first; a forecast is not less
			// than what is there.
			t.allRecords += max(f.Records, records)
			t.allCalls += max(f.Calls, calls)
		default:
			t.allRecords += records
			t.allCalls += calls
			t.open++
		}
	}
	return t
}

// share returns which part of the calls has been made, as far as they are known.
func (t total) share() float64 {
	if t.allCalls == 0 {
		return 0
	}
	return float64(t.calls) / float64(t.allCalls)
}

// parts says the total, what matters most first. The time is that of the calls which are still to
// come, at the budget.
func (t total) parts() []string {
	left := timeFor(t.allCalls-t.calls, t.requestsPerSecond).String() + " left"
	if t.open > 0 {
		left = "over " + left
	}
	parts := []string{
		left,
		fmt.Sprintf("%d of ~%s", t.records, words.Count(t.allRecords, "record")),
		fmt.Sprintf("%d of ~%s", t.calls, words.Count(t.allCalls, "call")),
	}
	if t.open > 0 {
		parts = append(parts, fmt.Sprintf("%s not known yet", words.Count(t.open, "stream")))
	}
	return append(parts, fmt.Sprintf("%v calls a second", t.requestsPerSecond))
}

// timeFor returns how long so many calls take at a budget.
func timeFor(calls int64, requestsPerSecond float64) time.Duration {
	return time.Duration(float64(max(calls, 0)) / requestsPerSecond * float64(time.Second)).Round(time.Second)
}
