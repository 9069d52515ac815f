package read

import (
	"context"
	"errors"
	"sync"

	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// batches remembers, over a run, which operations answer batches. OVH does not
// promise that any does, so the first batch of an operation is a trial that
// its other batches wait for.
type batches struct {
	mu     sync.Mutex
	trials map[string]*trial
}

type trial struct {
	over    chan struct{} // closed when the outcome is known
	refused bool
}

func newBatches() *batches { return &batches{trials: map[string]*trial{}} }

// begin tells whether an operation is to be asked in a batch; settle must be
// called with what came of it. It waits for a trial under way.
func (b *batches) begin(ctx context.Context, operation string) (ask bool, settle func(outcome)) {
	for {
		b.mu.Lock()
		t, known := b.trials[operation]
		if !known {
			t = &trial{over: make(chan struct{})}
			b.trials[operation] = t
			b.mu.Unlock()
			return true, func(o outcome) { b.conclude(operation, t, o) }
		}
		b.mu.Unlock()
		select {
		case <-t.over:
		case <-ctx.Done():
			return false, func(outcome) {}
		}
		b.mu.Lock()
		current := b.trials[operation] == t
		refused := t.refused
		b.mu.Unlock()
		if current {
			return !refused, func(o outcome) { b.revise(t, o) }
		}
	}
}

// outcome is what a batch says of its operation.
type outcome int

const (
	batchUndecided outcome = iota // nothing: the items may be at fault
	batchAnswered
	batchRefused
)

// conclude ends a trial. An undecided one is forgotten: the next batch is another.
func (b *batches) conclude(operation string, t *trial, o outcome) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t.refused = o == batchRefused
	if o == batchUndecided {
		delete(b.trials, operation)
	}
	close(t.over)
}

// revise notes that an operation which had answered batches refused one.
func (b *batches) revise(t *trial, o outcome) {
	b.mu.Lock()
	defer b.mu.Unlock()
	t.refused = t.refused || o == batchRefused
}

// refuses tells whether an operation is known to refuse batches, after the
// trial that is under way, if one is.
func (b *batches) refuses(ctx context.Context, operation string) bool {
	b.mu.Lock()
	t, known := b.trials[operation]
	b.mu.Unlock()
	if !known {
		return false
	}
	select {
	case <-t.over:
	case <-ctx.Done():
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return t.refused
}

// fetch makes a call for some partitions, which differ in its last variable
// only, and gives an answer for each: in one batch where OVH has those, else
// one by one. A partition without a value in the batch is asked for by itself,
// so that its real error is seen.
func (run *run) fetch(ctx context.Context, c *plan.Call, partitions [][]string) []answer {
	if len(partitions) == 1 {
		return []answer{run.single(ctx, c, partitions[0])}
	}
	ask, settle := run.reader.batches.begin(ctx, c.String())
	if !ask {
		return run.singles(ctx, c, partitions)
	}
	values, err := run.batch(ctx, c, partitions)
	if err != nil {
		return run.afterRefusal(ctx, c, partitions, err, settle)
	}
	settle(batchAnswered)
	run.stats.extent.batches()
	answers := make([]answer, len(partitions))
	var without []int
	for i, v := range values {
		if answers[i] = (answer{partition: partitions[i], pages: [][]byte{v}}); v == nil {
			without = append(without, i)
		}
	}
	run.stats.Batched.Add(int64(len(partitions) - len(without)))
	run.fill(ctx, c, answers, without)
	return answers
}

func (run *run) batch(ctx context.Context, c *plan.Call, partitions [][]string) (bodies [][]byte, err error) {
	// The trial of the operation has an outcome whatever happens: others wait for it.
	defer crash.Guard(&err)
	last := c.Path.Last()
	ids := make([]string, len(partitions))
	for i, p := range partitions {
		ids[i] = p[last]
	}
	prefix, suffix := c.Path.Around(partitions[0])
	values, err := run.reader.client.Batch(ctx, run.request(c, prefix), ids, suffix)
	if err != nil {
		return nil, err
	}
	bodies = make([][]byte, len(values))
	for i, v := range values {
		bodies[i] = v
	}
	return bodies, nil
}

// afterRefusal answers partitions whose batch was refused. A refusal is taken
// for one of batches only if a partition by itself is answered: what they have
// in common may be gone, or someone else's.
func (run *run) afterRefusal(ctx context.Context, c *plan.Call, partitions [][]string, err error, settle func(outcome)) []answer {
	if !worthSingles(err) {
		settle(batchUndecided)
		answers := make([]answer, len(partitions))
		for i, p := range partitions {
			answers[i] = answer{partition: p, err: err}
		}
		return answers
	}
	answers := run.singles(ctx, c, partitions)
	o := batchUndecided
	for _, a := range answers {
		if a.err == nil {
			o = batchRefused
		}
	}
	if o == batchRefused {
		run.log.Info().Msgf("%s does not answer batches, its items are read one by one: %v", c, err)
	}
	settle(o)
	return answers
}

// worthSingles tells whether items may be answered by themselves after their
// batch was not: not if the right, the credential or the time was what lacked.
func worthSingles(err error) bool {
	if _, unusable := errors.AsType[*ovhapi.BatchError](err); unusable {
		return true
	}
	if _, later := errors.AsType[*ovhapi.TransientError](err); later {
		return false
	}
	api, ok := errors.AsType[*ovhapi.Error](err)
	return ok && !api.NotGranted() && !api.BadCredential()
}

// singles makes a call for each partition.
func (run *run) singles(ctx context.Context, c *plan.Call, partitions [][]string) []answer {
	answers := make([]answer, len(partitions))
	all := make([]int, len(partitions))
	for i, p := range partitions {
		answers[i].partition, all[i] = p, i
	}
	run.fill(ctx, c, answers, all)
	return answers
}

// fill makes the calls of some of the answers.
func (run *run) fill(ctx context.Context, c *plan.Call, answers []answer, places []int) {
	var calls sync.WaitGroup
	for _, i := range places {
		calls.Go(func() { answers[i] = run.single(ctx, c, answers[i].partition) })
	}
	calls.Wait()
}

// single makes the call for one partition, as one of as many as the window of
// the stream allows.
func (run *run) single(ctx context.Context, c *plan.Call, partition []string) (a answer) {
	a = answer{partition: partition}
	defer crash.Guard(&a.err)
	if err := run.slots.Acquire(ctx, 1); err != nil {
		a.err = context.Cause(ctx)
		return a
	}
	defer run.slots.Release(1)
	a.request, a.first, a.err = run.firstPage(ctx, c, c.Path.Fill(partition))
	return a
}
