package ovhapi

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/internal/pace"
)

func TestTimeIsOVHs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, newScript(t, step{"GET https://api.test/1.0/auth/time", answer(http.StatusOK, "1700000000")}))
		for _, elapsed := range []time.Duration{0, time.Hour} {
			time.Sleep(elapsed)
			if got, err := c.Clocks(t.Context()); err != nil || !got.OVH.Equal(time.Unix(1700000000, 0).Add(elapsed)) {
				t.Errorf("after %s: %s, %v", elapsed, got.OVH, err)
			}
		}
	})
}

func TestClockIsNotANumber(t *testing.T) {
	for _, body := range []string{`"now"`, `{}`, `12.5`} {
		c := newTestClient(t, newScript(t, step{"GET https://api.test/1.0/auth/time", answer(http.StatusOK, body)}))
		if got, err := c.Clocks(t.Context()); err == nil {
			t.Errorf("%q: clocks %v", body, got)
		}
	}
}

func TestClockFailureIsNotRetriedTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
			calls++
			return answer(http.StatusBadGateway, "")(req)
		}))
		_, err := c.Do(t.Context(), signedGet("/me"))
		if _, ok := errors.AsType[*TransientError](err); !ok || calls != maxFailures {
			t.Errorf("%v after %d calls", err, calls)
		}
	})
}

// countingLazy fetches after a second, and counts.
func countingLazy(fetches *atomic.Int64) *lazy[int64] {
	return &lazy[int64]{fetch: func(ctx context.Context) (*int64, error) {
		n := fetches.Add(1)
		return &n, pace.Sleep(ctx, time.Second)
	}}
}

func TestLazyFetchesOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fetches atomic.Int64
		l := countingLazy(&fetches)
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				v, err := l.get(t.Context())
				if err != nil || *v != 1 {
					t.Errorf("%v, %v", v, err)
				}
				l.discard(v)
			})
		}
		wg.Wait()
		if v, err := l.get(t.Context()); err != nil || *v != 2 {
			t.Errorf("after discard: %v, %v", v, err)
		}
		l.discard(new(int64)) // not the current one
		if _, err := l.get(t.Context()); err != nil || fetches.Load() != 2 {
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
			if _, err := l.get(leaving); !errors.Is(err, context.Canceled) {
				t.Errorf("the one who left: %v", err)
			}
		}()
		synctest.Wait()
		go func() {
			time.Sleep(time.Millisecond)
			leave()
		}()
		if v, err := l.get(t.Context()); err != nil || *v != 2 {
			t.Errorf("the one who stayed: %v, %v", v, err)
		}
	})
}

// TestLazyPassesPanicsOn checks that a panic reaches each of those who wait, and no one else.
func TestLazyPassesPanicsOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &lazy[int]{fetch: func(context.Context) (*int, error) { panic("a bug") }}
		var caught atomic.Int64
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				defer func() {
					if c, ok := recover().(*crash.Error); ok && c.Value == "a bug" && strings.Contains(c.Stack, "TestLazyPassesPanicsOn") {
						caught.Add(1)
					}
				}()
				_, _ = l.get(t.Context())
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
	l := &lazy[string]{fetch: func(context.Context) (*string, error) {
		err := results[0]
		results = results[1:]
		return new(string), err
	}}
	if _, err := l.get(t.Context()); !errors.Is(err, failed) {
		t.Errorf("first: %v", err)
	}
	if _, err := l.get(t.Context()); err != nil {
		t.Errorf("second: %v", err)
	}
}

// The Date of the answer is a clock like the other two, and goes on like them.
func TestClocksOfAnAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		date := began.Add(-time.Hour)
		c := newTestClient(t, newScript(t, step{"GET https://api.test/1.0/auth/time", answer(http.StatusOK, "4102444800", "Date", date.UTC().Format(http.TimeFormat))}))
		for _, elapsed := range []time.Duration{0, time.Minute} {
			time.Sleep(elapsed)
			got, err := c.Clocks(t.Context())
			if err != nil || !got.Machine.Equal(began.Add(elapsed)) || !got.Server.Equal(date.Add(elapsed)) || !got.OVH.Equal(time.Unix(4102444800, 0).Add(elapsed)) {
				t.Errorf("after %s: %v, %v", elapsed, got, err)
			}
		}
	})
}
