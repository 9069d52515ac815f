package connector

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// SignalError is the cause of a context that a signal ended.
type SignalError struct{ Signal syscall.Signal }

func (e *SignalError) Error() string { return "ended by " + e.Signal.String() }

// dyingFor is how long a signal is given to end the program, which it does at
// once unless it is ignored, as by the first process of a container.
const dyingFor = 100 * time.Millisecond

// WithSignals gives a context that SIGTERM and SIGINT end, and a function to
// call at the very end: it lets the program die by the signal that came, so
// that a shell sees 143 and Python -15, as Airbyte's clients expect. It returns
// when none came, or when that is ignored. A closed stdout is an error of the
// write from then on, not a signal.
func WithSignals(parent context.Context) (ctx context.Context, die func()) {
	signal.Ignore(syscall.SIGPIPE)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	ctx, cancel := context.WithCancelCause(parent)
	go func() {
		select {
		case s := <-signals:
			cancel(&SignalError{s.(syscall.Signal)})
			// A second signal ends the program at once, whatever hangs.
			signal.Reset(syscall.SIGTERM, syscall.SIGINT)
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cause, ok := context.Cause(ctx).(*SignalError)
		cancel(nil)
		if ok {
			signal.Reset(cause.Signal)
			_ = syscall.Kill(os.Getpid(), cause.Signal)
			<-time.After(dyingFor)
		}
	}
}
