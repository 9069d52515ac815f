package read

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"

	"source-ovhcloud-api/connector/plan"
)

// errAbandoned marks an answer whose reader was cancelled before it came.
var errAbandoned = errors.New("the reader that fetched it was cancelled")

// lists shares the answers that more than one reader needs: a list that
// several streams descend from, or that one stream meets under each of its
// parents, is fetched once per run.
type lists struct {
	mu    sync.Mutex
	calls map[string]*sharing
}

// sharing is what a run knows of one call, over all its plans.
type sharing struct {
	plans []*plan.Plan // that make the call
	// left are those of them that are not done, by their place in plans.
	left map[int]bool
	// repeated tells that one plan asks for the same path more than once.
	repeated bool
	answers  map[string]*answered
}

type answered struct {
	done  chan struct{}
	pages [][]byte
	err   error
	taken map[int]bool // by the plans' places
}

// newLists counts, over the plans of a run, who makes which call.
func newLists(plans []*plan.Plan) *lists {
	l := &lists{calls: map[string]*sharing{}}
	for _, p := range plans {
		for key, repeated := range callsOf(p) {
			s, ok := l.calls[key]
			if !ok {
				s = &sharing{answers: map[string]*answered{}, left: map[int]bool{}}
				l.calls[key] = s
			}
			s.left[len(s.plans)] = true
			s.plans = append(s.plans, p)
			s.repeated = s.repeated || repeated
		}
	}
	return l
}

// callsOf gives the plan's calls by their text, and whether it makes them with the same
// path more than once: under parents that are not in the path.
func callsOf(p *plan.Plan) map[string]bool {
	calls := map[string]bool{}
	bound := 0
	add := func(c *plan.Call) {
		_, twice := calls[c.String()]
		calls[c.String()] = twice || len(c.Path.Variables()) < bound
	}
	for _, level := range p.Chain {
		if level.Call != nil {
			add(level.Call)
		}
		bound += len(level.Binds)
	}
	// The plan's own call meets no path twice: see distinct.
	if _, parent := calls[p.Call.String()]; !parent {
		calls[p.Call.String()] = false
	}
	return calls
}

// shared tells whether an answer to the call is asked for more than once.
func (l *lists) shared(c *plan.Call) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.calls[c.String()]
	return s != nil && c.Operation.Method == "GET" && (len(s.plans) > 1 || s.repeated)
}

// get gives the answers to a call for some partitions: where several ask for
// them all pages of each, fetched by whoever asks first; else the first page.
// When that one is cancelled, the next one that waits fetches in its place.
func (l *lists) get(ctx context.Context, run *run, c *plan.Call, partitions [][]string) []answer {
	if !l.shared(c) {
		return run.fetch(ctx, c, partitions)
	}
	answers := make([]answer, len(partitions))
	held := make([]*answered, len(partitions))
	var mine []int
	for i, p := range partitions {
		var first bool
		if held[i], first = l.claim(c, c.Path.Fill(p)); first {
			mine = append(mine, i)
		}
	}
	l.fetch(ctx, run, c, partitions, mine, held, answers)
	for i, p := range partitions {
		if !slices.Contains(mine, i) {
			answers[i] = l.await(ctx, run, c, p, held[i])
		}
	}
	return answers
}

// fetch makes the calls that fell to this reader, and publishes their answers
// before it waits for those of others: two readers cannot wait for each other.
func (l *lists) fetch(ctx context.Context, run *run, c *plan.Call, partitions [][]string, mine []int, held []*answered, answers []answer) {
	if len(mine) == 0 {
		return
	}
	var asked [][]string
	for _, i := range mine {
		asked = append(asked, partitions[i])
	}
	for k, a := range run.fetch(ctx, c, asked) {
		i := mine[k]
		answers[i] = run.whole(ctx, c, a)
		held[i].pages, held[i].err = answers[i].pages, answers[i].err
		l.settle(ctx, run.plan, c, c.Path.Fill(partitions[i]), held[i])
	}
}

// await gives an answer that another reader fetches.
func (l *lists) await(ctx context.Context, run *run, c *plan.Call, partition []string, a *answered) answer {
	path := c.Path.Fill(partition)
	for {
		select {
		case <-a.done:
		case <-ctx.Done():
			return answer{partition: partition, err: context.Cause(ctx)}
		}
		if !errors.Is(a.err, errAbandoned) {
			l.take(run.plan, c, path, a)
			return answer{partition: partition, pages: a.pages, err: a.err}
		}
		var first bool
		if a, first = l.claim(c, path); first {
			whole := run.whole(ctx, c, run.single(ctx, c, partition))
			a.pages, a.err = whole.pages, whole.err
			l.settle(ctx, run.plan, c, path, a)
			return whole
		}
	}
}

// claim gives the answer to a path, and whether the caller is to fetch it.
func (l *lists) claim(c *plan.Call, path string) (*answered, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.calls[c.String()]
	if a, ok := s.answers[path]; ok {
		return a, false
	}
	a := &answered{done: make(chan struct{})}
	s.answers[path] = a
	return a, true
}

// settle publishes an answer. One that was cut off with its reader is
// forgotten, so that another reader fetches it.
func (l *lists) settle(ctx context.Context, p *plan.Plan, c *plan.Call, path string, a *answered) {
	if a.err != nil && ctx.Err() != nil {
		l.mu.Lock()
		delete(l.calls[c.String()].answers, path)
		l.mu.Unlock()
		a.pages, a.err = nil, errAbandoned
	} else {
		l.take(p, c, path, a)
	}
	close(a.done)
}

// take notes that a plan has read an answer, and forgets it after the last one
// that still may ask: what is kept is what the plans are apart, not what the
// account holds.
func (l *lists) take(p *plan.Plan, c *plan.Call, path string, a *answered) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.calls[c.String()]
	if a.taken == nil {
		a.taken = map[int]bool{}
	}
	a.taken[slices.Index(s.plans, p)] = true
	if s.spent(a) {
		delete(s.answers, path)
	}
}

// spent tells whether no plan will ask for an answer again.
func (s *sharing) spent(a *answered) bool {
	for place := range s.left {
		if s.repeated || !a.taken[place] {
			return false
		}
	}
	return true
}

// release tells that a plan makes no more calls.
func (l *lists) release(p *plan.Plan) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for key := range callsOf(p) {
		s := l.calls[key]
		if s == nil {
			continue
		}
		delete(s.left, slices.Index(s.plans, p))
		maps.DeleteFunc(s.answers, func(_ string, a *answered) bool { return a.settled() && s.spent(a) })
	}
}

// settled tells whether an answer has come.
func (a *answered) settled() bool {
	select {
	case <-a.done:
		return true
	default:
		return false
	}
}
