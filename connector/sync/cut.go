package sync

import "source-ovhcloud-api/connector/internal/words"

// enough reports whether the form wants no further record in this sync. Where the next one goes on
// behind a partition, each comes whole, however much it has: the next sync would begin with one that
// was cut, and never get past one that has more than the form wants.
func (s *stream) enough() bool {
	most, records := int64(s.plan.Endpoint.MaxRecords), s.out.Records()
	return most > 0 && records >= most && (!s.goesOn() || records == s.whole)
}

// goesOn reports whether the next sync goes on where this one is cut. A refresh begins anew: where
// it replaces a table, the rest alone would take the place of all. So does a list without
// placeholders, in which a state has no place.
func (s *stream) goesOn() bool { return s.state.Interval != nil && s.plan.Resumable() }

// tellCut says that there is more than the form wants.
func (s *stream) tellCut() {
	rest := "which come once it is removed"
	if s.goesOn() {
		rest = "with which the next sync goes on"
	}
	s.output.Log.Warn().Str("stream", s.plan.Name()).
		Msgf("cut at max_records, %s: there are more, %s", words.Count(s.out.Records(), "record"), rest)
}
