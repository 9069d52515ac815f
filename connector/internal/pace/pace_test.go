package pace

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestFound(t *testing.T) {
	for _, tc := range []struct{ sent, accepted, current, want float64 }{
		{20, 5, 20, 5},
		{20, 20, 19, 19}, // counted over a second, more may be accepted than the spacing lets through
		{5, 5, 20, 10},   // it was not this much that was too much
		{20, 0, 20, 0},
	} {
		if got := found(tc.sent, tc.accepted, tc.current); got != tc.want {
			t.Errorf("found(%v, %v, %v) = %v, want %v", tc.sent, tc.accepted, tc.current, got, tc.want)
		}
	}
}

func TestRecovered(t *testing.T) {
	for _, tc := range []struct {
		quiet time.Duration
		want  float64
	}{
		{0, 9},
		{approach / 2, 9.5},
		{approach, 10},
		{2 * approach, 15},
		{3 * approach, 30},
	} {
		if got := recovered(10, tc.quiet); !cmp.Equal(got, tc.want, cmpopts.EquateApprox(0, 1e-9)) {
			t.Errorf("recovered(10, %s) = %v, want %v", tc.quiet, got, tc.want)
		}
	}
}

// TestSpeedFallsToWhatWasAccepted checks that a refusal finds the rate, and those of calls which
// were on their way do not count again.
func TestSpeedFallsToWhatWasAccepted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSpeed(20)
		sent := time.Now()
		for range 20 {
			if err := s.wait(t.Context(), time.Hour); err != nil {
				t.Fatal(err)
			}
		}
		for range 5 {
			s.accept(time.Now())
		}
		for range 10 {
			s.refuse(time.Now(), sent)
		}
		if got := s.rate(time.Now()); got != 5*afterRefusal {
			t.Errorf("after the refusals: %v calls a second, want %v", got, 5*afterRefusal)
		}
		time.Sleep(10 * time.Second)
		s.refuse(time.Now(), time.Now())
		if got, want := s.rate(time.Now()), 5.0/2*afterRefusal*(afterRefusal+(1-afterRefusal)/3); got > want*1.2 || got < want*0.8 {
			t.Errorf("refused for the calls of others: %v calls a second, want about %v", got, want)
		}
		time.Sleep(10 * time.Minute)
		if got := s.rate(time.Now()); got != s.full {
			t.Errorf("long after: %v calls a second, want %v", got, s.full)
		}
	})
}

// TestPaceOfTheFirstCalls: a sync of a dozen calls is over sooner than their share of the budget
// comes to, and the second that it is in has no more of them than any other.
func TestPaceOfTheFirstCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newSpeed(20)
		began := time.Now()
		var twelve, sixty time.Duration
		for i := range 60 {
			if err := turns.wait(t.Context(), time.Hour); err != nil {
				t.Fatal(err)
			}
			switch i {
			case 11:
				twelve = time.Since(began)
			case 59:
				sixty = time.Since(began)
			}
		}
		if twelve > 12*time.Second/20 {
			t.Errorf("12 calls took their turns within %s", twelve)
		}
		if sixty < 2*time.Second {
			t.Errorf("60 calls took their turns within %s, which is beyond the budget", sixty)
		}
	})
}

// TestSpeedKeepsTheWindowWhenCallsAreLate has a busy machine send a call late: those after it must
// not crowd the second.
func TestSpeedKeepsTheWindowWhenCallsAreLate(t *testing.T) {
	start := time.Now()
	s := newSpeed(20)
	var sent []time.Time
	for now := start; len(sent) < 60; {
		pause := s.take(now)
		if pause <= 0 {
			sent = append(sent, now)
			continue
		}
		if now = now.Add(pause); len(sent)%20 == 10 {
			now = now.Add(200 * time.Millisecond)
		}
	}
	for i := 20; i < len(sent); i++ {
		if window := sent[i].Sub(sent[i-20]); window < time.Second {
			t.Errorf("21 calls within %s", window)
		}
	}
}

func TestLimitOf(t *testing.T) {
	now := time.Now()
	sent := now.Add(-100 * time.Millisecond)
	for name, tc := range map[string]struct {
		others map[string]answers
		want   limit
	}{
		"alone":                        {nil, limitUnknown},
		"another was answered":         {map[string]answers{"/b": {accepted: now}}, limitOfRoute},
		"another was answered before":  {map[string]answers{"/b": {accepted: sent.Add(-1)}}, limitUnknown},
		"another was refused, too":     {map[string]answers{"/b": {accepted: now}, "/c": {refused: now.Add(-time.Minute)}}, limitOfBudget},
		"another was refused long ago": {map[string]answers{"/b": {accepted: now, refused: now.Add(-together)}}, limitOfRoute},
	} {
		if got := limitOf(tc.others, now, sent, "/a"); got != tc.want {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}

func TestGates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g gates
		opens := func(route string) time.Duration { return max(time.Until(g.opening(route)), 0) }
		check := func(when string, own, other time.Duration) {
			t.Helper()
			if got := opens("/a"); got != own {
				t.Errorf("%s: the route opens in %s, want %s", when, got, own)
			}
			if got := opens("/b"); got != other {
				t.Errorf("%s: other routes open in %s, want %s", when, got, other)
			}
		}
		check("at first", 0, 0)
		g.closeRoute(time.Now(), "/a", 0)
		check("after a refusal of the route's own", time.Second, 0)
		g.closeRoute(time.Now(), "/a", 0)
		check("after another at the same time", time.Second, 0)
		time.Sleep(time.Second)
		g.closeRoute(time.Now(), "/a", 0)
		check("after the next", 2*time.Second, 0)
		if until, later := g.close(time.Now(), time.Minute); !later || time.Until(until) != time.Minute {
			t.Errorf("all calls are held until %s, moved %t", until, later)
		}
		if _, later := g.close(time.Now(), 0); later {
			t.Error("a shorter hold moved the time")
		}
		check("after a Retry-After", time.Minute, time.Minute)
		g.passed(time.Now(), "/a")
		time.Sleep(time.Minute)
		g.passed(time.Now(), "/a")
		if diff := cmp.Diff(0, len(g.routes)); diff != "" {
			t.Error("routes that passed are kept:", diff)
		}
		g.closeRoute(time.Now(), "", 0)
		if len(g.routes) != 0 {
			t.Error("a call without a route has a gate of its own")
		}
	})
}

// TestErrorTellsWhoseLimitItIs: raising a budget that OVH already refuses would make it worse.
func TestErrorTellsWhoseLimitItIs(t *testing.T) {
	s := newSpeed(20)
	if got := s.tooSlow(time.Minute, time.Second).Error(); !strings.HasSuffix(got, "raise Requests per Second") {
		t.Error(got)
	}
	s.refuse(time.Now(), time.Now())
	if got := s.tooSlow(time.Minute, time.Second).Error(); !strings.HasSuffix(got, "because OVH has refused calls for their rate: try again later") {
		t.Error(got)
	}
}

func TestBackoff(t *testing.T) {
	for attempts, want := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 6: 32 * time.Second, 7: time.Minute, 1000: time.Minute} {
		if got := Backoff(attempts); got != want {
			t.Errorf("Backoff(%d) = %s, want %s", attempts, got, want)
		}
	}
}

// Calls that are refused together are one event; one that is refused when they may be sent again is
// another, and so is one that asks for a longer silence.
func TestRefusedIsNewsOnce(t *testing.T) {
	start := time.Now()
	p := New(20)
	p.Accepted(start, "/b") // so that it is not known whose limit it was
	for _, tc := range []struct {
		after, retryAfter time.Duration
		news              bool
	}{
		{0, 0, true},
		{time.Millisecond, 0, false},
		{20 * time.Millisecond, 0, false},
		{30 * time.Millisecond, 5 * time.Second, true},
		{40 * time.Millisecond, 0, false},
		{6 * time.Second, 0, true},
	} {
		now := start.Add(tc.after)
		if until, news := p.Refused(now, start, "/a", tc.retryAfter); news != tc.news || until.Before(now.Add(tc.retryAfter)) {
			t.Errorf("after %s: until %s, news: %t", tc.after, until.Sub(start), news)
		}
	}
}

// The gate of a route opens when the last of those that were refused wants it to.
func TestGateOfARouteKeepsTheLongestPause(t *testing.T) {
	now := time.Now()
	var g gates
	g.closeRoute(now, "/a", 0)
	g.closeRoute(now.Add(100*time.Millisecond), "/a", time.Minute)
	g.closeRoute(now.Add(200*time.Millisecond), "/a", 0)
	if opens := g.opening("/a").Sub(now); opens != time.Minute+100*time.Millisecond {
		t.Errorf("it opens in %s", opens)
	}
	if n := g.routes["/a"].refusals; n != 1 {
		t.Errorf("refused %d times in a row", n)
	}
}

// Calls without a route have nothing in common.
func TestCallsWithoutARouteHaveNoLimitOfTheirOwn(t *testing.T) {
	now := time.Now()
	p := New(20)
	p.Accepted(now, "/b")
	p.Refused(now, now.Add(-time.Second), "", 0) // of which /b was answered since
	if err := p.routes.wait(t.Context(), "", 0); err != nil || len(p.gates.routes) > 0 {
		t.Errorf("%v, %v", err, p.gates.routes)
	}
}
