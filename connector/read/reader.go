package read

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"slices"
	"sync/atomic"

	"github.com/rs/zerolog"
	"golang.org/x/sync/semaphore"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
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

// Sink takes what a read yields. A read calls it from one goroutine.
type Sink interface {
	// Record takes one record, a JSON object that is valid until it returns.
	Record(record []byte) error
	// Checkpoint tells that every record up to and including those of the
	// partition with these values has been given.
	Checkpoint(partition []string) error
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

// window is how many calls of a stream are under way or waiting for their
// turn to be released. The budget bounds how many calls begin per second; the
// window must not be what holds them back: at 20 calls a second it is full
// only when an answer takes longer than three seconds.
const window = 64

// Reader reads the plans of one run, which share their lists.
type Reader struct {
	client  Client
	limits  limits
	lists   *lists
	batches *batches
	sizes   sizes
	held    held
	log     zerolog.Logger
}

// NewReader makes a reader for plans, all of which must be read by it.
func NewReader(client Client, plans []*plan.Plan, log zerolog.Logger) *Reader {
	return newReader(client, plans, log, usual)
}

func newReader(client Client, plans []*plan.Plan, log zerolog.Logger, limits limits) *Reader {
	return &Reader{client: client, limits: limits, lists: newLists(plans), batches: newBatches(), held: held{most: limits.held}, log: log}
}

// run is one read of one plan.
type run struct {
	reader *Reader
	plan   *plan.Plan
	stats  *Stats
	window int
	slots  *semaphore.Weighted // for calls of one partition each
	log    zerolog.Logger
	empty  atomic.Int64 // parents that answered with an empty list
}

func (r *Reader) newRun(p *plan.Plan, stats *Stats, window int) *run {
	stats.extent.begin(p)
	return &run{reader: r, plan: p, stats: stats, window: window, slots: semaphore.NewWeighted(int64(window)),
		log: r.log.With().Str("stream", p.Name()).Logger()}
}

// Read gives every record of a plan to sink, in the order of the partitions,
// leaving out the partitions up to and including after (nil for none) and all
// but the columns given (nil for all). The order of the records does not depend on the order in
// which calls end.
//
// The error is what ended the read; partitions that have an answer of their
// own accord (gone, not the user's) are counted in stats and logged. Several
// plans may be read at once, each once.
func (r *Reader) Read(ctx context.Context, p *plan.Plan, after []string, columns map[string]bool, stats *Stats, sink Sink) error {
	defer r.lists.release(p)
	run := r.newRun(p, stats, r.limits.window)
	records := newRecorder(p, newSelection(p, columns))
	var skips skipped
	answered := 0
	for a, err := range run.answers(after)(ctx) {
		if err = errors.Join(err, a.err); err != nil {
			v := judge(err)
			if v == fails {
				return err
			}
			skips.add(v, err)
			stats.Skipped.Add(1)
			run.log.Warn().Msgf("skipped: %v", err)
		} else {
			if err := run.deliver(ctx, a, records, sink); err != nil {
				return err
			}
			answered++
			stats.Partitions.Add(1)
		}
		// A parent that was skipped has no partition of the plan's own. And until
		// one has answered, a state would hide from the next read that none has.
		if a.partition != nil && (answered > 0 || after != nil) && p.Resumable() {
			if err := sink.Checkpoint(a.partition); err != nil {
				return err
			}
		}
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	// What an earlier read was answered is an answer, too.
	if after != nil {
		answered++
	}
	if err := skips.conclude(answered+int(run.empty.Load()), typed(p)); err != nil {
		return err
	}
	if answered == 0 && skips.total() > 0 {
		run.log.Warn().Msgf("no records: all %d items are gone", skips.total())
	}
	return nil
}

// typed tells whether the user wrote values of the plan's placeholders.
func typed(p *plan.Plan) bool {
	return slices.ContainsFunc(p.Chain, func(l plan.Level) bool { return l.Typed })
}

// answer is what one partition's call gave so far: its first page, or all
// pages where they came together, or why there is none.
type answer struct {
	partition []string
	request   ovhapi.Request
	first     *ovhapi.Response
	pages     [][]byte
	err       error
}

// answers gives the answers to the plan's own call, in the order of the partitions.
func (run *run) answers(after []string) source[answer] {
	c := &run.plan.Call
	chunks := run.chunk(run.partitions(after), c)
	return flatten(mapOrderedWithin(&run.reader.held, weight, chunks, run.window, func(ctx context.Context, partitions [][]string) ([]answer, error) {
		return run.reader.lists.get(ctx, run, c, partitions), nil
	}))
}

// deliver gives the records of an answer to the sink. Where OVH has forgotten
// the cursor of a page that is still to come, the partition is read anew, once: its
// first records come twice, but none is missing.
func (run *run) deliver(ctx context.Context, a answer, records *recorder, sink Sink) error {
	c := &run.plan.Call
	err := run.deliverPages(ctx, a, records, sink)
	if !cursorRefused(c, err) {
		return err
	}
	run.log.Warn().Msgf("reading the pages anew from the first: %v", err)
	if a = run.single(ctx, c, a.partition); a.err != nil {
		return a.err
	}
	return run.deliverPages(ctx, a, records, sink)
}

// deliverPages gives the records of an answer to the sink, fetching the pages
// that are still to come one ahead.
func (run *run) deliverPages(ctx context.Context, a answer, records *recorder, sink Sink) error {
	records.partition(a.partition)
	emit := func(record []byte) error {
		run.stats.Records.Add(1)
		run.stats.RecordBytes.Add(int64(len(record)))
		return sink.Record(record)
	}
	for _, page := range a.pages {
		if err := records.records(page, a.partition, emit); err != nil {
			return err
		}
	}
	if a.first == nil {
		return nil
	}
	if err := records.records(a.first.Body, a.partition, emit); err != nil {
		return err
	}
	// The next page comes while this one is written.
	pages := func(ctx context.Context) iter.Seq2[*ovhapi.Response, error] {
		return run.pagesAfter(ctx, &run.plan.Call, a)
	}
	itself := func(_ context.Context, page *ovhapi.Response) (*ovhapi.Response, error) { return page, nil }
	for page, err := range mapOrdered(pages, 1, itself)(ctx) {
		if err != nil {
			return &cutOffError{err}
		}
		if err := records.records(page.Body, a.partition, emit); err != nil {
			return err
		}
	}
	return nil
}

// whole fetches what pages of an answer are still to come, anew from the first,
// once, where OVH has forgotten a page's cursor.
func (run *run) whole(ctx context.Context, c *plan.Call, a answer) answer {
	whole := run.follow(ctx, c, a)
	if !cursorRefused(c, whole.err) {
		return whole
	}
	run.log.Warn().Msgf("reading the pages anew from the first: %v", whole.err)
	return run.follow(ctx, c, run.single(ctx, c, a.partition))
}

// follow fetches the pages after the first.
func (run *run) follow(ctx context.Context, c *plan.Call, a answer) answer {
	if a.err != nil || a.first == nil {
		return a
	}
	a.pages = [][]byte{a.first.Body}
	for page, err := range run.pagesAfter(ctx, c, a) {
		if err != nil {
			return answer{partition: a.partition, err: &cutOffError{err}}
		}
		a.pages = append(a.pages, page.Body)
	}
	a.first = nil
	return a
}

// cutOffError is a page after the first that was refused: the item exists, so
// its records would be incomplete if it were passed over.
type cutOffError struct{ err error }

func (e *cutOffError) Error() string { return e.err.Error() }
func (e *cutOffError) Unwrap() error { return e.err }

// cursorRefused tells whether a page was refused for the cursor that asks for
// it, which OVH keeps for a time that it does not tell.
func cursorRefused(c *plan.Call, err error) bool {
	if !is[*cutOffError](err) || c.Paging.InQuery() || is[*ovhapi.PreparationError](err) {
		return false
	}
	refused, ok := errors.AsType[*ovhapi.Error](err)
	return ok && refused.Status == http.StatusBadRequest && !refused.BadCredential()
}

func (run *run) request(c *plan.Call, path string) ovhapi.Request {
	op := c.Operation
	return ovhapi.Request{
		Method: op.Method,
		Branch: op.Branch,
		Path:   path,
		Route:  op.Path,
		Query:  plan.EncodeQuery(c.Query),
		Body:   c.Body,
		NoAuth: op.NoAuthentication,
		Stats:  &run.stats.Stats,
	}
}
