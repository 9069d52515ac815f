package read

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// batched asks for several partitions in one call where OVH has batches, else
// for each by itself. A partition without a value in the batch is asked for by
// itself, so that its real error is seen.
type batched struct {
	next   fetcher
	client Client
	trials *trials
	stats  *Stats
	log    zerolog.Logger
}

func (b *batched) fetch(ctx context.Context, c *plan.Call, partitions [][]string) []answer {
	if len(partitions) == 1 {
		return b.next.fetch(ctx, c, partitions)
	}
	ask, settle := b.trials.begin(ctx, c.String())
	if !ask {
		return b.next.fetch(ctx, c, partitions)
	}
	values, err := b.batch(ctx, c, partitions)
	if err != nil {
		return b.afterRefusal(ctx, c, partitions, err, settle)
	}
	settle(batchAnswered)
	return b.complete(ctx, c, partitions, values)
}

// batch makes one call for all partitions. A panic is its error.
func (b *batched) batch(ctx context.Context, c *plan.Call, partitions [][]string) (values []json.RawMessage, err error) {
	defer crash.Guard(&err)
	last := c.Path.Last()
	ids := make([]string, len(partitions))
	for i, p := range partitions {
		ids[i] = p[last]
	}
	prefix, suffix := c.Path.Around(partitions[0])
	return b.client.Batch(ctx, newRequest(c, prefix, b.stats), ids, suffix)
}

// complete gives the answers of a batch, and asks for those that it lacks.
func (b *batched) complete(ctx context.Context, c *plan.Call, partitions [][]string, values []json.RawMessage) []answer {
	answers := make([]answer, len(partitions))
	var without []int
	var asked [][]string
	for i, v := range values {
		if answers[i] = (answer{partition: partitions[i], pages: [][]byte{v}}); v == nil {
			without, asked = append(without, i), append(asked, partitions[i])
		}
	}
	b.stats.extent.batches()
	b.stats.Batched.Add(int64(len(partitions) - len(without)))
	if len(without) == 0 {
		return answers
	}
	for k, a := range b.next.fetch(ctx, c, asked) {
		answers[without[k]] = a
	}
	return answers
}

// afterRefusal answers partitions whose batch was refused. A refusal is taken
// for one of batches only if a partition by itself is answered: what they have
// in common may be gone, or someone else's.
func (b *batched) afterRefusal(ctx context.Context, c *plan.Call, partitions [][]string, err error, settle func(finding)) []answer {
	found := batchUndecided
	defer func() { settle(found) }() // others wait for it, whatever happens here
	if !worthSingles(err) {
		return refusedAlike(partitions, err)
	}
	answers := b.next.fetch(ctx, c, partitions)
	if slices.ContainsFunc(answers, func(a answer) bool { return a.err == nil }) {
		found = batchRefused
		b.log.Info().Msgf("%s does not answer batches, its items are read one by one: %v", c, err)
	}
	return answers
}

// refusedAlike gives the same error for each partition.
func refusedAlike(partitions [][]string, err error) []answer {
	answers := make([]answer, len(partitions))
	for i, p := range partitions {
		answers[i] = answer{partition: p, err: err}
	}
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
