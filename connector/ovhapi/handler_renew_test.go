package ovhapi

import (
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/internal/pace"
)

var staleTimestamp = answer(http.StatusBadRequest, `{"errorCode":"QUERY_TIME_OUT","httpCode":"400 Bad Request","message":"Query out of time"}`)

func TestStaleTimestampGetsANewClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		me := func(timestamp string, reply func(*http.Request) (*http.Response, error)) step {
			return step{getMe, func(req *http.Request) (*http.Response, error) {
				if got := req.Header.Get("X-Ovh-Timestamp"); got != timestamp {
					t.Errorf("timestamp %s, want %s", got, timestamp)
				}
				return reply(req)
			}}
		}
		timeIs := func(seconds string) step {
			return step{"GET https://api.test/1.0/auth/time", answer(http.StatusOK, seconds)}
		}
		c := newTestClient(t, newScript(t,
			timeIs("1000"), me("1000", staleTimestamp),
			timeIs("5000"), me("5000", answer(http.StatusOK, "{}")), // the pace takes two turns, but less than a second
			me("5000", staleTimestamp), timeIs("6000"), me("6000", staleTimestamp), // a second refusal is final
		))
		if _, err := c.Do(t.Context(), signedGet("/me")); err != nil {
			t.Error(err)
		}
		_, err := c.Do(t.Context(), signedGet("/me"))
		if refused, ok := errors.AsType[*Error](err); !ok || refused.Code != codeStaleTimestamp || refused.BadCredential() {
			t.Errorf("error %v", err)
		}
	})
}

// TestRenewalIsOncePerCall checks that retries in between do not grant another.
func TestRenewalIsOncePerCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, newScript(t,
			clockStep(), step{getMe, staleTimestamp},
			clockStep(), step{getMe, answer(http.StatusBadGateway, "")},
			step{getMe, staleTimestamp},
		))
		var stats Stats
		r := signedGet("/me")
		r.Stats = &stats
		_, err := c.Do(t.Context(), r)
		if refused, ok := errors.AsType[*Error](err); !ok || refused.Code != codeStaleTimestamp || stats.Retries.Load() != 2 {
			t.Errorf("%v after %d retries", err, stats.Retries.Load())
		}
	})
}

// TestConcurrentRenewalsShareAClock has many calls refused for the same old clock.
func TestConcurrentRenewalsShareAClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		clocks := 0
		c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
			if err := pace.Sleep(req.Context(), 10*time.Second); err != nil { // all calls are on their way before the first answer
				return nil, err
			}
			mu.Lock()
			defer mu.Unlock()
			if req.URL.Path == "/1.0/auth/time" {
				clocks++
				return clockStep().reply(req)
			}
			if clocks == 1 {
				return staleTimestamp(req)
			}
			return answer(http.StatusOK, "{}")(req)
		}))
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if _, err := c.Do(t.Context(), signedGet("/me")); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if clocks != 2 {
			t.Errorf("%d questions for the time", clocks)
		}
	})
}

func TestPostIsNotRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, newScript(t, clockStep(), step{"POST https://api.test/1.0/me/document", staleTimestamp}))
		_, err := c.Do(t.Context(), Request{Method: http.MethodPost, Branch: "v1", Path: "/me/document"})
		if _, ok := errors.AsType[*Error](err); !ok {
			t.Errorf("error %v", err)
		}
	})
}
