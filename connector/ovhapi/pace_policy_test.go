package ovhapi

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestSlowed(t *testing.T) {
	for _, tc := range []struct{ current, full, want float64 }{
		{20, 20, 10},
		{10, 20, 5},
		{1.5, 20, slowest},
		{slowest, 20, slowest},
		{0.5, 0.5, 0.5}, // a budget below the slowest is kept
	} {
		if got := slowed(tc.current, tc.full); got != tc.want {
			t.Errorf("slowed(%v, %v) = %v, want %v", tc.current, tc.full, got, tc.want)
		}
	}
}

func TestRecovered(t *testing.T) {
	for _, tc := range []struct {
		current float64
		quiet   time.Duration
		want    float64
	}{
		{10, 0, 10},
		{10, recoveryPause - 1, 10},
		{10, recoveryPause, 11},
		{10, 3*recoveryPause + 1, 13},
		{10, time.Minute, 20},
		{10, time.Hour, 20},
	} {
		if got := recovered(tc.current, 20, tc.quiet); !cmp.Equal(got, tc.want, cmpopts.EquateApprox(0, 1e-9)) {
			t.Errorf("recovered(%v, 20, %s) = %v, want %v", tc.current, tc.quiet, got, tc.want)
		}
	}
}

// TestSpeedCountsRefusalsTogether checks that the calls which were on their way slow down once.
func TestSpeedCountsRefusalsTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSpeed(20)
		for range 10 {
			s.slowDown()
		}
		if s.current != s.full/2 {
			t.Errorf("after one moment: %v", s.current)
		}
		time.Sleep(refusalWindow)
		s.slowDown()
		if s.current != s.full/4 {
			t.Errorf("a second later: %v", s.current)
		}
		time.Sleep(2 * time.Minute)
		s.recover()
		if s.current != s.full {
			t.Errorf("after two quiet minutes: %v", s.current)
		}
	})
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
		g.refused("/a", 0)
		check("after a refusal", time.Second, time.Second)
		if _, later, common := g.refused("/a", 0); later || !common {
			t.Errorf("a refusal at the same time: moved %t, common %t", later, common)
		}
		check("after another at the same time", time.Second, time.Second)
		time.Sleep(time.Second)
		if _, later, common := g.refused("/a", 0); later || common {
			t.Errorf("the next refusal: moved %t, common %t", later, common)
		}
		check("after the next", 2*time.Second, 0)
		g.refused("/b", time.Minute)
		check("after a Retry-After", time.Minute, time.Minute)
		g.passed("/a")
		time.Sleep(time.Minute)
		g.passed("/a")
		g.passed("/b")
		if diff := cmp.Diff(0, len(g.routes)); diff != "" {
			t.Error("routes that passed are kept:", diff)
		}
		g.refused("", 0)
		if len(g.routes) != 0 {
			t.Error("a call without a route has a gate of its own")
		}
	})
}
