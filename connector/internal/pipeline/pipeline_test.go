package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/internal/crash"
)

func numbers(n int, last error) Source[int] {
	return func(context.Context) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			for i := range n {
				if !yield(i, nil) {
					return
				}
			}
			if last != nil {
				yield(0, last)
			}
		}
	}
}

func TestMapKeepsTheOrderUnderAnyLatency(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var inFlight, most atomic.Int64
		square := func(_ context.Context, i int) (int, error) {
			most.Store(max(most.Load(), inFlight.Add(1)))
			defer inFlight.Add(-1)
			time.Sleep(time.Duration(rand.IntN(1000)) * time.Millisecond)
			return i * i, nil
		}
		next := 0
		for got, err := range Map(numbers(200, nil), 8, square)(t.Context()) {
			if err != nil || got != next*next {
				t.Fatalf("result %d: %d, %v", next, got, err)
			}
			next++
		}
		if next != 200 {
			t.Errorf("%d results, want 200", next)
		}
		// One call waits in the producer's hand beside the window.
		if most.Load() > 9 || most.Load() < 8 {
			t.Errorf("%d calls at once, want the window of 8 used", most.Load())
		}
	})
}

func TestMapYieldsErrorsInPlace(t *testing.T) {
	broken := errors.New("broken")
	odd := func(_ context.Context, i int) (int, error) {
		if i%2 == 1 {
			return 0, broken
		}
		return i, nil
	}
	var got []string
	for out, err := range Map(numbers(4, errors.New("source")), 3, odd)(t.Context()) {
		switch {
		case err != nil:
			got = append(got, err.Error())
		default:
			got = append(got, string(rune('0'+out)))
		}
	}
	if diff := cmp.Diff([]string{"0", "broken", "2", "broken", "source"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestMapEndsItsCallsWhenTheConsumerStops(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ended atomic.Int64
		hang := func(ctx context.Context, i int) (int, error) {
			if i == 0 {
				return 0, nil
			}
			<-ctx.Done()
			ended.Add(1)
			return 0, ctx.Err()
		}
		for range Map(numbers(100, nil), 4, hang)(t.Context()) {
			break
		}
		if ended.Load() == 0 {
			t.Error("no call was cancelled")
		}
	})
}

func TestMapNestedEndsWithItsConsumer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hang := func(ctx context.Context, i int) (int, error) {
			if i == 0 {
				return 0, nil
			}
			<-ctx.Done()
			return 0, ctx.Err()
		}
		same := func(_ context.Context, i int) (int, error) { return i, nil }
		for range Map(Map(numbers(100, nil), 4, hang), 4, same)(t.Context()) {
			break
		}
	})
}

// Results that wait for their turn are bounded in bytes, over all sequences
// that share the count; the one whose turn it is goes on.
func TestMapIsBoundedInBytes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const most = 1 << 10
		h := NewHeld(most)
		var begun atomic.Int64
		big := func(int) int64 { return most / 4 }
		call := func(_ context.Context, i int) (int, error) { begun.Add(1); return i, nil }
		taken := int64(0)
		// What a call weighs is known when it ends: here, before the next begins.
		paced := func(ctx context.Context) iter.Seq2[int, error] {
			return func(yield func(int, error) bool) {
				for v, err := range numbers(100, nil)(ctx) {
					time.Sleep(time.Millisecond)
					if !yield(v, err) {
						return
					}
				}
			}
		}
		for range MapWithin(h, big, paced, 64, call)(t.Context()) {
			time.Sleep(time.Second)
			taken++
			// Four fill the bound.
			if ahead := begun.Load() - taken; ahead > 5 {
				t.Fatalf("%d results wait", ahead)
			}
		}
		if taken != 100 || h.waiting != 0 {
			t.Errorf("%d results, %d bytes still held", taken, h.waiting)
		}
	})
}

func TestMapGivesBackTheBytesOfWhatNobodyTook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h Held
		weigh := func(int) int64 { return 100 }
		same := func(_ context.Context, i int) (int, error) { return i, nil }
		for range MapWithin(&h, weigh, numbers(100, nil), 8, same)(t.Context()) {
			break
		}
		if h.waiting != 0 {
			t.Errorf("%d bytes are held for ever", h.waiting)
		}
	})
}

// A panic of the sequence is met in its place, behind what it has yielded: on the goroutine that
// pulls it, it would end the program.
// A sequence that was cut off never looks like one that is whole: what it was made of has an end, and
// it does not.
func TestMapTellsThatItsContextEnded(t *testing.T) {
	errEnded := errors.New("the time is up")
	for range 200 {
		ctx, cancel := context.WithCancelCause(t.Context())
		in := Source[int](func(context.Context) iter.Seq2[int, error] {
			return func(yield func(int, error) bool) {
				if yield(1, nil) {
					cancel(errEnded)
					yield(0, errors.New("the call was cut off"))
				}
			}
		})
		var last error
		for _, err := range Map(in, 1, func(_ context.Context, i int) (int, error) { return i, nil })(ctx) {
			last = err
		}
		if last == nil {
			t.Fatal("the sequence ends as if it were whole")
		}
	}
}

func TestMapYieldsThePanicOfItsSequence(t *testing.T) {
	in := Source[int](func(context.Context) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			if yield(1, nil) && yield(2, nil) {
				panic("a bug")
			}
		}
	})
	itself := func(_ context.Context, n int) (int, error) { return n, nil }
	var got []int
	var failed error
	for n, err := range Map(in, 3, itself)(t.Context()) {
		if failed = err; err == nil {
			got = append(got, n)
		}
	}
	if crash, ok := errors.AsType[*crash.Error](failed); !ok || crash.Value != "a bug" || !slices.Equal(got, []int{1, 2}) {
		t.Errorf("%v, %v", got, failed)
	}
}

// Nothing is pulled or called before its result is wanted.
func TestInTurnDoesNotLookAhead(t *testing.T) {
	var done []string
	in := func(context.Context) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			for i := range 4 {
				done = append(done, fmt.Sprint("pull ", i))
				var err error
				if i == 1 {
					err = errors.New("no value")
				}
				if !yield(i, err) {
					return
				}
			}
		}
	}
	calls := InTurn(in, func(_ context.Context, i int) (int, error) {
		done = append(done, fmt.Sprint("call ", i))
		if i == 2 {
			panic("two")
		}
		return i, nil
	})
	for i, err := range calls(t.Context()) {
		done = append(done, fmt.Sprint("take ", i, " ", err != nil))
		if len(done) > 7 {
			break
		}
	}
	want := []string{"pull 0", "call 0", "take 0 false", "pull 1", "take 0 true", "pull 2", "call 2", "take 0 true"}
	if !slices.Equal(want, done) {
		t.Errorf("%q, want %q", done, want)
	}
}

// Calls under way count with what the last one weighed, and until one has ended there are few: the
// window may be full of calls before anything has come. Four fill the bound.
func TestMapBoundsTheBytesOfCallsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const most = 1 << 10
		h := NewHeld(4 * most).Part(most)
		var begun atomic.Int64
		quarter := func(int) int64 { return most / 4 }
		slow := func(_ context.Context, i int) (int, error) {
			begun.Add(1)
			time.Sleep(time.Minute)
			return i, nil
		}
		taken := int64(0)
		for range MapWithin(h, quarter, numbers(100, nil), 64, slow)(t.Context()) {
			synctest.Wait()
			if ahead := begun.Load() - taken; ahead > unweighed+4 || taken >= unweighed && ahead > 5 {
				t.Fatalf("%d calls were made before %d results had been taken", begun.Load(), taken)
			}
			taken++
		}
		if taken != 100 || h.waiting != 0 {
			t.Errorf("%d results, %d bytes still held", taken, h.waiting)
		}
	})
}

// A part has a bound of its own, and what it holds counts as kept in the whole: a sequence whose
// results are made of those of another does not wait for the room that the other takes.
func TestNestedSequencesDoNotWaitForEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const most = 1 << 10
		h := NewHeld(most)
		heavy := func(int) int64 { return most }
		var inner, outer atomic.Int64
		count := func(n *atomic.Int64) func(context.Context, int) (int, error) {
			return func(_ context.Context, i int) (int, error) { n.Add(1); return i, nil }
		}
		lists := MapWithin(h.Part(most/2), heavy, numbers(50, nil), 8, count(&inner))
		taken := int64(0)
		for range MapWithin(h, heavy, lists, 8, count(&outer))(t.Context()) {
			synctest.Wait()
			taken++
			if waiting, kept := h.Bytes(); waiting == 0 || kept > unweighed*most {
				t.Fatalf("%d bytes wait, %d are kept", waiting, kept)
			}
		}
		if waiting, kept := h.Bytes(); taken != 50 || waiting+kept != 0 {
			t.Errorf("%d results, %d bytes wait, %d are kept", taken, waiting, kept)
		}
	})
}

// Errors of the sequence weigh nothing, and what follows them is not waited for.
func TestMapGoesOnBehindManyErrors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		in := Source[int](func(context.Context) iter.Seq2[int, error] {
			return func(yield func(int, error) bool) {
				for range 3 * unweighed {
					if !yield(0, errors.New("no value")) {
						return
					}
				}
			}
		})
		n := 0
		for range MapWithin(NewHeld(1).Part(1), func(int) int64 { return 1 }, in, 64, func(_ context.Context, i int) (int, error) { return i, nil })(t.Context()) {
			n++
		}
		if n != 3*unweighed {
			t.Errorf("%d results", n)
		}
	})
}
