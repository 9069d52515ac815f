package ovhapi

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/internal/pace"
)

// rollingLimit is a server that accepts so many calls in any rolling second, and whose answers take
// a latency, give or take 10 ms. It is safe for concurrent use.
type rollingLimit struct {
	perSecond int
	latency   time.Duration

	mu       sync.Mutex
	random   *rand.Rand
	accepted []time.Time
	refused  int
}

func newRollingLimit(perSecond int, latency time.Duration) *rollingLimit {
	return &rollingLimit{perSecond: perSecond, latency: latency, random: rand.New(rand.NewPCG(1, 2))}
}

func (s *rollingLimit) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	delay := max(s.latency+time.Duration((s.random.Float64()*20-10)*float64(time.Millisecond)), 0)
	s.mu.Unlock()
	// A call is counted when it arrives, half way.
	if err := pace.Sleep(req.Context(), delay/2); err != nil {
		return nil, err
	}
	defer func() { _ = pace.Sleep(req.Context(), delay-delay/2) }()
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.accepted = slices.DeleteFunc(s.accepted, func(at time.Time) bool { return now.Sub(at) >= time.Second })
	if len(s.accepted) >= s.perSecond {
		s.refused++
		return answer(http.StatusTooManyRequests, `{"message":"Too many requests"}`)(req)
	}
	s.accepted = append(s.accepted, now)
	return answer(http.StatusOK, "{}")(req)
}

// load calls from a hundred goroutines for the given time, enough to keep the budget full when
// answers take seconds, and returns how many calls were answered.
func load(t *testing.T, c *Client, during time.Duration, routes ...string) (answered int) {
	ctx, cancel := context.WithTimeout(t.Context(), during)
	defer cancel()
	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			for {
				if _, err := c.Do(ctx, get(routes[i%len(routes)])); errors.Is(err, context.DeadlineExceeded) {
					return
				} else if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				answered++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return answered
}

// TestPaceUsesTheBudget is the reason for budgetShare.
func TestPaceUsesTheBudget(t *testing.T) {
	for _, latency := range []time.Duration{5 * time.Millisecond, 50 * time.Millisecond, 200 * time.Millisecond, time.Second, 2 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			server := newRollingLimit(20, latency)
			answered := load(t, newTestClient(t, server), time.Minute+latency, "/me", "/vps")
			t.Logf("latency %s: %d calls in a minute, %d refused", latency, answered, server.refused)
			if server.refused > 0 {
				t.Errorf("%d calls were refused", server.refused)
			}
			if budget := 20 * 60; answered < budget*97/100 {
				t.Errorf("%d of %d calls: less than 97 %% of the budget", answered, budget)
			}
		})
	}
}

// TestPaceFindsAHiddenLimit has the server allow a quarter, or a half, of what we believe to be
// ours.
func TestPaceFindsAHiddenLimit(t *testing.T) {
	for _, limit := range []int{5, 10} {
		for _, routes := range [][]string{{"/me"}, {"/me", "/vps", "/ip"}} {
			for _, latency := range []time.Duration{5 * time.Millisecond, 2 * time.Second} {
				synctest.Test(t, func(t *testing.T) {
					server := newRollingLimit(limit, latency)
					var limited atomic.Int64
					c := newTestClient(t, server, func(o *Options) { o.OnRateLimited = func(time.Time) { limited.Add(1) } })
					answered := load(t, c, 10*time.Minute, routes...)
					budget := limit * 600
					t.Logf("limit %d, %d routes, latency %s: %d calls in ten minutes, %.0f %% of the limit, %.1f %% refused", limit, len(routes), latency,
						answered, 100*float64(answered)/float64(budget), 100*float64(server.refused)/float64(answered+server.refused))
					if answered < budget*80/100 {
						t.Errorf("%d of %d calls: less than 80 %% of the limit", answered, budget)
					}
					if 100*server.refused >= 5*(answered+server.refused) {
						t.Errorf("%d calls, 5 %% or more, were refused", server.refused)
					}
					if limited.Load() == 0 {
						t.Error("never told of a refusal")
					}
				})
			}
		}
	}
}

// TestPaceHoldsAllCalls checks that one call's refusal keeps the others off the wire, and nobody's
// longer than asked for.
func TestPaceHoldsAllCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		started := time.Now()
		var told time.Time
		refuse := answer(http.StatusTooManyRequests, "", "Retry-After", "30")
		c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
			switch elapsed := time.Since(started); {
			case elapsed == 0:
				return refuse(req)
			case elapsed < 30*time.Second:
				t.Errorf("%s was called after %s", req.URL.Path, elapsed)
			}
			return answer(http.StatusOK, "{}")(req)
		}), func(o *Options) { o.OnRateLimited = func(until time.Time) { told = until } })
		var wg sync.WaitGroup
		var stats Stats
		for i := range 10 {
			wg.Go(func() {
				r := get([]string{"/a", "/b"}[i%2])
				r.Stats = &stats
				if _, err := c.Do(t.Context(), r); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(started); took > 32*time.Second {
			t.Errorf("took %s", took)
		}
		if want := started.Add(30 * time.Second); !told.Equal(want) {
			t.Errorf("told %s, want %s", told, want)
		}
		// The first five need no spacing, and are on their way together.
		if limited := stats.RateLimited.Load(); limited < 1 || limited > 6 || stats.Waited.Load() < 9*30*time.Second || stats.Waited.Load() > 11*30*time.Second {
			t.Errorf("rate limited %d, waited %s", stats.RateLimited.Load(), stats.Waited.Load())
		}
	})
}

// TestPaceHoldsARoute checks that a route with a limit of its own does not hold up another.
func TestPaceHoldsARoute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		narrow := 0
		c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
			if req.URL.Path == "/1.0/narrow" {
				narrow++
				return answer(http.StatusTooManyRequests, "")(req)
			}
			return answer(http.StatusOK, "{}")(req)
		}))
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		var wg sync.WaitGroup
		for range 10 {
			wg.Go(func() { _, _ = c.Do(ctx, get("/narrow")) })
		}
		wide := load(t, c, 2*time.Minute, "/wide")
		wg.Wait()
		if narrow > 10 { // once after 0, 1, 2, 4, … seconds, however many calls wait for it
			t.Errorf("the narrow route was called %d times", narrow)
		}
		if wide < 900 {
			t.Errorf("the wide route was called %d times only", wide)
		}
	})
}

func TestPaceRefusesAnEndlessWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, newScript(t,
			step{getMe, answer(http.StatusTooManyRequests, "", "Retry-After", "3600")},
			step{getMe, answer(http.StatusOK, "{}")}))
		for _, want := range []string{"429 Too Many Requests", "OVH wants no calls before 2000-01-01T01:00:00Z"} {
			_, err := c.Do(t.Context(), get("/me"))
			if _, ok := errors.AsType[*TransientError](err); !ok || !strings.Contains(err.Error(), want) {
				t.Errorf("error %v, want one with %q", err, want)
			}
		}
		time.Sleep(time.Hour)
		if _, err := c.Do(t.Context(), get("/me")); err != nil {
			t.Errorf("when the hour is over: %v", err)
		}
	})
}

func TestPaceEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, newScript(t, step{getMe, answer(http.StatusOK, "{}")}),
			func(o *Options) { o.RequestsPerSecond = 0.01 })
		if _, err := c.Do(t.Context(), get("/me")); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := c.Do(ctx, get("/me")); !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "GET /v1/me") {
			t.Errorf("error %v", err)
		}
	})
}

// TestPaceSaysWhyATurnComesTooLate: whoever has set a budget of a call in minutes learns it from
// the first call that cannot be waited for, and at once.
func TestPaceSaysWhyATurnComesTooLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, newScript(t, step{getMe, answer(http.StatusOK, "{}")}),
			func(o *Options) { o.RequestsPerSecond, o.MaxWait = 0.01, 15*time.Second })
		if _, err := c.Do(t.Context(), get("/me")); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		_, err := c.Do(t.Context(), get("/me"))
		const want = "GET /v1/me: waiting for its turn: at 0.01 requests per second the next call may be sent in 1m43s, " +
			"which is longer than the 15s that are left: raise Requests per Second"
		if err == nil || err.Error() != want {
			t.Errorf("error %v\nwant  %s", err, want)
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("it took %s to say so", took)
		}
	})
}

// TestPaceHoldsWhenManyWaitForTheClock: calls that need OVH's clock, or a token, before they can be
// made must not have taken their turns while they waited for it, and go out all at once.
func TestPaceHoldsWhenManyWaitForTheClock(t *testing.T) {
	for name, account := range map[string]func(*Options){"clock": func(*Options) {}, "token": withAccount} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server := newRollingLimit(20, 0)
				c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
					switch {
					case strings.HasSuffix(req.URL.Path, "/auth/time"):
						time.Sleep(time.Second)
						return clockStep().reply(req)
					case req.Method == http.MethodPost:
						time.Sleep(time.Second)
						return tokenStep("a-token-of-the-test").reply(req)
					}
					return server.RoundTrip(req)
				}), account)
				var wg sync.WaitGroup
				for range 60 {
					wg.Go(func() {
						if _, err := c.Do(t.Context(), signedGet("/me")); err != nil {
							t.Error(err)
						}
					})
				}
				wg.Wait()
				if server.refused > 0 {
					t.Errorf("%d calls came too soon", server.refused)
				}
			})
		})
	}
}

// TestPaceHoldsWhenATokenExpires has a token expire while calls wait for their turns: those whose
// turn has come by then must not go out together when the new one is there.
func TestPaceHoldsWhenATokenExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server := newRollingLimit(20, 0)
		tokens := 0
		c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
			if req.Method != http.MethodPost {
				return server.RoundTrip(req)
			}
			time.Sleep(3 * time.Second)
			tokens++
			return answer(http.StatusOK, `{"access_token":"a-token-of-the-test","token_type":"Bearer","expires_in":15}`)(req)
		}), withAccount)
		var wg sync.WaitGroup
		for range 512 {
			wg.Go(func() {
				if _, err := c.Do(t.Context(), signedGet("/me")); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if server.refused > 0 || tokens < 3 {
			t.Errorf("%d calls came too soon, with %d tokens", server.refused, tokens)
		}
	})
}
