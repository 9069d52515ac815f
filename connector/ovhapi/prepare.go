package ovhapi

import (
	"context"
	"time"
)

// PreparationError says that a call could not be made because what it needs beside itself, OVH's
// clock or a token, was not to be had. Whatever the answer to that was, it says nothing of the
// call's item.
type PreparationError struct{ Err error }

func (e *PreparationError) Error() string { return e.Err.Error() }
func (e *PreparationError) Unwrap() error { return e.Err }

// prepare has what a call is made with at hand.
func prepare(ctx context.Context, c *call) error {
	began := time.Now()
	if err := c.auth.prepare(ctx, c); err != nil {
		if c.started.IsZero() {
			c.started = began // it has had its turn, if not its own
		}
		return &PreparationError{err}
	}
	return nil
}
