// Package watchdog ends attempts of calls that make no progress.
package watchdog

import (
	"context"
	"errors"
	"io"
	"time"
)

const (
	// AttemptTimeout is how long an answer may take until its first byte, and a small one as a
	// whole: what go-ovh allows, since some operations of the API are slow by nature.
	AttemptTimeout = 3 * time.Minute
	// StallTimeout is the longest pause within an answer. A server that has begun to answer has
	// finished thinking, so this is far less.
	StallTimeout = time.Minute
	// slowestBody, in bytes per second, prolongs AttemptTimeout by what has arrived. Large answers
	// over a slow line get through, and a server that drips single bytes does not hold a call for
	// ever.
	slowestBody = 16 << 10
)

// What an attempt ends with.
var (
	ErrHang  = errors.New("no complete answer in time")
	ErrStall = errors.New("the answer stopped in the middle")
)

// Watchdog ends an attempt that makes no progress.
type Watchdog struct {
	cancel context.CancelCauseFunc
	bite   *time.Timer
	read   int64
	ends   time.Time // when the attempt has taken too long as a whole
}

// Watch returns the context of one attempt, which ends with ErrHang or ErrStall as its cause. Stop
// must be called.
func Watch(ctx context.Context) (context.Context, *Watchdog) {
	attempt, cancel := context.WithCancelCause(ctx)
	return attempt, &Watchdog{
		cancel: cancel,
		bite:   time.AfterFunc(AttemptTimeout, func() { cancel(ErrHang) }),
		ends:   time.Now().Add(AttemptTimeout),
	}
}

// Stop ends the watch, and the context with it.
func (w *Watchdog) Stop() {
	w.bite.Stop()
	w.cancel(nil)
}

// Guard has the watchdog look after the reading of an answer's body.
func (w *Watchdog) Guard(body io.Reader) io.Reader { return &guardedReader{body: body, dog: w} }

type guardedReader struct {
	body io.Reader
	dog  *Watchdog
}

func (r *guardedReader) Read(p []byte) (int, error) {
	reason, patience := r.dog.patience(time.Now())
	r.dog.bite.Stop()
	r.dog.bite = time.AfterFunc(patience, func() { r.dog.cancel(reason) })
	n, err := r.body.Read(p)
	r.dog.read += int64(n)
	return n, err
}

// patience returns how long the next bytes may take, and what to call it when they take longer.
func (w *Watchdog) patience(now time.Time) (reason error, wait time.Duration) {
	earned := time.Duration(w.read) * time.Second / slowestBody
	if left := w.ends.Add(earned).Sub(now); left < StallTimeout {
		return ErrHang, left
	}
	return ErrStall, StallTimeout
}
