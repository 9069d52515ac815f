package sync

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"github.com/rs/zerolog"
	"golang.org/x/sync/semaphore"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/read"
	"source-ovhcloud-api/connector/state"
)

// sampled is how many items of a stream an estimate asks for: two tell whether several come in one
// call.
const sampled = 2

// EstimateCalls returns about how many calls [Estimate] makes.
func EstimateCalls(plans []*plan.Plan) int {
	calls := 0
	for _, p := range plans {
		for _, level := range p.Chain {
			if level.Call != nil {
				calls++
			}
		}
		calls++ // for its items, if they come together
	}
	return calls
}

// Cost is what a first read comes to.
type Cost struct {
	records, calls int64
	streams        int
	// unknown counts the streams of which nothing is known, which are no part of the sum.
	unknown int
	// more tells that some list goes on beyond what was asked for.
	more              bool
	requestsPerSecond float64
}

// Estimate asks for the first items of each plan, and for the lists above them, and extrapolates
// what a first read comes to. It calls nothing that may change the account. What is not known when
// the context ends is said not to be.
func Estimate(ctx context.Context, cfg *config.Config, client *ovhapi.Client, plans []*plan.Plan) Cost {
	forecasts := make([]estimated, len(plans))
	slots := semaphore.NewWeighted(streamsAtOnce)
	var asking sync.WaitGroup
	for i, p := range plans {
		if p.Operation.Method != http.MethodGet || slots.Acquire(ctx, 1) != nil {
			continue
		}
		asking.Go(func() {
			defer slots.Release(1)
			// What cannot be read now is not known, whatever the reason: check has said it, or a
			// read will.
			forecasts[i], _ = estimate(ctx, cfg, client, p)
		})
	}
	asking.Wait()
	cost := Cost{streams: len(plans), requestsPerSecond: cfg.RequestsPerSecond}
	for _, f := range forecasts {
		if !f.Known {
			cost.unknown++
			continue
		}
		cost.records += f.Records
		cost.calls += f.Calls
		cost.more = cost.more || f.more
	}
	return cost
}

type estimated struct {
	read.Forecast
	more bool
}

func estimate(ctx context.Context, cfg *config.Config, client *ovhapi.Client, p *plan.Plan) (e estimated, err error) {
	defer crash.Guard(&err)
	if p.Bounded(true) {
		known, err := client.Clocks(ctx)
		if err != nil {
			return e, err
		}
		horizon := plan.NewHorizon(cfg, known)
		first, _ := state.Resume(nil, p, state.Sync{Incremental: true, Horizon: horizon})
		p = p.Within(first.Interval, horizon)
	}
	var stats read.Stats
	reader := read.NewReader(client, nil, zerolog.Nop())
	seen, err := reader.Preview(ctx, p, sampled, &stats, func([]byte) error { return nil })
	if err != nil {
		return e, err
	}
	return estimated{stats.Forecast(), seen.More}, nil
}

// time says how long the calls take.
func (c Cost) time() string {
	if took := timeFor(c.calls, c.requestsPerSecond); took > 0 {
		return took.String()
	}
	return "less than a second"
}

// String says the cost in a sentence.
func (c Cost) String() string {
	if c.unknown == c.streams {
		return fmt.Sprintf("What a read of %s comes to is not known.", words.Count(c.streams, "stream"))
	}
	about := "about"
	if c.more {
		about = "at least"
	}
	var unknown string
	if c.unknown > 0 {
		unknown = fmt.Sprintf("; %s not counted, of which nothing is known", words.Count(c.unknown, "stream"))
	}
	parts := []string{
		fmt.Sprintf("A first read of %s comes to %s %s in %s", words.Count(c.streams, "stream"), about, words.Count(c.records, "record"), words.Count(c.calls, "call")),
		fmt.Sprintf("%s at %v calls a second%s.", c.time(), c.requestsPerSecond, unknown),
	}
	return strings.Join(parts, ": ")
}
