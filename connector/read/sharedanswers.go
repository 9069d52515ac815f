package read

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"sync"

	"source-ovhcloud-api/connector/internal/pipeline"
	"source-ovhcloud-api/connector/plan"
)

// errAbandoned marks an answer whose fetch ended without one.
var errAbandoned = errors.New("the read that fetched it was cancelled")

// sharedAnswers are the answers that more than one read of a run needs. Those of
// lists, from which plans descend, are kept until the last of their plans has
// read them, so that each list is fetched once per run. All others are shared by
// those who ask while the call is under way, and not kept: they may be as many
// as the account has items.
type sharedAnswers struct {
	held  *pipeline.Held
	mu    sync.Mutex
	calls map[string]*sharedCall
}

// sharedCall is what a run knows of one call, over all its plans.
type sharedCall struct {
	plans []*plan.Plan // that make the call
	// left are those of them that are not done, by their place in plans.
	left map[int]bool
	// list tells that a plan takes values from the answers.
	list bool
	// repeated tells that one plan asks for the same path more than once.
	repeated bool
	answers  map[string]*sharedAnswer // by path
}

// sharedAnswer may be read when it is settled.
type sharedAnswer struct {
	answer

	settled chan struct{}
	taken   map[int]bool // by the plans' places
}

// newSharedAnswers counts, over the plans of a run, who makes which call.
func newSharedAnswers(plans []*plan.Plan, held *pipeline.Held) *sharedAnswers {
	s := &sharedAnswers{held: held, calls: map[string]*sharedCall{}}
	for _, p := range plans {
		for key, use := range usesOf(p) {
			call, ok := s.calls[key]
			if !ok {
				call = &sharedCall{answers: map[string]*sharedAnswer{}, left: map[int]bool{}}
				s.calls[key] = call
			}
			call.left[len(call.plans)] = true
			call.plans = append(call.plans, p)
			call.list = call.list || use.list
			call.repeated = call.repeated || use.repeated
		}
	}
	return s
}

// use is what a plan makes a call for.
type use struct{ list, repeated bool }

// usesOf returns the plan's calls by their text, and whether it makes them with the
// same path more than once: under parents that are not in the path.
func usesOf(p *plan.Plan) map[string]use {
	uses := map[string]use{}
	bound := 0
	for _, level := range p.Chain {
		if c := level.Call; c != nil {
			_, twice := uses[c.String()]
			uses[c.String()] = use{list: true, repeated: twice || len(c.Path.Variables()) < bound}
		}
		bound += len(level.Binds)
	}
	// The plan's own call meets no path twice: see distinct.
	if _, parent := uses[p.Call.String()]; !parent {
		uses[p.Call.String()] = use{}
	}
	return uses
}

// isList reports whether a plan of the run takes values from the call's answers.
func (s *sharedAnswers) isList(c *plan.Call) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	call := s.calls[c.String()]
	return call != nil && call.list
}

// shares reports whether an answer to the call is asked for more than once.
func (s *sharedAnswers) shares(c *plan.Call) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	call := s.calls[c.String()]
	return call != nil && c.Operation.Method == http.MethodGet && (len(call.plans) > 1 || call.repeated)
}

// claim returns the answer to a path, and whether the caller is to fetch it.
func (s *sharedAnswers) claim(c *plan.Call, path string) claim {
	s.mu.Lock()
	defer s.mu.Unlock()
	call := s.calls[c.String()]
	if a, ok := call.answers[path]; ok {
		return claim{answer: a, path: path}
	}
	a := &sharedAnswer{settled: make(chan struct{}), taken: map[int]bool{}}
	call.answers[path] = a
	return claim{answer: a, path: path, mine: true}
}

// settle publishes the answer to a claim on behalf of the plan that fetched it,
// and keeps it if that is worth it.
func (s *sharedAnswers) settle(p *plan.Plan, c *plan.Call, its claim, a answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	call := s.calls[c.String()]
	its.answer.answer = a
	its.answer.taken[slices.Index(call.plans, p)] = true
	if !call.list || errors.Is(a.err, errAbandoned) || call.spent(its.answer) {
		delete(call.answers, its.path)
	} else {
		s.held.Keep(a.weight())
	}
	close(its.answer.settled)
}

// take notes that a plan has read an answer, and forgets it after the last one
// that still may ask.
func (s *sharedAnswers) take(p *plan.Plan, c *plan.Call, its claim) {
	s.mu.Lock()
	defer s.mu.Unlock()
	call := s.calls[c.String()]
	its.answer.taken[slices.Index(call.plans, p)] = true
	if call.answers[its.path] == its.answer && call.spent(its.answer) {
		s.forget(call, its.path, its.answer)
	}
}

// release tells that a plan makes no more calls.
func (s *sharedAnswers) release(p *plan.Plan) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for key := range usesOf(p) {
		call := s.calls[key]
		if call == nil {
			continue
		}
		delete(call.left, slices.Index(call.plans, p))
		for path, a := range maps.Clone(call.answers) {
			if a.isSettled() && call.spent(a) {
				s.forget(call, path, a)
			}
		}
	}
}

// forget drops an answer that was kept.
func (s *sharedAnswers) forget(call *sharedCall, path string, a *sharedAnswer) {
	delete(call.answers, path)
	s.held.Keep(-a.weight())
}

// spent reports whether no plan will ask for an answer again.
func (c *sharedCall) spent(a *sharedAnswer) bool {
	for place := range c.left {
		if c.repeated || !a.taken[place] {
			return false
		}
	}
	return true
}

func (a *sharedAnswer) isSettled() bool {
	select {
	case <-a.settled:
		return true
	default:
		return false
	}
}
