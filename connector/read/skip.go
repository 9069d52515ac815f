package read

import (
	"errors"
	"fmt"

	"source-ovhcloud-api/connector/ovhapi"
)

// verdict is what an error of one partition means for its stream.
type verdict int

const (
	fails     verdict = iota // the stream ends
	gone                     // the item vanished, expired or has its option not activated
	forbidden                // the item belongs to someone else
)

// judge tells what an answer to one partition's call means. A right that the
// credential lacks for the whole operation ends the stream at the first
// answer: the next partitions would be refused alike.
func judge(err error) verdict {
	api, ok := errors.AsType[*ovhapi.Error](err)
	switch {
	case is[*cutOffError](err), is[*ovhapi.PreparationError](err), !ok, api.NotGranted(), api.BadCredential():
		return fails
	case api.Gone(), api.NotInRegion():
		return gone
	case api.Forbidden():
		return forbidden
	}
	return fails
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// skipped counts the partitions that a read passed over.
type skipped struct {
	gone, forbidden int
	last            error
}

func (s *skipped) add(v verdict, err error) {
	switch v {
	case gone:
		s.gone++
	case forbidden:
		s.forbidden++
	}
	s.last = err
}

func (s *skipped) total() int { return s.gone + s.forbidden }

// conclude judges a stream of which some partition has answered, or none. Where
// none has, its emptiness is a fact only if every item is gone and the user
// did not name the items.
func (s *skipped) conclude(answered, typed bool) error {
	switch {
	case answered || s.total() == 0:
		return nil
	case s.forbidden > 0:
		return fmt.Errorf("OVH refused every item of the stream (%d of %d forbidden): %w", s.forbidden, s.total(), s.last)
	case typed:
		return fmt.Errorf("nothing exists under the values given for its placeholders: %w", s.last)
	}
	return nil
}
