package read

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"sync/atomic"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/internal/pipeline"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/record"
)

// Client makes the calls of a read; *[ovhapi.Client] is one.
type Client interface {
	// Do makes one call.
	Do(ctx context.Context, request ovhapi.Request) (*ovhapi.Response, error)
	// PagesAfter yields the pages that follow a page of the answer to request.
	PagesAfter(ctx context.Context, request ovhapi.Request, page *ovhapi.Response) iter.Seq2[*ovhapi.Response, error]
	// Batch makes one call for several ids, which stand between the request's
	// path and suffix.
	Batch(ctx context.Context, request ovhapi.Request, ids []string, suffix string) ([]json.RawMessage, error)
}

// Sink takes what a read yields. A read calls it from one goroutine. An error
// ends the read; [ErrEnough] does so without being one.
type Sink interface {
	// Record takes one record, a JSON object that is valid until it returns; not so with
	// [ErrEnough].
	Record(record []byte) error
	// Checkpoint tells that every record up to and including those of the
	// partition with these values has been given.
	Checkpoint(partition []string) error
	// Owe tells that a partition was passed over whose answer may come in a later read; where all
	// below a parent were, because their list failed, it is the values of that, fewer than a
	// partition has.
	Owe(partition []string)
}

// Stats counts what a read did. It may be read while the read goes on.
type Stats struct {
	ovhapi.Stats
	Records, Skipped, Partitions atomic.Int64
	// RecordBytes is what the records come to as JSON.
	RecordBytes atomic.Int64
	// Batched counts the partitions that came as part of a batch.
	Batched atomic.Int64

	extent extent
}

// Reader reads the plans of one run, which share their lists.
type Reader struct {
	client  Client
	limits  limits
	answers *sharedAnswers
	trials  *trials
	sizes   sizes
	held    *pipeline.Held
	log     zerolog.Logger

	outcomes *outcomes
	told     *record.Told
}

// NewReader makes a reader for plans, all of which must be read by it.
func NewReader(client Client, plans []*plan.Plan, log zerolog.Logger) *Reader {
	return newReader(client, plans, log, usual)
}

func newReader(client Client, plans []*plan.Plan, log zerolog.Logger, limits limits) *Reader {
	held := pipeline.NewHeld(limits.held)
	return &Reader{client: client, limits: limits, answers: newSharedAnswers(plans, held), trials: newTrials(), held: held, log: log, outcomes: newOutcomes(), told: &record.Told{}}
}

// run is one read of one plan.
type run struct {
	fetchers

	plan   *plan.Plan
	lister *lister
	stats  *Stats
	held   *pipeline.Held
	window int
	log    zerolog.Logger
	told   *record.Told
	// taken is told of each page when all of its records have been given, with nil
	// for all pages of a partition that came together. Its error ends the read.
	taken func(page *ovhapi.Response) error
}

func (r *Reader) newRun(p *plan.Plan, stats *Stats, window int) *run {
	stats.extent.begin(p)
	log := r.log.With().Str("stream", p.Name()).Logger()
	f := r.newFetchers(p, stats, log, window)
	chunks := chunker{trials: r.trials, most: r.limits.batch}
	return &run{
		taken:    func(*ovhapi.Response) error { return nil },
		fetchers: f, plan: p, stats: stats, held: r.held, window: window, log: log, told: r.told,
		lister: &lister{plan: p, lists: f.lists, chunks: chunks, window: window, held: r.held, ahead: r.limits.ahead, outcomes: r.outcomes, stats: stats},
	}
}

// End says how far a read came that met no error.
type End int

const (
	// Stopped is before the plan's end: nothing is known of the rest.
	Stopped End = iota
	// Whole is the plan's end: every record has been given.
	Whole
)

// ErrEnough is what a [Sink] returns to stop a read that has met no error.
var ErrEnough = errors.New("the sink has enough")

// Read gives every record of a plan to sink, in the order of the partitions,
// leaving out the partitions up to and including after (nil for none) and all
// but what is selected (nil for all). The order of the records does not depend on the order in
// which calls end.
//
// The error is what ended the read; without one, End says whether that was the
// plan's end. Partitions that have an answer of their own accord (gone, not the
// user's) are counted in stats and logged. Several plans may be read at once,
// each once.
func (r *Reader) Read(ctx context.Context, p *plan.Plan, after []string, selected *plan.FieldTree, stats *Stats, sink Sink) (End, error) {
	defer r.answers.release(p)
	run := r.newRun(p, stats, r.limits.window)
	if after != nil {
		r.outcomes.before(&p.Call, after)
	}
	return run.read(ctx, run.answers(after), selected, after != nil, sink)
}

// read gives the records of answers to the sink. resumed tells that an earlier
// read has been answered.
func (run *run) read(ctx context.Context, answers pipeline.Source[answer], selected *plan.FieldTree, resumed bool, sink Sink) (End, error) {
	records := record.New(run.plan, selected, run.log, func(record []byte) error {
		run.stats.Records.Add(1)
		run.stats.RecordBytes.Add(int64(len(record)))
		err := sink.Record(record)
		if errors.Is(err, ErrEnough) { // it was not taken
			run.stats.Records.Add(-1)
			run.stats.RecordBytes.Add(-int64(len(record)))
		}
		return err
	})
	skips := newSkips()
	defer func() {
		skips.tell(run.log)
		records.Tell(run.told)
	}()
	answered := resumed
	for a, err := range answers(ctx) {
		if err = errors.Join(err, run.itemError(a)); err == nil {
			a.err = run.deliver(ctx, a, records)
			if a.err != nil && !is[*cutOffError](a.err) {
				return Stopped, unlessEnough(a.err)
			}
			err = run.itemError(a)
		}
		if err != nil {
			if err := run.skip(ctx, skips, err, sink); err != nil {
				return Stopped, err
			}
		} else {
			answered = true
			skips.answered()
			run.stats.Partitions.Add(1)
		}
		// A parent that was skipped has no partition of the plan's own. And until one
		// has answered, a state would hide from the next read that none has, or that
		// OVH failed at all from some partition on. The next read asks for the partition of
		// the state again to find out whether OVH is there.
		if a.partition != nil && answered && skips.failed == 0 && run.plan.Resumable() {
			if err := sink.Checkpoint(a.partition); err != nil {
				return Stopped, unlessEnough(err)
			}
		}
	}
	if ctx.Err() != nil {
		return Stopped, context.Cause(ctx)
	}
	// Too few in the end to be an outage by their number may be the beginning of one.
	if answered && skips.failed > skips.probed && !run.pages.known {
		if err := run.probe(ctx, skips); err != nil {
			return Stopped, err
		}
	}
	if err := skips.conclude(answered || run.lister.empty.Load() > 0, run.plan); err != nil {
		return Stopped, err
	}
	if !answered {
		skips.tellEmpty(run.log)
	}
	return Whole, nil
}

// unlessEnough returns the error of a sink, nil where that only has enough.
func unlessEnough(err error) error {
	if errors.Is(err, ErrEnough) {
		return nil
	}
	return err
}

// typed reports whether the user wrote values of the plan's placeholders.
func typed(p *plan.Plan) bool {
	return slices.ContainsFunc(p.Chain, func(l plan.Level) bool { return l.Typed })
}

// answers returns the answers to the plan's own call, in the order of the partitions.
func (run *run) answers(after []string) pipeline.Source[answer] {
	return run.answersTo(run.lister.partitions(after))
}

// answersTo returns the answers to the plan's own call for some partitions, in their order.
func (run *run) answersTo(partitions pipeline.Source[[]string]) pipeline.Source[answer] {
	return run.answersIn(run.lister.chunks, partitions)
}

// answersIn is answersTo with the partitions grouped in another way.
func (run *run) answersIn(chunks chunker, partitions pipeline.Source[[]string]) pipeline.Source[answer] {
	c := &run.plan.Call
	return inChunks(chunks, partitions, c, run.held, weight, run.window, func(ctx context.Context, chunk [][]string) []answer {
		return run.own.fetch(ctx, c, chunk)
	})
}

// deliver gives the records of an answer to the sink. Where OVH has forgotten
// the cursor of a page that is still to come, the partition is read anew, once: its
// first records come twice, but none is missing.
func (run *run) deliver(ctx context.Context, a answer, records *record.Recorder) error {
	c := &run.plan.Call
	err := run.deliverPages(ctx, a, records)
	if !cursorRefused(c, err) {
		return err
	}
	run.log.Warn().Msgf("reading the pages anew from the first: %v", err)
	if a = run.own.fetch(ctx, c, [][]string{a.partition})[0]; a.err != nil {
		return &cutOffError{a.err}
	}
	return run.deliverPages(ctx, a, records)
}

// deliverPages gives the records of an answer to the sink, page by page.
func (run *run) deliverPages(ctx context.Context, a answer, records *record.Recorder) error {
	records.Partition(a.partition)
	for _, page := range a.pages {
		if err := records.Records(page); err != nil {
			return err
		}
	}
	if a.first == nil {
		return run.taken(nil)
	}
	if err := run.take(a.first, records); err != nil {
		return err
	}
	for page, err := range run.pagesBehind(a)(ctx) {
		if err != nil {
			return &cutOffError{err}
		}
		if err := run.take(page, records); err != nil {
			return err
		}
	}
	return nil
}

// take gives the records of a page to the sink.
func (run *run) take(page *ovhapi.Response, records *record.Recorder) error {
	var err error
	if page.Elements != nil {
		err = records.Elements(page.Elements)
	} else {
		err = records.Records(page.Body)
	}
	for _, piece := range page.Rest {
		if err == nil {
			err = records.Records(piece)
		}
	}
	if err != nil {
		return err
	}
	return run.taken(page)
}

// pagesBehind returns the pages that follow the first. Unless the window is one
// call, the next one is fetched while this one is written.
func (run *run) pagesBehind(a answer) pipeline.Source[*ovhapi.Response] {
	pages := func(ctx context.Context) iter.Seq2[*ovhapi.Response, error] {
		return run.pages.after(ctx, &run.plan.Call, a)
	}
	if run.window == 1 {
		return pages
	}
	itself := func(_ context.Context, page *ovhapi.Response) (*ovhapi.Response, error) { return page, nil }
	return pipeline.Map(pages, 1, itself)
}
