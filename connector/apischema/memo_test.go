package apischema

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

// slow returns a load that takes a second of virtual time and then gives the outcomes in turn.
func slow(calls *atomic.Int32, outcomes ...error) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		i := calls.Add(1) - 1
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(time.Second):
		}
		if err := outcomes[i]; err != nil {
			return "", err
		}
		return "value", nil
	}
}

func TestMemoSharesAFailureAndForgetsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m memo[string]
		var calls atomic.Int32
		failure := errors.New("reset by peer")
		load := slow(&calls, failure, nil)
		var callers sync.WaitGroup
		for range 5 {
			callers.Go(func() {
				if _, err := m.get(t.Context(), "k", load); !errors.Is(err, failure) {
					t.Errorf("got %v, want the failure of the common load", err)
				}
			})
		}
		callers.Wait()
		if v, err := m.get(t.Context(), "k", load); v != "value" || err != nil {
			t.Errorf("after the failure: got %q, %v", v, err)
		}
		if v, err := m.get(t.Context(), "k", load); v != "value" || err != nil {
			t.Errorf("remembered: got %q, %v", v, err)
		}
		if calls.Load() != 2 {
			t.Errorf("%d loads, want 2", calls.Load())
		}
	})
}

func TestMemoRemembersWhatDoesNotExist(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m memo[string]
		var calls atomic.Int32
		load := slow(&calls, ErrNoSection)
		for range 3 {
			if _, err := m.get(t.Context(), "k", load); !errors.Is(err, ErrNoSection) {
				t.Errorf("got %v", err)
			}
		}
		if calls.Load() != 1 {
			t.Errorf("%d loads, want 1", calls.Load())
		}
	})
}

// The caller whose context a load runs under may go away: the others still get
// the value, from a load of their own.
func TestMemoSurvivesTheFirstCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m memo[string]
		var calls atomic.Int32
		load := slow(&calls, nil, nil)
		first, leave := context.WithCancel(t.Context())
		var callers sync.WaitGroup
		callers.Go(func() {
			if _, err := m.get(first, "k", load); !errors.Is(err, context.Canceled) {
				t.Errorf("first caller: got %v", err)
			}
		})
		synctest.Wait()
		for range 3 {
			callers.Go(func() {
				if v, err := m.get(t.Context(), "k", load); v != "value" || err != nil {
					t.Errorf("got %q, %v", v, err)
				}
			})
		}
		synctest.Wait()
		leave()
		callers.Wait()
		if calls.Load() != 2 {
			t.Errorf("%d loads, want 2", calls.Load())
		}
	})
}

func TestMemoCallerNeedNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m memo[string]
		var calls atomic.Int32
		load := slow(&calls, nil)
		var callers sync.WaitGroup
		callers.Go(func() {
			if _, err := m.get(t.Context(), "k", load); err != nil {
				t.Error(err)
			}
		})
		synctest.Wait()
		hasty, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		start := time.Now()
		if _, err := m.get(hasty, "k", load); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if waited := time.Since(start); waited != time.Millisecond {
			t.Errorf("waited %v", waited)
		}
		callers.Wait()
	})
}

// A panic of a load is met by who asked, who may recover from it.
func TestMemoPassesPanicsOn(t *testing.T) {
	var m memo[string]
	defer func() {
		if c, ok := recover().(*crash.Error); !ok || c.Value != "a bug" || !strings.Contains(c.Stack, "TestMemoPassesPanicsOn") {
			t.Errorf("got %v", c)
		}
	}()
	_, err := m.get(t.Context(), "k", func(context.Context) (string, error) { panic("a bug") })
	t.Errorf("no panic, but %v", err)
}
