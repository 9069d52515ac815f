package read

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/semaphore"

	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/plan"
)

// scripted is a fetcher that answers each partition by a function.
type scripted func(ctx context.Context, partition []string) answer

func (s scripted) fetch(ctx context.Context, _ *plan.Call, partitions [][]string) []answer {
	var answers []answer
	for _, p := range partitions {
		answers = append(answers, s(ctx, p))
	}
	return answers
}

// partitionsOfOne returns a partition of one value for each.
func partitionsOfOne(values ...string) [][]string {
	var partitions [][]string
	for _, v := range values {
		partitions = append(partitions, []string{v})
	}
	return partitions
}

// The answers come in the order of the partitions, and no more calls are under way than there are
// slots.
func TestWindowedKeepsOrderAndSlots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		next := scripted(func(_ context.Context, p []string) answer {
			time.Sleep(time.Second)
			return answer{partition: p, pages: [][]byte{[]byte(p[0])}}
		})
		w := &windowed{next: next, slots: semaphore.NewWeighted(2)}
		began := time.Now()
		answers := w.fetch(t.Context(), nil, partitionsOfOne("a", "b", "c", "d", "e"))
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("five calls by two took %s", took)
		}
		for i, want := range []string{"a", "b", "c", "d", "e"} {
			if string(answers[i].pages[0]) != want {
				t.Errorf("answer %d is that to %s", i, answers[i].pages[0])
			}
		}
	})
}

// A panic is the error of its partition, and a cancelled call that of those that wait for a slot.
func TestWindowedErrors(t *testing.T) {
	w := &windowed{next: scripted(func(context.Context, []string) answer { panic("a bug") }), slots: semaphore.NewWeighted(1)}
	answers := w.fetch(t.Context(), nil, partitionsOfOne("a", "b"))
	for _, a := range answers {
		if _, ok := errors.AsType[*crash.Error](a.err); !ok || a.partition == nil {
			t.Errorf("got %v for %s", a.err, a.partition)
		}
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	interrupted := errors.New("interrupted")
	cancel(interrupted)
	w.slots = semaphore.NewWeighted(0)
	if a := w.fetch(ctx, nil, partitionsOfOne("a"))[0]; !errors.Is(a.err, interrupted) {
		t.Errorf("got %v", a.err)
	}
}
