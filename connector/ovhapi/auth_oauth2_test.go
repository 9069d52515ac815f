package ovhapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/internal/pace"
)

const tokenCall = "POST https://www.test/auth/oauth2/token"

func withAccount(o *Options) { o.Credentials = testAccount }

// tokenStep grants a token for an hour, as OVH does.
func tokenStep(token string) step {
	return step{tokenCall, answer(http.StatusOK, fmt.Sprintf(`{"access_token":%q,"token_type":"Bearer","expires_in":3599,"scope":"all"}`, token))}
}

// bearerStep answers GET /1.0/me and checks the token that came with it.
func bearerStep(t *testing.T, token string, reply func(*http.Request) (*http.Response, error)) step {
	return step{"GET https://api.test/1.0/me", func(req *http.Request) (*http.Response, error) {
		if got := req.Header.Get("Authorization"); got != "Bearer "+token {
			t.Errorf("Authorization: %q, want the token %q", got, token)
		}
		return reply(req)
	}}
}

func TestTokenRequest(t *testing.T) {
	var known []string
	c := newTestClient(t, newScript(t,
		step{tokenCall, func(req *http.Request) (*http.Response, error) {
			if err := req.ParseForm(); err != nil {
				t.Error(err)
			}
			want := map[string][]string{
				"grant_type": {"client_credentials"}, "scope": {"all"},
				"client_id": {testAccount.ClientID}, "client_secret": {testAccount.ClientSecret},
			}
			if diff := cmp.Diff(want, map[string][]string(req.PostForm)); diff != "" {
				t.Error("form (-want +got):", diff)
			}
			return tokenStep("first-token").reply(req)
		}},
		bearerStep(t, "first-token", func(req *http.Request) (*http.Response, error) {
			if diff := cmp.Diff([]string{"first-token"}, known); diff != "" {
				t.Error("the token was used before it could be masked:", diff)
			}
			return answer(http.StatusOK, "{}")(req)
		}),
	), withAccount, func(o *Options) { o.OnToken = func(token string) { known = append(known, token) } })
	if _, err := c.Do(t.Context(), signedGet("/me")); err != nil {
		t.Error(err)
	}
}

func TestTokenIsRenewedWhenItExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ok := answer(http.StatusOK, "{}")
		c := newTestClient(t, newScript(t,
			tokenStep("first"), bearerStep(t, "first", ok), bearerStep(t, "first", ok),
			tokenStep("second"), bearerStep(t, "second", ok),
		), withAccount)
		for _, pause := range []time.Duration{0, 50 * time.Minute, 10 * time.Minute} {
			time.Sleep(pause)
			if _, err := c.Do(t.Context(), signedGet("/me")); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestTokenIsRenewedOnceWhenItIsRefused(t *testing.T) {
	unauthorized := answer(http.StatusUnauthorized, `{"class":"Client::Unauthorized::InvalidAuthToken","message":"Invalid token"}`)
	forbidden := answer(http.StatusForbidden, `{"errorCode":"INVALID_TOKEN","message":"This token is not valid"}`)
	for name, refuse := range map[string]func(*http.Request) (*http.Response, error){"401": unauthorized, "403": forbidden} {
		t.Run(name+" then accepted", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newTestClient(t, newScript(t,
					tokenStep("first"), bearerStep(t, "first", refuse),
					tokenStep("second"), bearerStep(t, "second", answer(http.StatusOK, "{}")),
				), withAccount)
				if _, err := c.Do(t.Context(), signedGet("/me")); err != nil {
					t.Error(err)
				}
			})
		})
		t.Run(name+" then refused", func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newTestClient(t, newScript(t,
					tokenStep("first"), bearerStep(t, "first", refuse),
					tokenStep("second"), bearerStep(t, "second", refuse),
				), withAccount)
				_, err := c.Do(t.Context(), signedGet("/me"))
				if refused, ok := errors.AsType[*Error](err); !ok || !refused.BadCredential() || refused.Forbidden() {
					t.Errorf("error %v", err)
				}
			})
		})
	}
}

func TestTokenRefused(t *testing.T) {
	c := newTestClient(t, newScript(t, step{tokenCall,
		answer(http.StatusBadRequest, `{"error":"invalid_client","error_description":"ovhcloud oauth2 client does not exists"}`)}), withAccount)
	_, err := c.Do(t.Context(), signedGet("/me"))
	refused, ok := errors.AsType[*Error](err)
	if !ok || !refused.BadCredential() {
		t.Fatalf("error %v", err)
	}
	const want = "getting a token for GET /v1/me: POST https://www.test/auth/oauth2/token: 400 Bad Request: " +
		"ovhcloud oauth2 client does not exists (invalid_client); " +
		"the client id or the client secret is wrong, or belongs to another region"
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error("(-want +got):", diff)
	}
}

// TestTokenFailureIsRepeated also covers a POST: nothing of it has been sent when the token fails.
func TestTokenFailureIsRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, newScript(t,
			step{tokenCall, broken(errors.New("connection reset"))},
			step{tokenCall, answer(http.StatusOK, "<html><title>Maintenance</title></html>", "Content-Type", "text/html")},
			step{tokenCall, func(req *http.Request) (*http.Response, error) {
				<-req.Context().Done()
				return nil, req.Context().Err()
			}},
			step{tokenCall, answer(http.StatusServiceUnavailable, `{"message":"busy"}`)},
			tokenStep("first"),
			step{"POST https://api.test/1.0/me/document", answer(http.StatusOK, "{}")},
		), withAccount)
		started := time.Now()
		r := Request{Method: http.MethodPost, Branch: "v1", Path: "/me/document"}
		if _, err := c.Do(t.Context(), r); err != nil {
			t.Error(err)
		}
		if took := time.Since(started); took < tokenTimeout || took > tokenTimeout+15*time.Second { // waits of 1, 2, 4 and 8 s at most
			t.Errorf("took %s", took)
		}
	})
}

func TestTokenIsSharedByConcurrentCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tokens := 0
		c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
			if err := pace.Sleep(req.Context(), time.Second); err != nil {
				return nil, err
			}
			if req.Method == http.MethodPost {
				tokens++
				return tokenStep("shared").reply(req)
			}
			return answer(http.StatusOK, "{}")(req)
		}), withAccount)
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				if _, err := c.Do(t.Context(), signedGet("/me")); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if tokens != 1 {
			t.Errorf("%d tokens", tokens)
		}
	})
}

func TestTokenWaitEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
			<-req.Context().Done()
			return nil, req.Context().Err()
		}), withAccount)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Do(ctx, signedGet("/me"))
		if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "GET /v1/me") {
			t.Errorf("error %v", err)
		}
	})
}
