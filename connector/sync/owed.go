package sync

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/read"
	"source-ovhcloud-api/connector/state"
)

// Owe implements [read.Sink].
func (s *stream) Owe(partition []string) {
	s.owed = append(s.owed, partition)
	s.refused = append(s.refused, partition)
}

// oweAll has the state tell what was passed over.
func (s *stream) oweAll() {
	for _, partition := range s.owed {
		s.state = s.state.Owe(s.plan, partition)
	}
	s.owed = nil
}

// askAgain reads what earlier syncs owe, unless this one has come by it: of what lies in the interval
// once more, OVH has answered by now, or failed again.
func (s *stream) askAgain(ctx context.Context, reader *read.Reader, owed [][]string) error {
	var left, came [][]string
	for _, partition := range owed {
		switch {
		case s.hasRefused(partition):
		case s.met[owedKey(partition)]:
			came = append(came, partition)
		default:
			left = append(left, partition)
		}
	}
	if len(came) > 0 {
		s.state = s.state.Settle(came, s.refusedBelow(came))
	}
	return s.again(ctx, reader, s.plan, left, state.State.Settle)
}

func (s *stream) hasRefused(partition []string) bool {
	return slices.ContainsFunc(s.refused, func(other []string) bool { return slices.Equal(other, partition) })
}

// refusedBelow returns what OVH has failed at of what some parents have.
func (s *stream) refusedBelow(parents [][]string) [][]string {
	return slices.DeleteFunc(slices.Clone(s.refused), func(partition []string) bool {
		return !slices.ContainsFunc(parents, func(parent []string) bool {
			return len(parent) <= len(partition) && slices.Equal(parent, partition[:len(parent)])
		})
	})
}

// owedKey makes a key of a partition's values, none of which has a control character.
func owedKey(values []string) string { return strings.Join(values, "\x00") }

// look begins to look for what is owed among what is read.
func (s *stream) look(owed [][]string) {
	s.met = map[string]bool{}
	for _, partition := range owed {
		s.met[owedKey(partition)] = false
	}
}

// meet notes that a partition has been read.
func (s *stream) meet(partition []string) {
	if len(s.met) == 0 {
		return
	}
	for n := range partition {
		key := owedKey(partition[:n+1])
		if _, owed := s.met[key]; owed {
			s.met[key] = true
		}
	}
}

// catchUp reads what parents have missed that OVH has answered for in this interval.
func (s *stream) catchUp(ctx context.Context, reader *read.Reader) error {
	due, caughtUp := s.state.Missed()
	s.state = s.state.CatchUp(s.plan, caughtUp, plan.Interval{}, nil)
	for _, missed := range slices.SortedFunc(maps.Keys(due), func(a, b plan.Interval) int {
		return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To))
	}) {
		settle := func(of state.State, parents, still [][]string) state.State {
			return of.CatchUp(s.plan, parents, missed, still)
		}
		if err := s.again(ctx, reader, s.unbound.Within(&missed, s.horizon), due[missed], settle); err != nil {
			return err
		}
	}
	return nil
}

// again reads what is owed, of a plan, and has the state settle it, but for what OVH still fails at.
func (s *stream) again(ctx context.Context, reader *read.Reader, of *plan.Plan, owed [][]string, settle func(of state.State, owed, still [][]string) state.State) error {
	if len(owed) == 0 {
		return nil
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	sink := &owedSink{stream: s, stop: func() { stop(errTooManyOwed) }}
	err := reader.Again(ctx, of, owed, s.selected(), &s.stats, sink)
	if errors.Is(err, errTooManyOwed) {
		return nil // all that was owed stays so
	}
	if err != nil {
		return err
	}
	s.state = settle(s.state, owed, sink.still)
	return nil
}

// owedSink takes the records of partitions that are asked for again, of which no state
// says how far they are.
type owedSink struct {
	*stream

	still [][]string
	stop  func()
}

// errTooManyOwed ends a read of what is owed: below a parent there may be any number, and OVH fails at
// more than a state names.
var errTooManyOwed = errors.New("OVH fails at too many of them")

// Record takes all that is owed, whatever the form's bound: a state has no place in it, so the next
// sync would be cut at the same record.
func (s *owedSink) Record(record []byte) error { return s.write(record) }

func (*owedSink) Checkpoint([]string) error { return nil }

func (s *owedSink) Owe(partition []string) {
	if s.still = append(s.still, partition); len(s.still) > state.MostOwed {
		s.stop()
	}
}

// tellOwed says what the next incremental sync will ask for again.
func (s *stream) tellOwed() {
	if !s.incremental() {
		return
	}
	log := s.output.Log.With().Str("stream", s.plan.Name()).Logger()
	items, lists := 0, len(s.state.Behind)
	for _, partition := range s.state.Owed {
		if len(partition) == s.plan.Variables() {
			items++
		} else {
			lists++
		}
	}
	var owed []string
	if items > 0 {
		owed = append(owed, words.Count(items, "item"))
	}
	if lists > 0 {
		owed = append(owed, words.Count(lists, "list"))
	}
	if len(owed) > 0 {
		log.Warn().Msgf("%s owed: the next sync asks again for what OVH failed at", strings.Join(owed, " and "))
	}
	if s.state.Lacking {
		log.Warn().Msg("the interval stays unfinished: the next sync reads it again, for what OVH failed at")
	}
}
