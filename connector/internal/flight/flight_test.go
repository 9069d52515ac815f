package flight

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"source-ovhcloud-api/connector/internal/crash"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fetching returns a fetch that takes a second, counts itself, and then ends by a function.
func fetching(fetches *atomic.Int64, end func() (int64, error)) func(context.Context) (int64, error) {
	return func(ctx context.Context) (int64, error) {
		fetches.Add(1)
		select {
		case <-time.After(time.Second):
			return end()
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

// Those who ask at the same time have one value, one error or one panic; those who ask later
// another.
func TestDo(t *testing.T) {
	failed := errors.New("failed")
	for name, end := range map[string]func() (int64, error){
		"a value":  func() (int64, error) { return 7, nil },
		"an error": func() (int64, error) { return 0, failed },
		"a panic":  func() (int64, error) { panic("a bug") },
	} {
		synctest.Test(t, func(t *testing.T) {
			var g Group[int64]
			var fetches, values, errs, crashes atomic.Int64
			ask := func() {
				defer func() {
					if c, ok := recover().(*crash.Error); ok && c.Value == "a bug" {
						crashes.Add(1)
					}
				}()
				v, err := g.Do(t.Context(), "key", fetching(&fetches, end))
				if v == 7 && err == nil {
					values.Add(1)
				}
				if errors.Is(err, failed) {
					errs.Add(1)
				}
			}
			for range 2 {
				var asking sync.WaitGroup
				for range 5 {
					asking.Go(ask)
				}
				asking.Wait()
			}
			if n := max(values.Load(), errs.Load(), crashes.Load()); n != 10 || fetches.Load() != 2 {
				t.Errorf("%s: %d of 10 had it, by %d fetches", name, n, fetches.Load())
			}
		})
	}
}

// Who goes away leaves at once, and the others have the value by another's fetch.
func TestDoOutlivesItsFirstCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g Group[int64]
		var fetches atomic.Int64
		fetch := fetching(&fetches, func() (int64, error) { return 7, nil })
		gone := errors.New("gone")
		first, leave := context.WithCancelCause(t.Context())
		var asking sync.WaitGroup
		asking.Go(func() {
			if _, err := g.Do(first, "key", fetch); !errors.Is(err, gone) {
				t.Errorf("the first: %v", err)
			}
		})
		synctest.Wait()
		asking.Go(func() {
			if v, err := g.Do(t.Context(), "key", fetch); v != 7 || err != nil {
				t.Errorf("the second: %d, %v", v, err)
			}
		})
		synctest.Wait()
		leave(gone)
		asking.Wait()
		if n := fetches.Load(); n != 2 {
			t.Errorf("%d fetches", n)
		}
	})
}
