package ovhapi

import (
	"context"
	"errors"
	"io"
	"time"
)

const (
	// attemptTimeout is how long an answer may take until its first byte, and a small one as a
	// whole: what go-ovh allows, since some operations of the API are slow by nature.
	attemptTimeout = 3 * time.Minute
	// stallTimeout is the longest pause within an answer. A server that has begun to answer has
	// finished thinking, so this is far less.
	stallTimeout = time.Minute
	// slowestBody, in bytes per second, prolongs attemptTimeout by what has arrived. Large answers
	// over a slow line get through, and a server that drips single bytes does not hold a call for
	// ever.
	slowestBody = 16 << 10
)

var (
	errHang  = errors.New("no complete answer in time")
	errStall = errors.New("the answer stopped in the middle")
)

// watchdog ends an attempt that makes no progress.
type watchdog struct {
	cancel context.CancelCauseFunc
	bite   *time.Timer
	read   int64
	ends   time.Time // when the attempt has taken too long as a whole
}

// watch returns the context of one attempt, which ends with errHang or errStall as its cause. stop
// must be called.
func watch(ctx context.Context) (context.Context, *watchdog) {
	attempt, cancel := context.WithCancelCause(ctx)
	return attempt, &watchdog{
		cancel: cancel,
		bite:   time.AfterFunc(attemptTimeout, func() { cancel(errHang) }),
		ends:   time.Now().Add(attemptTimeout),
	}
}

func (w *watchdog) stop() {
	w.bite.Stop()
	w.cancel(nil)
}

// guard has the watchdog look after the reading of an answer's body.
func (w *watchdog) guard(body io.Reader) io.Reader { return &guardedReader{body: body, dog: w} }

type guardedReader struct {
	body io.Reader
	dog  *watchdog
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
func (w *watchdog) patience(now time.Time) (reason error, wait time.Duration) {
	earned := time.Duration(w.read) * time.Second / slowestBody
	if left := w.ends.Add(earned).Sub(now); left < stallTimeout {
		return errHang, left
	}
	return errStall, stallTimeout
}
