package sandbox_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/sandbox"
)

func TestTwentyCallsInAnyRollingSecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		account := sandbox.New(sandbox.Options{RetryAfter: 1500 * time.Millisecond})
		c := connect(t, account)
		burst := func(n, want int) {
			t.Helper()
			answered := 0
			for range n {
				switch got := c.get("/vps"); got.status {
				case http.StatusOK:
					answered++
				case http.StatusTooManyRequests:
					if got.header.Get("Retry-After") != "2" {
						t.Errorf("Retry-After %q, want the next whole second", got.header.Get("Retry-After"))
					}
				default:
					t.Errorf("status %d", got.status)
				}
			}
			if answered != want {
				t.Errorf("%d of %d calls were answered, want %d", answered, n, want)
			}
		}
		burst(15, 15)
		time.Sleep(600 * time.Millisecond)
		burst(15, 5)
		time.Sleep(399 * time.Millisecond)
		burst(1, 0)
		time.Sleep(time.Millisecond) // a second after the first fifteen
		burst(20, 15)
		time.Sleep(time.Second)
		burst(25, 20)
		if calls := account.Calls(); calls.Total != 76 || calls.Throttled != 21 {
			t.Errorf("calls: %+v", calls)
		}
	})
}

func TestEvenlySpacedCallsAreNeverRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		account := sandbox.New(sandbox.Options{})
		c := connect(t, account)
		for range 200 {
			c.get("/vps")
			time.Sleep(time.Second / 20)
		}
		if calls := account.Calls(); calls.Refused != 0 {
			t.Errorf("%d of %d calls were refused", calls.Refused, calls.Total)
		}
	})
}

func TestNoLimitAndNoRetryAfter(t *testing.T) {
	c := connect(t, sandbox.New(unlimited))
	for range 100 {
		if got := c.get("/vps"); got.status != http.StatusOK {
			t.Fatalf("status %d", got.status)
		}
	}
	c = connect(t, sandbox.New(sandbox.Options{RequestsPerSecond: 1}))
	c.get("/vps")
	got := c.get("/vps")
	got.check(t, 429, `{"message":"Too many requests"}`)
	if _, sent := got.header["Retry-After"]; sent {
		t.Error("Retry-After was sent")
	}
}
