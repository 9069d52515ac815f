package flight

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/internal/crash"
)

// countingLazy fetches after a second, and counts.
func countingLazy(fetches *atomic.Int64) *Lazy[int64] {
	return &Lazy[int64]{Fetch: func(ctx context.Context) (*int64, error) {
		n := fetches.Add(1)
		select {
		case <-time.After(time.Second):
			return &n, nil
		case <-ctx.Done():
			return &n, ctx.Err()
		}
	}}
}

func TestLazyFetchesOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fetches atomic.Int64
		l := countingLazy(&fetches)
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				v, err := l.Get(t.Context())
				if err != nil || *v != 1 {
					t.Errorf("%v, %v", v, err)
				}
				l.Discard(v)
			})
		}
		wg.Wait()
		if v, err := l.Get(t.Context()); err != nil || *v != 2 {
			t.Errorf("after discard: %v, %v", v, err)
		}
		l.Discard(new(int64)) // not the current one
		if _, err := l.Get(t.Context()); err != nil || fetches.Load() != 2 {
			t.Errorf("%v after %d fetches", err, fetches.Load())
		}
	})
}

// TestLazyOutlivesItsFirstCaller checks that a caller who leaves takes nobody along, and leaves at
// once.
func TestLazyOutlivesItsFirstCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fetches atomic.Int64
		l := countingLazy(&fetches)
		leaving, leave := context.WithCancel(t.Context())
		go func() {
			if _, err := l.Get(leaving); !errors.Is(err, context.Canceled) {
				t.Errorf("the one who left: %v", err)
			}
		}()
		synctest.Wait()
		go func() {
			time.Sleep(time.Millisecond)
			leave()
		}()
		if v, err := l.Get(t.Context()); err != nil || *v != 2 {
			t.Errorf("the one who stayed: %v, %v", v, err)
		}
	})
}

// TestLazyPassesPanicsOn checks that a panic reaches each of those who wait, and no one else.
func TestLazyPassesPanicsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &Lazy[int]{Fetch: func(context.Context) (*int, error) { panic("a bug") }}
		var caught atomic.Int64
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				defer func() {
					if c, ok := recover().(*crash.Error); ok && c.Value == "a bug" && strings.Contains(c.Stack, "TestLazyPassesPanicsOn") {
						caught.Add(1)
					}
				}()
				_, _ = l.Get(t.Context())
			})
		}
		wg.Wait()
		if n := caught.Load(); n != 3 {
			t.Errorf("%d of 3 callers met the panic", n)
		}
	})
}

func TestLazyDoesNotKeepErrors(t *testing.T) {
	failed := errors.New("failed")
	results := []error{failed, nil}
	l := &Lazy[string]{Fetch: func(context.Context) (*string, error) {
		err := results[0]
		results = results[1:]
		return new(string), err
	}}
	if _, err := l.Get(t.Context()); !errors.Is(err, failed) {
		t.Errorf("first: %v", err)
	}
	if _, err := l.Get(t.Context()); err != nil {
		t.Errorf("second: %v", err)
	}
}
