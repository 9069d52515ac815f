package protocol

import "time"

// SetClock sets where the time of a message comes from.
func (w *Writer) SetClock(now func() time.Time) { w.now = now }
