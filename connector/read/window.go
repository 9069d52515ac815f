package read

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"

	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/plan"
)

// window is how many calls of a stream are under way or waiting for their
// turn to be released. The budget bounds how many calls begin per second; the
// window must not be what holds them back: at 20 calls a second it is full
// only when an answer takes longer than three seconds.
const window = 64

// windowed fetches partitions beside each other, each by a call of its own, as
// many at a time as there are slots.
type windowed struct {
	next  fetcher
	slots *semaphore.Weighted
}

func (w *windowed) fetch(ctx context.Context, c *plan.Call, partitions [][]string) []answer {
	answers := make([]answer, len(partitions))
	var calls sync.WaitGroup
	for i := range partitions {
		calls.Go(func() { answers[i] = w.one(ctx, c, partitions[i:i+1]) })
	}
	calls.Wait()
	return answers
}

// one fetches a single partition. A panic is its error.
func (w *windowed) one(ctx context.Context, c *plan.Call, partition [][]string) (a answer) {
	a.partition = partition[0]
	defer crash.Guard(&a.err)
	if err := w.slots.Acquire(ctx, 1); err != nil {
		a.err = context.Cause(ctx)
		return a
	}
	defer w.slots.Release(1)
	return w.next.fetch(ctx, c, partition)[0]
}
