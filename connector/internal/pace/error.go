package pace

import (
	"context"
	"fmt"
	"time"
)

// Error says that a call was not sent, because its turn comes later than it may be waited for.
type Error struct {
	Budget   float64       // the calls per second that the client keeps to
	Limited  bool          // OVH has refused calls lately, so that fewer are sent than Budget allows
	Pause    time.Duration // until the turn comes
	Patience time.Duration // how long it may be waited for
}

func (e *Error) Error() string {
	late := fmt.Sprintf("the next call may be sent in %s, which is longer than the %s that are left", round(e.Pause), round(e.Patience))
	if e.Limited {
		return late + ", because OVH has refused calls for their rate: try again later"
	}
	return fmt.Sprintf("at %g requests per second %s: raise Requests per Second", e.Budget, late)
}

// Unwrap makes it a deadline that would be exceeded.
func (e *Error) Unwrap() error { return context.DeadlineExceeded }

// round leaves a duration as a person says it: whole seconds, and fractions below one.
func round(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(time.Second)
}
