package read

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// mostExamples is how many of the items that were skipped alike are named: enough to look
// into, on a line that a person still reads.
const mostExamples = 5

// itemError is an error of the call for one item.
type itemError struct {
	call      *plan.Call
	partition []string
	err       error
}

func (e *itemError) Error() string { return e.err.Error() }
func (e *itemError) Unwrap() error { return e.err }

// forItem reports whether the call has a placeholder.
func (e *itemError) forItem() bool { return len(e.call.Path.Variables()) > 0 }

// inside reports whether the call asks for something of an item, which may be there without it.
func (e *itemError) inside() bool {
	return e.forItem() && !e.call.OfItem()
}

// parameterized reports whether the call has a part of the user's, which may be what OVH refuses.
func (e *itemError) parameterized() bool { return len(e.call.Query) > 0 || len(e.call.Body) > 0 }

// item names the item as its path does.
func (e *itemError) item() string {
	var values []string
	for _, v := range e.call.Path.Variables() {
		values = append(values, e.partition[v])
	}
	return strings.Join(values, "/")
}

// skips are the partitions that a read passed over.
type skips struct {
	count map[verdict]int
	last  *itemError
	alike map[string]*skippedAlike // by operation and kind of the error
	// failed counts the items that are later since OVH last answered for one, and probed is what it
	// was when OVH was last found to answer for others.
	failed, probed int
}

// skippedAlike are items that one call got the same kind of answer for.
type skippedAlike struct {
	call  string
	count int
	items []string // the first of them
	err   error    // of the first
}

func newSkips() *skips {
	return &skips{count: map[verdict]int{}, alike: map[string]*skippedAlike{}}
}

// answered notes that OVH has answered for an item.
func (s *skips) answered() { s.failed, s.probed = 0, 0 }

func (s *skips) total() int {
	n := 0
	for _, count := range s.count {
		n += count
	}
	return n
}

func (s *skips) add(v verdict, e *itemError) {
	s.count[v]++
	s.last = e
	switch {
	case v == later:
		s.failed++
	case v.answersItem():
		s.answered()
	}
	key := e.call.String() + " " + kindOf(e.err)
	alike, ok := s.alike[key]
	if !ok {
		alike = &skippedAlike{call: e.call.String(), err: e.err}
		s.alike[key] = alike
	}
	alike.count++
	if len(alike.items) < mostExamples && e.forItem() {
		alike.items = append(alike.items, e.item())
	}
}

// kindOf names what answers for different items have in common.
func kindOf(err error) string {
	if refused, ok := errors.AsType[*ovhapi.Error](err); ok {
		return fmt.Sprintf("%d %s %s", refused.Status, refused.Code, refused.Class)
	}
	return "unusable"
}

// tell logs what was skipped, one line for all items that were skipped alike.
func (s *skips) tell(log zerolog.Logger) {
	all := make([]*skippedAlike, 0, len(s.alike))
	for _, alike := range s.alike {
		all = append(all, alike)
	}
	slices.SortFunc(all, func(a, b *skippedAlike) int { return strings.Compare(a.err.Error(), b.err.Error()) })
	for _, alike := range all {
		switch {
		case alike.count == 1:
			log.Warn().Msgf("skipped: %v", alike.err)
		case alike.count <= len(alike.items):
			log.Warn().Msgf("skipped %d items of %s (%s), the first for: %v", alike.count, alike.call, strings.Join(alike.items, ", "), alike.err)
		default:
			log.Warn().Msgf("skipped %d items of %s (%s and others), the first for: %v", alike.count, alike.call, strings.Join(alike.items, ", "), alike.err)
		}
	}
}

// tellEmpty logs why a stream that has come to its end has no records, if it asked for any.
func (s *skips) tellEmpty(log zerolog.Logger) {
	switch nothing, all := s.count[gone], s.total(); nothing {
	case all:
		if all > 0 {
			log.Warn().Msgf("no records: OVH has nothing for any item (%d asked for)", all)
		}
	case 0:
		log.Warn().Msgf("no records: OVH refused every item (%d asked for)", all)
	default:
		log.Warn().Msgf("no records: OVH has nothing for %d items, and refused or failed at %d", nothing, all-nothing)
	}
}

// itemError returns the error of the stream's own call.
func (run *run) itemError(a answer) error {
	if a.err == nil {
		return nil
	}
	return &itemError{call: &run.plan.Call, partition: a.partition, err: a.err}
}

// skip passes over what err is of, or gives the error that ends the read.
func (run *run) skip(ctx context.Context, skips *skips, err error, sink Sink) error {
	// A call that was cut off with the run says nothing of its item.
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	item, ok := errors.AsType[*itemError](err)
	if !ok {
		return err
	}
	v := judge(err, item.forItem())
	if v == fails {
		return err
	}
	skips.add(v, item)
	run.stats.Skipped.Add(1)
	if owed(v, item.err) {
		sink.Owe(item.partition)
	}
	if skips.failed-skips.probed < outage || run.pages.known {
		return nil
	}
	return run.probe(ctx, skips)
}

// probe reports, as the error that ends the read, that OVH does not answer any more: then
// the items that it failed at last are not to blame.
func (run *run) probe(ctx context.Context, skips *skips) error {
	if !run.alive(ctx, skips.last.call) {
		return fmt.Errorf("OVH answered for none of %d items in a row: %w", skips.failed, skips.last.err)
	}
	skips.probed = skips.failed
	return nil
}

// alive reports whether OVH answers for items of an operation after it has failed at
// many: it is asked again for one that it has answered for, which may have broken since, and then for
// some from elsewhere in the list.
func (run *run) alive(ctx context.Context, c *plan.Call) bool {
	known := run.pages.outcomes.known(c)
	if known == nil || c.Operation.Method != http.MethodGet {
		return known != nil
	}
	items := append([][]string{known}, run.pages.outcomes.sampled(c)...)
	return slices.ContainsFunc(items, func(item []string) bool {
		return answeredFor(run.pages.fetch(ctx, c, [][]string{item})[0])
	})
}
