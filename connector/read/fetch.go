package read

import (
	"context"

	"github.com/rs/zerolog"
	"golang.org/x/sync/semaphore"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// fetcher fetches the answers to a call for some partitions, which differ in
// the call's last variable only: one answer for each, in their order. It may be
// used by many goroutines at once.
type fetcher interface {
	fetch(ctx context.Context, c *plan.Call, partitions [][]string) []answer
}

// answer is what one partition's call gave so far: its first page, or all
// pages where they came together, or why there is none.
type answer struct {
	partition []string
	request   *ovhapi.Request // what first answers
	first     *ovhapi.Response
	pages     [][]byte
	err       error
}

// fetchers are how a read of one plan fetches.
type fetchers struct {
	// lists fetches what gives values to the levels of the chain: all pages of it.
	lists fetcher
	// own fetches the answers that become records: their first pages, or all
	// pages of what is a list of the run besides.
	own fetcher
	// pages fetches the pages behind the first.
	pages *pages
}

// newFetchers puts together how a read of a plan fetches. Each step does one
// thing and leaves the rest to the next:
//
//	lists  share -> whole -> batch -> window -> pages -> client
//	own    share ----------> batch -> window -> pages -> client
//
// Sharing comes first: what another stream has asked for needs no call. It
// shares lists whole, because the first page of one is of no use to anybody; an
// answer of the stream's own may be larger than what fits into memory, and is
// followed page by page as it is written. Batching stands before the window,
// which bounds calls: a batch is one call, and what it has to ask for singly are
// many.
func (r *Reader) newFetchers(p *plan.Plan, stats *Stats, log zerolog.Logger, window int) fetchers {
	pages := &pages{client: r.client, sizes: &r.sizes, outcomes: r.outcomes, stats: stats, log: log}
	windowed := &windowed{next: pages, slots: semaphore.NewWeighted(int64(window))}
	batched := &batched{next: windowed, client: r.client, trials: r.trials, outcomes: r.outcomes, stats: stats, log: log}
	f := fetchers{pages: pages}
	f.lists = &shared{next: &whole{next: batched, pages: pages}, answers: r.answers, plan: p}
	f.own = &shared{next: batched, answers: r.answers, plan: p}
	if r.answers.isList(&p.Call) {
		f.own = f.lists
	}
	return f
}
