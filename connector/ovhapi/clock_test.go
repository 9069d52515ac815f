package ovhapi

import (
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
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
