package state

import (
	"fmt"
	"time"

	"source-ovhcloud-api/connector/internal/clocks"
	"source-ovhcloud-api/connector/plan"
)

// mended returns the cursor to go on from in place of one that lies in the
// future, zero for from the start, and a warning. A state that we wrote is a wrong
// clock's work: no sync reads up to a time that has not come. One that does not say
// when it was written may be somebody's who means it, so it stays and nothing is read.
func (s State) mended(h plan.Horizon) (cursor time.Time, warning string) {
	if s.Written.IsZero() {
		return s.Cursor, fmt.Sprintf("the state's cursor lies in the future, and nothing is read before %s; if that is not meant, clear the stream's state",
			s.Cursor.Format(time.RFC3339))
	}
	// What was read had come by when the sync began.
	sane := s.Written
	if s.Started.Before(sane) {
		sane = s.Started
	}
	if h.Ahead(sane) > clocks.Tolerance {
		return time.Time{}, fmt.Sprintf("the state's cursor, %s, lies in the future, and so does the time when it was written: the clocks were wrong then; beginning again from the start date, or with the oldest record",
			s.Cursor.Format(time.RFC3339))
	}
	return sane, fmt.Sprintf("the state's cursor, %s, lies in the future: a clock was wrong when it was written; going on from %s, when that was",
		s.Cursor.Format(time.RFC3339), sane.Format(time.RFC3339))
}
