package ovhapi

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
)

const (
	getIP         = "GET https://api.test/1.0/ip"
	getCredential = "GET https://api.test/1.0/auth/currentCredential"
)

var loginFirst = answer(http.StatusUnauthorized, `{"message":"You must login first"}`)

// TestA401IsConfirmed has OVH answer one call as if nobody had signed it.
func TestA401IsConfirmed(t *testing.T) {
	for _, tc := range []struct {
		name       string
		credential []func(*http.Request) (*http.Response, error)
		accepted   bool // the next call is sent
	}{
		{"the key is good", []func(*http.Request) (*http.Response, error){answer(http.StatusOK, `{"status":"validated"}`)}, true},
		{"the key is good, but not for that", []func(*http.Request) (*http.Response, error){
			answer(http.StatusForbidden, `{"errorCode":"NOT_GRANTED_CALL","message":"This call has not been granted"}`)}, true},
		{"the key is good, after a moment", []func(*http.Request) (*http.Response, error){
			answer(http.StatusServiceUnavailable, `{}`), answer(http.StatusOK, `{"status":"validated"}`)}, true},
		{"the key is refused there, too", []func(*http.Request) (*http.Response, error){loginFirst}, false},
		{"the key is invalid", []func(*http.Request) (*http.Response, error){
			answer(http.StatusForbidden, `{"errorCode":"INVALID_CREDENTIAL","message":"This credential is not valid"}`)}, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				steps := []step{clockStep(), {getIP, loginFirst}}
				for _, reply := range tc.credential {
					steps = append(steps, step{getCredential, reply})
				}
				if tc.accepted {
					steps = append(steps, step{getMe, answer(http.StatusOK, "{}")})
				}
				c := newTestClient(t, newScript(t, steps...))

				_, err := c.Do(t.Context(), signedGet("/ip"))
				refused, ok := errors.AsType[*Error](err)
				if !ok || refused.Path != "/v1/ip" || refused.Status != http.StatusUnauthorized || refused.BadCredential() == tc.accepted {
					t.Errorf("got %v", err)
				}
				if OfOneCall(err) != tc.accepted {
					t.Errorf("%v is of one call: %t", err, !tc.accepted)
				}
				if _, err = c.Do(t.Context(), signedGet("/me")); (err == nil) != tc.accepted {
					t.Errorf("the next call: %v", err)
				}
			})
		})
	}
}

// TestA401ThatCannotBeConfirmed has OVH fail at the question: that says nothing against the key, and
// the next call is sent.
func TestA401ThatCannotBeConfirmed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		steps := []step{clockStep(), {getIP, loginFirst}}
		for range maxFailures {
			steps = append(steps, step{getCredential, answer(http.StatusServiceUnavailable, `{}`)})
		}
		c := newTestClient(t, newScript(t, append(steps, step{getMe, answer(http.StatusOK, "{}")})...))
		_, err := c.Do(t.Context(), signedGet("/ip"))
		if refused, ok := errors.AsType[*Error](err); !isTransient(err) || ok && refused.BadCredential() {
			t.Errorf("got %v", err)
		}
		if !strings.HasPrefix(err.Error(), "GET /v1/ip: 401 Unauthorized, and ") {
			t.Errorf("what was refused is not named: %v", err)
		}
		if _, err := c.Do(t.Context(), signedGet("/me")); err != nil {
			t.Errorf("the next call: %v", err)
		}
	})
}

// TestARefusedCredentialNamesTheCall has a second call, which is not sent, get the answer to the
// first.
func TestARefusedCredentialNamesTheCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, newScript(t, clockStep(), step{getIP, answer(http.StatusForbidden, `{"errorCode":"INVALID_CREDENTIAL"}`)}))
		for _, path := range []string{"/ip", "/me"} {
			_, err := c.Do(t.Context(), signedGet(path))
			if refused, ok := errors.AsType[*Error](err); !ok || refused.Path != "/v1/ip" {
				t.Errorf("GET %s: %v", path, err)
			}
		}
	})
}
