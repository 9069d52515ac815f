package ovhapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"
)

const getMe = "GET https://api.test/1.0/me"

// TestRetryRecovers runs each kind of transient failure once, before an answer.
func TestRetryRecovers(t *testing.T) {
	for _, tc := range []struct {
		name  string
		reply func(*http.Request) (*http.Response, error)
	}{
		{"429", answer(http.StatusTooManyRequests, `{"message":"Too many requests"}`)},
		{"408 in HTML", answer(http.StatusRequestTimeout, "<html><body><h1>408 Request Time-out</h1></body></html>", "Content-Type", "text/html")},
		{"500", answer(http.StatusInternalServerError, `{"message":"Internal Server Error"}`)},
		{"a web page with 200", answer(http.StatusOK, "<html><title>Maintenance</title></html>")},
		{"truncated JSON", answer(http.StatusOK, `["a","b`)},
		{"a body shorter than announced", func(req *http.Request) (*http.Response, error) {
			resp, err := answer(http.StatusOK, `["a"]`)(req)
			resp.ContentLength = 100
			return resp, err
		}},
		{"a reset", broken(&net.OpError{Op: "read", Err: errors.New("connection reset by peer")})},
		{"no connection", broken(&net.OpError{Op: "dial", Err: errors.New("connection refused")})},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newTestClient(t, newScript(t, step{getMe, tc.reply}, step{getMe, answer(http.StatusOK, "{}")}))
				var stats Stats
				r := get("/me")
				r.Stats = &stats
				resp, err := c.Do(t.Context(), r)
				if err != nil || string(resp.Body) != "{}" {
					t.Errorf("%v, %v", resp, err)
				}
				if stats.Calls.Load() != 2 || stats.Retries.Load() != 1 || stats.Waited.Load() > 3*time.Second {
					t.Errorf("calls %d, retries %d, waited %s", stats.Calls.Load(), stats.Retries.Load(), stats.Waited.Load())
				}
			})
		})
	}
}

func TestRetryIsNotForRefusals(t *testing.T) {
	for _, reply := range []func(*http.Request) (*http.Response, error){
		answer(http.StatusNotFound, `{"class":"Client::NotFound","message":"This service does not exist"}`),
		answer(http.StatusBadRequest, `{"errorCode":"INVALID_SIGNATURE","httpCode":"400 Bad Request","message":"Invalid signature"}`),
		answer(http.StatusFound, "", "Location", "https://elsewhere.test/1.0/me?x=y"),
	} {
		c := newTestClient(t, newScript(t, step{getMe, reply}))
		_, err := c.Do(t.Context(), get("/me"))
		if _, ok := errors.AsType[*Error](err); !ok {
			t.Errorf("error %v", err)
		}
		if _, ok := errors.AsType[*TransientError](err); ok {
			t.Errorf("transient: %v", err)
		}
	}
}

func TestRetryGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calls := 0
		c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
			calls++
			return answer(http.StatusServiceUnavailable, `{"message":"Down"}`)(req)
		}))
		_, err := c.Do(t.Context(), get("/me"))
		gaveUp, ok := errors.AsType[*TransientError](err)
		if !ok || gaveUp.Attempts != maxFailures || calls != maxFailures || gaveUp.Elapsed > 5*time.Minute {
			t.Fatalf("after %d calls: %v", calls, err)
		}
		if refused, ok := errors.AsType[*Error](err); !ok || refused.Status != http.StatusServiceUnavailable {
			t.Errorf("the refusal is lost: %v", err)
		}
		if !strings.HasPrefix(err.Error(), "gave up after 10 attempts in ") || !strings.Contains(err.Error(), "503 Service Unavailable: Down") {
			t.Errorf("error %v", err)
		}
	})
}

func TestRetryAfterIsKept(t *testing.T) {
	for _, tc := range []struct {
		name, value string
		want        time.Duration
	}{
		{"seconds", "90", 90 * time.Second},
		{"a date", "Sat, 01 Jan 2000 00:02:00 GMT", 2 * time.Minute}, // virtual time begins with the year 2000
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				started := time.Now()
				c := newTestClient(t, newScript(t,
					step{getMe, answer(http.StatusTooManyRequests, "", "Retry-After", tc.value)},
					step{getMe, answer(http.StatusOK, "{}")}))
				if _, err := c.Do(t.Context(), get("/me")); err != nil {
					t.Error(err)
				}
				if took := time.Since(started); took < tc.want || took > tc.want+time.Second {
					t.Errorf("took %s, want %s", took, tc.want)
				}
			})
		})
	}
}

func TestRetryEndsAfterMaxWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		started := time.Now()
		c := newTestClient(t, transportFunc(answer(http.StatusTooManyRequests, "", "Retry-After", "400")))
		_, err := c.Do(t.Context(), get("/me"))
		gaveUp, ok := errors.AsType[*TransientError](err)
		if took := time.Since(started); !ok || gaveUp.Attempts != 3 || took > defaultMaxWait {
			t.Errorf("after %s: %v", took, err)
		}
	})
}

func TestPostIsSentOnce(t *testing.T) {
	post := Request{Method: http.MethodPost, Branch: "v1", Path: "/me/document", NoAuth: true, Body: []byte(`{"name":"x"}`)}
	const call = "POST https://api.test/1.0/me/document"
	for name, reply := range map[string]func(*http.Request) (*http.Response, error){
		"503": answer(http.StatusServiceUnavailable, ""),
		"429": answer(http.StatusTooManyRequests, ""),
		"cut": broken(io.ErrUnexpectedEOF),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, err := newTestClient(t, newScript(t, step{call, reply})).Do(t.Context(), post)
				if _, ok := errors.AsType[*TransientError](err); !ok || !strings.Contains(err.Error(), "may have been carried out") {
					t.Errorf("error %v", err)
				}
			})
		})
	}
	t.Run("no connection", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newTestClient(t, newScript(t,
				step{call, broken(&net.OpError{Op: "dial", Err: errors.New("no such host")})},
				step{call, func(req *http.Request) (*http.Response, error) {
					body, err := io.ReadAll(req.Body)
					if string(body) != `{"name":"x"}` || err != nil {
						t.Errorf("body %s, %v", body, err)
					}
					return answer(http.StatusOK, "{}")(req)
				}}))
			if _, err := c.Do(t.Context(), post); err != nil {
				t.Error(err)
			}
		})
	})
}

func TestRetryEndsWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newTestClient(t, newScript(t, step{getMe, answer(http.StatusTooManyRequests, "", "Retry-After", "60")}))
		reason := errors.New("the user pressed a key")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(10*time.Second, func() { cancel(reason) })
		started := time.Now()
		_, err := c.Do(ctx, get("/me"))
		if !errors.Is(err, reason) || !strings.Contains(err.Error(), "429") || time.Since(started) != 10*time.Second {
			t.Errorf("after %s: %v", time.Since(started), err)
		}
		if _, ok := errors.AsType[*TransientError](err); ok {
			t.Error("leaving is not a transient failure")
		}
	})
}

func TestLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		c := newTestClient(t, newScript(t,
			step{getMe, answer(http.StatusServiceUnavailable, `{"message":"Down"}`, "X-Ovh-QueryID", "EU.ext-1.2")},
			step{getMe, answer(http.StatusOK, "{}", "X-Ovh-QueryID", "EU.ext-1.3")},
		), func(o *Options) { o.Logger = zerolog.New(&log) })
		if _, err := c.Do(t.Context(), get("/me")); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(log.String()), "\n")
		for i, want := range [][]string{
			{`"level":"debug"`, `"method":"GET"`, `"path":"/v1/me"`, `"status":503`, `"took_ms":`, `"query_id":"EU.ext-1.2"`},
			{`"level":"warn"`, `"path":"/v1/me"`, `"attempt":1`, `"wait_ms":`, `503 Service Unavailable: Down`},
			{`"level":"debug"`, `"status":200`, `"bytes":2`, `"query_id":"EU.ext-1.3"`},
		} {
			for _, part := range want {
				if i >= len(lines) || !strings.Contains(lines[i], part) {
					t.Errorf("line %d lacks %s in:\n%s", i+1, part, log.String())
				}
			}
		}
	})
}

// TestRetriesAreWarnedOfOnceOfEachKind holds an account with many broken items to a few lines.
func TestRetriesAreWarnedOfOnceOfEachKind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		down := func(path string, reply func(*http.Request) (*http.Response, error)) []step {
			call := "GET https://api.test/1.0" + path
			return []step{{call, reply}, {call, reply}, {call, answer(http.StatusOK, "{}")}}
		}
		failed, unavailable := answer(http.StatusInternalServerError, `{"message":"Broken"}`), answer(http.StatusServiceUnavailable, `{"message":"Down"}`)
		truncated := answer(http.StatusOK, `["a`)
		calls := []struct {
			route, path string
			reply       func(*http.Request) (*http.Response, error)
			warned      bool
		}{
			{"/ip/{ip}", "/ip/1", failed, true},
			{"/ip/{ip}", "/ip/2", failed, false},
			{"/ip/{ip}", "/ip/3", unavailable, true},
			{"/ip/{ip}", "/ip/4", truncated, true},
			{"/ip/{ip}", "/ip/5", truncated, false},
			{"/vps/{serviceName}", "/vps/1", failed, true},
			{"", "/me", failed, true},
			{"", "/me", failed, false},
		}
		var script []step
		for _, call := range calls {
			script = append(script, down(call.path, call.reply)...)
		}
		c := newTestClient(t, newScript(t, script...), func(o *Options) { o.Logger = zerolog.New(&log) })
		for i, call := range calls {
			log.Reset()
			r := get(call.path)
			r.Route = call.route
			if _, err := c.Do(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			warnings, told := strings.Count(log.String(), `"level":"warn"`), strings.Count(log.String(), "repeating the call")
			if told != 2 || (warnings == 1) != call.warned || warnings > 1 {
				t.Errorf("call %d: %d repeats in the log, of which %d warnings:\n%s", i, told, warnings, log.String())
			}
		}
	})
}

// Who waits for OVH to come back is told each minute that it is still tried, once for all calls.
func TestWarnedOfAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h retryHandler
		told := 0
		for range 10 * 60 {
			for range 2 {
				if h.news("GET /me 503", time.Now()) {
					told++
				}
			}
			time.Sleep(time.Second)
		}
		if told != 10 || !h.news("GET /vps 503", time.Now()) {
			t.Errorf("told %d times in ten minutes", told)
		}
	})
}
