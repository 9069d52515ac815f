package read

import (
	"context"
	"iter"
	"slices"

	"source-ovhcloud-api/connector/internal/percent"
	"source-ovhcloud-api/connector/internal/pipeline"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// chunker groups partitions for calls.
type chunker struct {
	trials *trials
	most   int // partitions in a batch
}

// chunk groups the partitions that one batch of a call can ask for: following
// each other, equal but for the call's last variable, within the limits of a
// batch. The order stays.
func (k chunker) chunk(in pipeline.Source[[]string], c *plan.Call) pipeline.Source[[][]string] {
	return func(ctx context.Context) iter.Seq2[[][]string, error] {
		return func(yield func([][]string, error) bool) {
			joins, operation := joins(c), c.String()
			b := k.bundle(c)
			for partition, err := range in(ctx) {
				// While batches are being tried this waits for the outcome, so that few have to be
				// taken apart again.
				if err == nil && joins && !k.trials.refuses(ctx, operation) && b.takes(partition) {
					b.add(partition)
					continue
				}
				if len(b.partitions) > 0 && !yield(b.partitions, nil) {
					return
				}
				b = k.bundle(c)
				if err != nil {
					if !yield(nil, err) {
						return
					}
					continue
				}
				b.add(partition)
			}
			if len(b.partitions) > 0 {
				yield(b.partitions, nil)
			}
		}
	}
}

// inChunks fetches partitions in chunks, as many beside each other as the window holds, and
// gives what was fetched in the order of the partitions. Until it is known whether the operation
// answers batches there is one chunk at a time: if it does not, the next ones are single
// partitions, which keep their order on the way, too.
func inChunks[Out any](k chunker, in pipeline.Source[[]string], c *plan.Call, h *pipeline.Held, weigh func([]Out) int64, window int, fetch func(context.Context, [][]string) []Out) pipeline.Source[Out] {
	return func(ctx context.Context) iter.Seq2[Out, error] {
		ended := make(chan struct{}, 1) // a chunk of several
		chunks := func(ctx context.Context) iter.Seq2[[][]string, error] {
			return func(yield func([][]string, error) bool) {
				for chunk, err := range k.chunk(in, c)(ctx) {
					if !yield(chunk, err) {
						return
					}
					if len(chunk) > 1 && !k.trials.known(c.String()) {
						select {
						case <-ended:
						case <-ctx.Done():
						}
					}
				}
			}
		}
		return pipeline.Flatten(pipeline.MapWithin(h, weigh, chunks, window, func(ctx context.Context, chunk [][]string) ([]Out, error) {
			defer func() {
				if len(chunk) > 1 {
					select {
					case ended <- struct{}{}:
					default: // nobody waits
					}
				}
			}()
			return fetch(ctx, chunk), nil
		}))(ctx)
	}
}

// joins reports whether a call is worth asking in batches.
func joins(c *plan.Call) bool {
	return c.Operation.Method == "GET" && c.Path.Joinable() && !c.Paging.SizeHeader && !c.Paging.InQuery()
}

// bundle collects the partitions of one batch.
type bundle struct {
	call       *plan.Call
	variables  []int // of its path
	most       int   // partitions
	partitions [][]string
	bytes      int
}

func (k chunker) bundle(c *plan.Call) bundle {
	return bundle{call: c, variables: c.Path.Variables(), most: k.most}
}

// takes reports whether another partition fits.
func (b *bundle) takes(partition []string) bool {
	if len(b.partitions) == 0 || len(b.partitions) == b.most {
		return false
	}
	last, first := b.call.Path.Last(), b.partitions[0]
	if !ovhapi.Batchable(partition[last]) || !ovhapi.Batchable(first[last]) || b.bytes+size(partition[last]) > ovhapi.MaxBatchBytes {
		return false
	}
	for _, v := range b.variables {
		if v != last && partition[v] != first[v] {
			return false
		}
	}
	return !slices.ContainsFunc(b.partitions, func(p []string) bool { return p[last] == partition[last] })
}

func (b *bundle) add(partition []string) {
	b.partitions = append(b.partitions, partition)
	if last := b.call.Path.Last(); last != plan.Fixed {
		b.bytes += size(partition[last])
	}
}

// size is the room of an id in a batch, with its separator.
func size(id string) int { return len(percent.Segment(id)) + 1 }
