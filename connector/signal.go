package connector

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// SignalError is the cause of a context that a signal ended.
type SignalError struct{ Signal syscall.Signal }

func (e *SignalError) Error() string { return "ended by " + e.Signal.String() }

// WithSignals gives a context that SIGTERM and SIGINT end, and a function to
// call at the very end: it lets the program die by the signal that came, so
// that a shell sees 143 and Python -15, as Airbyte's clients expect. A closed
// stdout is an error of the write from then on, not a signal.
func WithSignals(parent context.Context) (ctx context.Context, die func()) {
	signal.Ignore(syscall.SIGPIPE)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	ctx, cancel := context.WithCancelCause(parent)
	stop := context.AfterFunc(ctx, func() {
		// A second signal ends the program at once, whatever hangs.
		signal.Stop(signals)
	})
	go func() {
		select {
		case s := <-signals:
			cancel(&SignalError{s.(syscall.Signal)})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		stop()
		signal.Stop(signals)
		cause, ok := context.Cause(ctx).(*SignalError)
		cancel(nil)
		if ok {
			_ = syscall.Kill(os.Getpid(), cause.Signal)
			select {} // the signal ends the program
		}
	}
}
