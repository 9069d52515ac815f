package read

import (
	"context"
	"errors"
	"time"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/internal/pipeline"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

const (
	// mostPreviewCalls bounds a preview of an account where most of what is asked for is empty or
	// gone. It is more than twenty records take in chains of four lists, with one call under each
	// parent and for each record, and five seconds at the pace that is usual.
	mostPreviewCalls = 100
	// previewWithin is as long as a person may look at a page that does not come. It ends a preview
	// whose calls are slow, or whose configuration allows few of them a second.
	previewWithin = 30 * time.Second
)

// errPreviewLate is the end of a preview's time.
var errPreviewLate = errors.New("the preview has used all of its time")

// Previewed tells how much of a stream a preview saw.
type Previewed struct {
	// More tells that the last answer has, or may have, pages that were not
	// fetched: what stats tell of the whole is a lower bound.
	More bool
	// Stopped tells that the preview's calls or time were used up before there
	// were enough records.
	Stopped bool
}

// Preview gives the first records of a plan to take: all of each answer until
// there are enough of them. It makes one call at a time and none beyond, but for
// a list that shows where a batch ends, so that stats then tell what the whole
// would come to ([Stats.Forecast]). Where
// there is little to find it stops after 100 calls or 30 seconds, with what it
// has and no error. It shares no lists with the reader's plans.
func (r *Reader) Preview(ctx context.Context, p *plan.Plan, enough int64, stats *Stats, take func(record []byte) error) (Previewed, error) {
	within, cancel := context.WithTimeoutCause(ctx, previewWithin, errPreviewLate)
	defer cancel()
	run := newReader(newPreviewClient(r.client, mostPreviewCalls), []*plan.Plan{p}, zerolog.Nop(), r.limits).newRun(p, stats, 1)
	var seen Previewed
	run.taken = func(page *ovhapi.Response) error {
		if stats.Records.Load() < enough {
			return nil
		}
		seen.More = page != nil && mayFollow(p, page)
		// The last partition has answered, whatever follows: a forecast counts it.
		stats.Partitions.Add(1)
		return ErrEnough
	}
	_, err := run.read(within, run.firstAnswers(int(enough)), nil, false, firstRecords(take))
	late := ctx.Err() == nil && within.Err() != nil
	if errors.Is(err, errPreviewSpent) || err != nil && late {
		return Previewed{More: true, Stopped: true}, nil
	}
	return seen, err
}

// firstRecords is the sink of a preview, which keeps no state.
type firstRecords func(record []byte) error

func (take firstRecords) Record(record []byte) error { return take(record) }
func (firstRecords) Checkpoint([]string) error       { return nil }
func (firstRecords) Owe([]string)                    {}

// mayFollow reports whether a page may have another after it: where pages are
// asked for by query parameters, only the next one tells.
func mayFollow(p *plan.Plan, page *ovhapi.Response) bool {
	return p.Call.Paging.InQuery() || ovhapi.HasNext(page)
}

// firstAnswers returns the answers to the plan's own call as a read does, but for
// no more partitions at a time than are enough: a batch that OVH refuses falls
// apart into as many calls.
func (run *run) firstAnswers(enough int) pipeline.Source[answer] {
	own := run.lister.chunks
	own.most = min(enough, own.most)
	// The first parents mostly have enough below them. Where they have not, batches that double come
	// through many; and one that OVH refuses falls apart into few calls.
	run.lister.chunks.first = 1
	return run.answersIn(own, run.lister.partitions(nil))
}
