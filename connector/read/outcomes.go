package read

import (
	"fmt"
	"sync"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

const (
	// attemptsAmongAnswered is how often a call is made that fails while others of its
	// operation are answered: half a minute at most, which outlasts a restart of one of
	// OVH's servers. Waiting longer would be waiting for what is broken.
	attemptsAmongAnswered = 6
	// attemptsOfKnown is how often one is made that fails as another has until it was given
	// up: once more, because the failure may be a chance after all.
	attemptsOfKnown = 2
)

// outcomes remember, over a run, how the calls of each operation end.
type outcomes struct {
	mu     sync.Mutex
	byCall map[string]*outcome // by [outcomeKey]
}

// outcomeKey tells operations apart, and the plans whose partitions do not fit each other's paths.
func outcomeKey(c *plan.Call) string { return fmt.Sprint(c.String(), c.Path.Variables()) }

type outcome struct {
	// answered is the item that OVH has answered for last, if only that it has none; nil
	// before the first.
	answered []string
	// earlier is the item that OVH answered for last in an earlier read, with which this one goes on; nil
	// where it begins. It says nothing of OVH as it is now.
	earlier []string
	// samples are items from elsewhere in the list that the calls are made for.
	samples [][]string
	// failing counts the calls that failed since then, and givenUp those that failed for good.
	failing, givenUp int
	// doubted is what failing was when a call for another item was last to find out who is to blame.
	doubted int
	// lasting are the kinds of failures that outlasted all attempts of a call.
	lasting map[string]bool
}

func newOutcomes() *outcomes { return &outcomes{byCall: map[string]*outcome{}} }

// of returns the outcome of an operation, under the lock.
func (o *outcomes) of(c *plan.Call) *outcome {
	key := outcomeKey(c)
	known, ok := o.byCall[key]
	if !ok {
		known = &outcome{lasting: map[string]bool{}}
		o.byCall[key] = known
	}
	return known
}

// answered returns the item of an operation that OVH has answered for last, nil for none.
func (o *outcomes) answered(c *plan.Call) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.of(c).answered
}

// sample remembers items that may be asked for to find out whether OVH answers, where it has not for
// any, or not again.
func (o *outcomes) sample(c *plan.Call, items ...[]string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.of(c).samples = items
}

// before notes the item that OVH answered for last in an earlier read.
func (o *outcomes) before(c *plan.Call, item []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.of(c).earlier = item
}

// known returns an item of an operation that OVH has answered for, the last or that of an earlier
// read; nil for none.
func (o *outcomes) known(c *plan.Call) []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	known := o.of(c)
	if known.answered == nil {
		return known.earlier
	}
	return known.answered
}

// sampled returns the items that sample remembered last.
func (o *outcomes) sampled(c *plan.Call) [][]string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.of(c).samples
}

// note remembers how the call for an item ended, nil for with an answer. known tells that OVH has
// failed at the item before: that it has again after few attempts says nothing of others.
func (o *outcomes) note(c *plan.Call, partition []string, err error, known bool) {
	v := gone
	if err != nil {
		v = judge(err, true)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	switch outcome := o.of(c); {
	case v.answersItem():
		outcome.answered, outcome.failing, outcome.givenUp, outcome.doubted = partition, 0, 0, 0
	case v == later && !known:
		outcome.givenUp++
		outcome.lasting[kindOf(err)] = true
	}
}

// attempts returns what bounds the attempts of one call for an item: see [ovhapi.Request].
// known tells that OVH has failed at the item before.
func (o *outcomes) attempts(c *plan.Call, known bool) func(failed error) int {
	counted := false
	return func(failed error) int {
		if !ovhapi.OfOneCall(failed) {
			return 0
		}
		if known {
			return attemptsOfKnown
		}
		o.mu.Lock()
		defer o.mu.Unlock()
		outcome := o.of(c)
		if !counted {
			counted = true
			outcome.failing++
		}
		return outcome.attempts(kindOf(failed))
	}
}

// doubt returns the item that OVH has answered for last or, before it has for any, some from
// elsewhere in the list, once for every outage of calls that have failed since then: whether it
// answers for one of those tells if OVH is to blame, or the items. It returns nil otherwise.
func (o *outcomes) doubt(c *plan.Call) [][]string {
	o.mu.Lock()
	defer o.mu.Unlock()
	outcome := o.of(c)
	if outcome.failing-outcome.doubted < outage {
		return nil
	}
	outcome.doubted = outcome.failing
	if outcome.answered != nil {
		return [][]string{outcome.answered}
	}
	return outcome.samples
}

// attempts returns how many attempts a call that fails so is worth, 0 for as many as
// make sense. When many fail at the same time it is OVH that does, and waiting helps;
// when it has not helped for as many, the others need not wait.
func (o *outcome) attempts(kind string) int {
	switch {
	case o.givenUp >= outage:
		return attemptsOfKnown
	case o.answered == nil || o.failing >= outage:
		return 0
	case o.lasting[kind]:
		return attemptsOfKnown
	}
	return attemptsAmongAnswered
}
