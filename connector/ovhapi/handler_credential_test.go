package ovhapi

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// TestRefusedCredentialIsNotPresentedAgain has the script fail the test for any further request.
func TestRefusedCredentialIsNotPresentedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, newScript(t,
			clockStep(),
			step{getMe, answer(http.StatusForbidden, `{"errorCode":"INVALID_CREDENTIAL","message":"This credential is not valid"}`)},
			step{"GET https://api.test/1.0/me.json", answer(http.StatusOK, "{}")}))
		for range 3 {
			_, err := c.Do(t.Context(), signedGet("/me"))
			if refused, ok := errors.AsType[*Error](err); !ok || refused.Code != "INVALID_CREDENTIAL" {
				t.Errorf("got %v", err)
			}
		}
		if _, err := c.Do(t.Context(), get("/me.json")); err != nil {
			t.Errorf("a call without credential: %v", err)
		}
	})
}

// TestReadmittedCredentialIsPresentedAgain has OVH refuse it a second time, and then accept it.
func TestReadmittedCredentialIsPresentedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refusal := step{getMe, answer(http.StatusForbidden, `{"errorCode":"INVALID_CREDENTIAL","message":"This credential is not valid"}`)}
		c := newTestClient(t, newScript(t, clockStep(), refusal, refusal, step{getMe, answer(http.StatusOK, "{}")}))
		for range 2 {
			c.Readmit()
			for range 2 { // the second is not sent
				if _, err := c.Do(t.Context(), signedGet("/me")); err == nil {
					t.Error("no error")
				}
			}
		}
		c.Readmit()
		if _, err := c.Do(t.Context(), signedGet("/me")); err != nil {
			t.Error(err)
		}
	})
}

// TestARefusedCredentialEndsTheQueue has calls wait for their turn for a minute: what would not be
// sent anyway does not wait.
func TestARefusedCredentialEndsTheQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
			if strings.HasSuffix(req.URL.Path, "/auth/time") {
				return clockStep().reply(req)
			}
			calls++
			return answer(http.StatusForbidden, `{"errorCode":"INVALID_CREDENTIAL","message":"This credential is not valid"}`)(req)
		}), func(o *Options) { o.RequestsPerSecond = 1 })
		began := time.Now()
		var wg sync.WaitGroup
		for range 60 {
			wg.Go(func() {
				_, err := c.Do(t.Context(), signedGet("/me"))
				if refused, ok := errors.AsType[*Error](err); !ok || refused.Code != "INVALID_CREDENTIAL" {
					t.Errorf("got %v", err)
				}
			})
		}
		wg.Wait()
		if took := time.Since(began); calls != 1 || took > 5*time.Second {
			t.Errorf("%d calls in %s", calls, took)
		}
	})
}

// TestOtherRefusalsSayNothingOfTheNextCall checks that only the credential's refusal is remembered.
func TestOtherRefusalsSayNothingOfTheNextCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, newScript(t,
			clockStep(),
			step{getMe, answer(http.StatusForbidden, `{"errorCode":"NOT_GRANTED_CALL","message":"This call has not been granted"}`)},
			step{getMe, answer(http.StatusOK, "{}")}))
		if _, err := c.Do(t.Context(), signedGet("/me")); err == nil {
			t.Error("no error")
		}
		if _, err := c.Do(t.Context(), signedGet("/me")); err != nil {
			t.Error(err)
		}
	})
}
