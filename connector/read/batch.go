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

	outcomes *outcomes
}

func (b *batched) fetch(ctx context.Context, c *plan.Call, partitions [][]string) []answer {
	if len(partitions) == 1 {
		return b.next.fetch(ctx, c, partitions)
	}
	may := b.trials.begin(ctx, c.String())
	if !may.ask {
		return b.next.fetch(ctx, c, partitions)
	}
	values, err := b.batch(ctx, c, partitions, may.trial)
	if err != nil {
		return b.afterRefusal(ctx, c, partitions, err, may)
	}
	may.settle(batchAnswered)
	return b.complete(ctx, c, partitions, values)
}

// batch makes one call for all partitions. A panic is its error.
func (b *batched) batch(ctx context.Context, c *plan.Call, partitions [][]string, trial bool) (values []json.RawMessage, err error) {
	defer crash.Guard(&err)
	last := c.Path.Last()
	ids := make([]string, len(partitions))
	for i, p := range partitions {
		ids[i] = p[last]
	}
	prefix, suffix := c.Path.Around(partitions[0])
	request := newRequest(c, prefix, b.stats)
	request.Attempts = b.outcomes.attempts(c, trial)
	return b.client.Batch(ctx, request, ids, suffix)
}

// complete returns the answers of a batch, and asks for those that it lacks.
func (b *batched) complete(ctx context.Context, c *plan.Call, partitions [][]string, values []json.RawMessage) []answer {
	answers, pages := make([]answer, len(partitions)), make([][]byte, len(partitions))
	var without []int
	var asked [][]string
	for i, v := range values {
		pages[i] = v
		if answers[i] = (answer{partition: partitions[i], pages: pages[i : i+1 : i+1]}); v == nil {
			without, asked = append(without, i), append(asked, partitions[i])
		}
	}
	if i := slices.IndexFunc(values, func(v json.RawMessage) bool { return v != nil }); i >= 0 {
		b.outcomes.note(c, partitions[i], nil, false)
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
// in common may be gone, or someone else's. Nor is one by OVH's own fault of a batch
// whose like were answered before: that may have been a chance.
func (b *batched) afterRefusal(ctx context.Context, c *plan.Call, partitions [][]string, err error, may permission) []answer {
	found := batchUndecided
	defer func() { may.settle(found) }() // others wait for it, whatever happens here
	if !worthSingles(err) {
		return refusedAlike(partitions, err)
	}
	failed := judge(err, true) == later
	one := b.next.fetch
	if failed {
		one = func(ctx context.Context, c *plan.Call, partitions [][]string) []answer {
			return b.carefully(ctx, c, partitions, err)
		}
	}
	answers := one(ctx, c, partitions)
	if slices.ContainsFunc(answers, func(a answer) bool { return a.err == nil }) && (may.trial || !failed) {
		found = batchRefused
		b.log.Info().Msgf("%s does not answer batches, its items are read one by one: %v", c, err)
	}
	return answers
}

// carefully asks for partitions one by one after OVH failed at their batch: for one, for
// some if that has no answer, and for the rest only if OVH answers at all. Otherwise
// they fail alike, because it is OVH that does.
func (b *batched) carefully(ctx context.Context, c *plan.Call, partitions [][]string, err error) []answer {
	answers := make([]answer, 0, len(partitions))
	for _, upTo := range []int{1, min(outage, len(partitions))} {
		if !slices.ContainsFunc(answers, answeredFor) {
			answers = append(answers, b.next.fetch(ctx, c, partitions[len(answers):upTo])...)
		}
	}
	rest := partitions[len(answers):]
	if b.outcomes.answered(c) == nil {
		return append(answers, refusedAlike(rest, err)...)
	}
	return append(answers, b.next.fetch(ctx, c, rest)...)
}

// answeredFor reports whether OVH has answered for an item, if only that it has none.
func answeredFor(a answer) bool {
	return a.err == nil || judge(a.err, true).answersItem()
}

// refusedAlike returns the same error for each partition.
func refusedAlike(partitions [][]string, err error) []answer {
	answers := make([]answer, len(partitions))
	for i, p := range partitions {
		answers[i] = answer{partition: p, err: err}
	}
	return answers
}

// worthSingles reports whether items may be answered by themselves after their
// batch was not: not if the right, the credential or the network was what lacked.
func worthSingles(err error) bool {
	if _, unusable := errors.AsType[*ovhapi.BatchError](err); unusable {
		return true
	}
	return ovhapi.OfOneCall(err)
}
