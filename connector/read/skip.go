package read

import (
	"errors"
	"fmt"
	"net/http"
	"slices"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// verdict is what an error of one partition means for its stream.
type verdict int

const (
	fails     verdict = iota // the stream ends
	gone                     // the item vanished, expired or does not have what was asked for
	forbidden                // the item belongs to someone else
	declined                 // the item was refused for a reason of its own
	doubtful                 // the item was refused for what may be a fault of the call
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
	case api.OfOperation(), slices.Contains(passing, api.Status):
		return doubtful
	}
	return declined
}

// passing are refusals that say nothing of what an item has: of a key that OVH accepts, and
// while something is being changed or locked. A table must not be empty for them.
var passing = []int{http.StatusUnauthorized, http.StatusConflict, http.StatusLocked}

// owed reports whether an item that was passed over is to be asked for again in the next sync:
// all but those of which OVH says that they are gone or somebody else's.
func owed(v verdict, err error) bool {
	refused, ok := errors.AsType[*ovhapi.Error](err)
	return v != gone && v != forbidden || ok && refused.Null()
}

// answersItem reports whether a verdict is an answer of OVH's about the item, so that OVH is there.
func (v verdict) answersItem() bool { return v == gone || v == forbidden || v == declined }

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// outage is how many items, one after the other, OVH fails at before that is not taken
// for the items' fault any more: more than ever stood in a row on an account where every
// tenth was broken, and few enough not to try a whole table in vain.
const outage = 20

// conclude judges the stream of a plan that has come to its end, of which something has been
// answered or nothing. Where nothing has, its emptiness is a fact only if OVH says of
// an item that it has nothing, or refuses what it has listed itself, and the user did
// not name the items, or asks for what not all of them have.
func (s *skips) conclude(answered bool, p *plan.Plan) error {
	typed := typed(p)
	fact := s.count[gone] > 0 || s.count[declined] > 0 && !typed && !s.last.parameterized()
	switch {
	case answered || s.total() == 0:
		return nil
	case s.count[forbidden] > 0:
		return fmt.Errorf("OVH refused every item of the stream (%d of %d forbidden): %w", s.count[forbidden], s.total(), s.last.err)
	case !fact:
		return fmt.Errorf("OVH answered for none of the stream's %d items: %w", s.total(), s.last.err)
	case typed && !s.last.inside():
		return fmt.Errorf("%s: %w", p.NothingThere(), s.last.err)
	}
	return nil
}
