package sync

import (
	"fmt"

	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/read"
)

// tellForecast tells the platform and the log what the stream is expected to
// come to, where its lists tell that and it has not been told before. It may
// be called from any goroutine.
func (s *stream) tellForecast() {
	s.phaseMu.Lock()
	defer s.phaseMu.Unlock()
	if s.plan.Endpoint.MaxRecords > 0 {
		return // what the lists tell is not what the stream will come to
	}
	f := s.stats.Forecast()
	if s.phase != reading || !f.Known || f == s.told {
		return
	}
	before := s.told
	s.told = f
	// An output that fails is met by the next record.
	_ = s.out.Estimate(f.Records, f.Bytes)
	if f.Records == before.Records && f.Calls == before.Calls {
		return // only the records' size is better known, which the log does not speak of
	}
	if f.Calls <= s.stats.Calls.Load() {
		return // a stream that is as good as read needs no word
	}
	s.output.Log.Info().Str("stream", s.plan.Name()).Msg(expectation(f, s.stats.Calls.Load(), s.requestsPerSecond))
}

// expectation says a forecast in words: the time is that of the calls which are
// still to come, at the budget that all streams share.
func expectation(f read.Forecast, calls int64, requestsPerSecond float64) string {
	left := max(f.Calls-calls, 0)
	return fmt.Sprintf("about %s in %s, of which %d still to come: %s at %v calls a second",
		words.Count(f.Records, "record"), words.Count(f.Calls, "call"), left, timeFor(left, requestsPerSecond), requestsPerSecond)
}
