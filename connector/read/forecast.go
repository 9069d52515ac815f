package read

import (
	"math"
	"sync"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// Forecast is what a read is expected to come to in all, as far as its lists
// are known.
type Forecast struct {
	Records, Calls int64
	// Bytes is what the records come to as JSON, 0 before the first of them.
	Bytes int64
	// Known is false until every level of the chain has been listed at least once.
	Known bool
}

// extent measures a plan while it is read: how many values each level gave,
// under how many partitions of the levels before it.
type extent struct {
	mu     sync.Mutex
	plan   *plan.Plan
	levels []level
	// batched tells whether the calls so far came in batches.
	batched bool
}

// level counts lists and their values, of which those that are done were read before a restart.
type level struct{ lists, values, done int64 }

func (e *extent) begin(p *plan.Plan) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.plan != nil { // what is asked for again was counted before
		return
	}
	e.plan = p
	e.levels = make([]level, len(p.Chain))
}

// listed notes how many values a level has under one partition, and how many of them are done.
func (e *extent) listed(at, values, done int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.levels[at].lists++
	e.levels[at].values += int64(values)
	e.levels[at].done += int64(done)
}

func (e *extent) batches() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.batched = true
}

// Forecast extrapolates from what has been read: each level has as many values
// under every partition as it had on average so far, an answer as many records,
// and a record as many bytes. It may be asked from any goroutine.
func (s *Stats) Forecast() Forecast {
	e := &s.extent
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.plan == nil {
		return Forecast{}
	}
	parents, partitions, calls := 1.0, 1.0, 0.0
	for i, l := range e.levels {
		if l.lists == 0 {
			return Forecast{}
		}
		if e.plan.Chain[i].Call != nil {
			calls += e.callsFor(e.plan.Chain[i].Call, parents, partitions)
		}
		parents = partitions
		partitions = max(partitions*float64(l.values)/float64(l.lists)-float64(l.done), 0)
	}
	calls += e.callsFor(&e.plan.Call, parents, partitions)
	records, known := partitions, true
	if answered := s.Partitions.Load(); answered > 0 {
		records *= float64(s.Records.Load()) / float64(answered)
	} else if items := e.plan.Call.Items; items.List || items.Map {
		known = false
	}
	bytes := 0.0
	if met := s.Records.Load(); met > 0 {
		bytes = records * float64(s.RecordBytes.Load()) / float64(met)
	}
	return Forecast{Records: int64(math.Round(records)), Bytes: int64(math.Round(bytes)), Calls: int64(math.Ceil(calls)), Known: known}
}

// callsFor returns the number of calls for some partitions under their parents:
// a batch holds partitions of one parent.
func (e *extent) callsFor(c *plan.Call, parents, partitions float64) float64 {
	if !e.batched || c.Path.Last() == plan.Fixed || c.Paging.InQuery() || c.Paging.SizeHeader {
		return partitions
	}
	if parents = max(parents, 1); partitions == 0 {
		return 0
	}
	return parents * math.Ceil(partitions/parents/ovhapi.MaxBatch)
}
