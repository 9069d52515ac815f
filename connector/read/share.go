package read

import (
	"context"
	"errors"

	"source-ovhcloud-api/connector/plan"
)

// shared fetches what several reads of a run ask for by whoever asks first; the
// others wait for that answer. When its fetch ends without one, because its
// stream was cancelled or broke, the next one that waits fetches in its place.
type shared struct {
	next    fetcher
	answers *sharedAnswers
	plan    *plan.Plan // on behalf of which it fetches
}

// claim is a partition whose answer is shared, as one of those who ask sees it.
type claim struct {
	answer *sharedAnswer
	path   string
	mine   bool // to fetch
}

func (s *shared) fetch(ctx context.Context, c *plan.Call, partitions [][]string) []answer {
	if !s.answers.shares(c) {
		return s.next.fetch(ctx, c, partitions)
	}
	claims := make([]claim, len(partitions))
	var mine []claim
	var asked [][]string
	for i, p := range partitions {
		if claims[i] = s.answers.claim(c, c.Path.Fill(p)); claims[i].mine {
			mine, asked = append(mine, claims[i]), append(asked, p)
		}
	}
	// What fell to this read is published before it waits for others: two reads
	// cannot wait for each other.
	fetched := s.publish(ctx, c, asked, mine)
	answers := make([]answer, len(partitions))
	for i, p := range partitions {
		if claims[i].mine {
			answers[i], fetched = fetched[0], fetched[1:]
		} else {
			answers[i] = s.await(ctx, c, p, claims[i])
		}
	}
	return answers
}

// publish fetches partitions and settles their claims, whatever happens: what a
// panic leaves without an answer, somebody else has to fetch.
func (s *shared) publish(ctx context.Context, c *plan.Call, partitions [][]string, claims []claim) (answers []answer) {
	if len(claims) == 0 {
		return nil
	}
	defer func() {
		for i, claim := range claims {
			if answers == nil {
				s.answers.settle(s.plan, c, claim, answer{err: errAbandoned})
				continue
			}
			published := answers[i]
			if published.err != nil && ctx.Err() != nil {
				published.err = errAbandoned // it was cut off with this read
			}
			s.answers.settle(s.plan, c, claim, published)
		}
	}()
	return s.next.fetch(ctx, c, partitions)
}

// await returns an answer that another read fetches.
func (s *shared) await(ctx context.Context, c *plan.Call, partition []string, its claim) answer {
	for {
		select {
		case <-its.answer.settled:
		case <-ctx.Done():
			return answer{partition: partition, err: context.Cause(ctx)}
		}
		if !errors.Is(its.answer.err, errAbandoned) {
			s.answers.take(s.plan, c, its)
			a := its.answer.answer
			a.partition = partition
			return a
		}
		if its = s.answers.claim(c, its.path); its.mine {
			return s.publish(ctx, c, [][]string{partition}, []claim{its})[0]
		}
	}
}
