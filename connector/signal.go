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

// exitCode is what a shell reports of a program that died by the signal.
func (e *SignalError) exitCode() int { return 128 + int(e.Signal) }

// WithSignals returns a context that SIGTERM and SIGINT end, and a function to call at the very
// end: it lets the program die by the signal that came, so that a shell sees 143 and Python -15, as
// Airbyte's clients expect. It returns when none came, or when the program cannot die by it: the
// first process of a container has to exit, with [ExitCode]. A second signal ends the program at
// once, whatever hangs, by exit if it cannot die by it. A closed stdout is an error of the write
// from then on, not a signal.
func WithSignals(parent context.Context, exit func(code int)) (ctx context.Context, die func()) {
	ignoreBrokenPipes()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	ctx, cancel := context.WithCancelCause(parent)
	ended := make(chan struct{})
	go func() {
		first := nextSignal(signals, ctx.Done())
		if first == nil {
			return
		}
		cancel(first)
		if second := nextSignal(signals, ended); second != nil {
			dieBy(second.Signal)
			exit(second.exitCode())
		}
	}()
	return ctx, func() {
		cause, ok := context.Cause(ctx).(*SignalError)
		cancel(nil)
		close(ended)
		if ok {
			dieBy(cause.Signal)
		}
	}
}

// nextSignal returns the signal that comes before done is closed, nil if none does.
func nextSignal(signals <-chan os.Signal, done <-chan struct{}) *SignalError {
	select {
	case s := <-signals:
		if number, ok := s.(syscall.Signal); ok {
			return &SignalError{number}
		}
	case <-done:
	}
	return nil
}
