package read

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"source-ovhcloud-api/connector/ovhapi"
)

// verdict is what an error of one partition means for its stream.
type verdict int

const (
	fails     verdict = iota // the stream ends
	gone                     // the item vanished, expired or does not have what was asked for
	forbidden                // the item belongs to someone else
	doubtful                 // the item was refused for what may be a fault of the operation
	later                    // OVH failed at the item, which may pass
)

// judge tells what an answer to a call means, by itself; [skips] weighs it against the
// others of its operation. A right that the credential lacks for the whole operation
// ends the stream at the first answer: the next partitions would be refused alike. So
// does whatever a call that is not for an item (without a placeholder) meets, unless
// what it asks for is gone.
func judge(err error, forItem bool) verdict {
	api, refused := errors.AsType[*ovhapi.Error](err)
	switch {
	case !ovhapi.OfOneCall(err), !forItem && is[*cutOffError](err):
		return fails
	case is[*cutOffError](err):
		return later
	case is[*ovhapi.TransientError](err):
		if forItem {
			return later
		}
		return fails
	case refused && (api.Gone() || api.NotInRegion()):
		return gone
	case !forItem:
		return fails
	case !refused:
		return doubtful
	case api.Unavailable():
		return gone
	case api.Forbidden():
		return forbidden
	case api.Status >= http.StatusInternalServerError:
		return later
	}
	return doubtful
}

// mayPass reports whether OVH may answer otherwise for an item another time, though nothing
// says that it failed: a 401 under a key that it accepts, and what is being changed or locked.
func mayPass(err error) bool {
	refused, ok := errors.AsType[*ovhapi.Error](err)
	return ok && slices.Contains([]int{http.StatusUnauthorized, http.StatusConflict, http.StatusLocked}, refused.Status)
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// outage is how many items, one after the other, OVH fails at before that is not taken
// for the items' fault any more: more than ever stood in a row on an account where every
// tenth was broken, and few enough not to try a whole table in vain.
const outage = 20

// conclude judges a stream that has come to its end, of which something has been
// answered or nothing. Where nothing has, its emptiness is a fact only if OVH says of
// an item that it has nothing, and the user did not name the items, or asks for what
// not all of them have.
func (s *skips) conclude(answered, typed bool) error {
	switch {
	case answered || s.total() == 0:
		return nil
	case s.count[forbidden] > 0:
		return fmt.Errorf("OVH refused every item of the stream (%d of %d forbidden): %w", s.count[forbidden], s.total(), s.last.err)
	case s.count[gone] == 0:
		return fmt.Errorf("OVH answered for none of the stream's %d items: %w", s.total(), s.last.err)
	case typed && !s.last.inside():
		return fmt.Errorf("nothing exists under the values given for its placeholders: %w", s.last.err)
	}
	return nil
}
