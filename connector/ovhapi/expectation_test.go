package ovhapi

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// What is no answer to a GET is asked for again, and then a failure that names it.
func TestEmptyIsNotNothing(t *testing.T) {
	long := strings.Repeat("1,", 1<<20) // elements of several pieces
	for _, tc := range []struct {
		name    string
		expects Expectation
		reply   func(*http.Request) (*http.Response, error)
		reason  string // empty if it is an answer
	}{
		{"no body", Value, answer(http.StatusOK, ""), "status 200 with an empty body"},
		{"blanks", Value, answer(http.StatusOK, " \n"), "status 200 with an empty body"},
		{"202", Value, answer(http.StatusAccepted, `[]`), "status 202 Accepted, which is not the whole answer to a GET"},
		{"204", List, answer(http.StatusNoContent, ""), "status 204 No Content, which is not the whole answer to a GET"},
		{"206", Item, answer(http.StatusPartialContent, `{}`), "status 206 Partial Content, which is not the whole answer to a GET"},
		{"null for a list", List, answer(http.StatusOK, ` null `), "null in the place of a list"},
		{"null for a value", Value, answer(http.StatusOK, `null`), ""},
		{"null for a list in pieces", Pieces, answer(http.StatusOK, `null`), "null in the place of a list"},
		{"a list in pieces", Pieces, answer(http.StatusOK, "["+long+"1]"), ""},
		{"a list in pieces that ends with a comma", Pieces, answer(http.StatusOK, "["+long+"]"), "status 200 with 2097154 bytes that are not valid JSON"},
		{"a list in pieces with a hole", Pieces, answer(http.StatusOK, "["+long+",1]"), "status 200 with 2097156 bytes that are not valid JSON"},
		{"an empty list", List, answer(http.StatusOK, `[]`), ""},
		{"an object for a list", List, answer(http.StatusOK, `{}`), ""},
		{"no body for anything", Anything, answer(http.StatusOK, ""), ""},
		{"204 for anything", Anything, answer(http.StatusNoContent, ""), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := get("/me")
				r.Expects = tc.expects
				calls := 0
				c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
					calls++
					return tc.reply(req)
				}))
				_, err := c.Do(t.Context(), r)
				gaveUp, broken := errors.AsType[*TransientError](err)
				if broken != (tc.reason != "") || !broken && (err != nil || calls != 1) {
					t.Fatalf("after %d calls: %v", calls, err)
				}
				if broken && (gaveUp.Attempts != maxFailures || !strings.HasSuffix(err.Error(), "GET /v1/me: "+tc.reason)) {
					t.Errorf("error %v", err)
				}
			})
		})
	}
}

// What is compressed to nothing is nothing, too.
func TestGzipOfNothing(t *testing.T) {
	var nothing bytes.Buffer
	if err := gzip.NewWriter(&nothing).Close(); err != nil {
		t.Fatal(err)
	}
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if calls++; calls > 1 {
			_, _ = io.WriteString(w, "[]")
			return
		}
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(nothing.Bytes())
	}))
	t.Cleanup(server.Close)
	transport := newTransport()
	t.Cleanup(transport.CloseIdleConnections)
	c := newTestClient(t, transport, func(o *Options) { o.BaseURL = server.URL + "/1.0" })
	resp, err := c.Do(t.Context(), get("/me"))
	if err != nil || string(resp.Body) != "[]" || calls != 2 {
		t.Errorf("after %d calls: %v, %v", calls, resp, err)
	}
}

// null in the place of an item says that there is none: to ask again would not help.
func TestNullItemIsGone(t *testing.T) {
	r := get("/me")
	r.Expects = Item
	c := newTestClient(t, newScript(t, step{getMe, answer(http.StatusOK, "null", headerQueryID, "EU.ext-1.2")}))
	_, err := c.Do(t.Context(), r)
	refused, ok := errors.AsType[*Error](err)
	const want = "GET /v1/me: 200 OK: null in the place of an item (query id EU.ext-1.2); OVH has nothing to tell of it: look it up in OVH's control panel"
	if !ok || !refused.Gone() || err.Error() != want {
		t.Errorf("error %v", err)
	}
}

// A call other than GET may have nothing to answer.
func TestPostMayAnswerNothing(t *testing.T) {
	c := newTestClient(t, newScript(t, step{"POST https://api.test/1.0/me", answer(http.StatusNoContent, "")}))
	if _, err := c.Do(t.Context(), Request{Method: http.MethodPost, Branch: "v1", Path: "/me", NoAuth: true}); err != nil {
		t.Error(err)
	}
}

// A call may have fewer answers that are not the API's than other failures, which do not count.
func TestBrokenAnswersAreCounted(t *testing.T) {
	const page = "<html><title>Sign in</title></html>"
	for name, reply := range map[string]func(*http.Request) (*http.Response, error){
		"a page":        answer(http.StatusOK, page),
		"a page of 404": answer(http.StatusNotFound, page),
		"no JSON":       answer(http.StatusOK, `{"a":`),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				c := newTestClient(t, transportFunc(func(req *http.Request) (*http.Response, error) {
					if calls++; calls == 1 {
						return answer(http.StatusServiceUnavailable, page)(req)
					}
					return reply(req)
				}))
				r := get("/me.json")
				r.MaxBroken = 3
				_, err := c.Do(t.Context(), r)
				gaveUp, ok := errors.AsType[*TransientError](err)
				if !ok || calls != 4 || gaveUp.Elapsed > 15*time.Second {
					t.Errorf("after %d calls: %v", calls, err)
				}
			})
		})
	}
}
