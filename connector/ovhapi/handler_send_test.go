package ovhapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/internal/bounded"
	"source-ovhcloud-api/connector/internal/pace"
	"source-ovhcloud-api/connector/internal/watchdog"
)

// drip is a body that gives chunk bytes after each pause, until size bytes are read or the request
// ends.
type drip struct {
	ctx         context.Context
	pause       time.Duration
	chunk, left int
}

func (d *drip) Read(p []byte) (int, error) {
	if d.left == 0 {
		return 0, io.EOF
	}
	if err := pace.Sleep(d.ctx, d.pause); err != nil {
		return 0, err
	}
	n := min(len(p), d.chunk, d.left)
	for i := range p[:n] {
		p[i] = '1'
	}
	d.left -= n
	return n, nil
}

func (d *drip) Close() error { return nil }

// TestWatchdog runs single attempts against servers that are slow in different ways.
func TestWatchdog(t *testing.T) {
	for _, tc := range []struct {
		name        string
		first       time.Duration // until the header
		pause       time.Duration // before each chunk
		chunk, size int
		want        error
		after       time.Duration
	}{
		{"slow to begin", watchdog.AttemptTimeout - time.Second, 0, 10, 10, nil, watchdog.AttemptTimeout - time.Second},
		{"no header", time.Hour, 0, 10, 10, watchdog.ErrHang, watchdog.AttemptTimeout},
		{"a stop in the middle", 0, time.Hour, 10, 100, watchdog.ErrStall, watchdog.StallTimeout},
		{"a stop after a slow beginning", 170 * time.Second, time.Hour, 10, 100, watchdog.ErrHang, watchdog.AttemptTimeout},
		{"single bytes", 0, time.Second, 1, 1000, watchdog.ErrHang, watchdog.AttemptTimeout},
		{"a large answer over a slow line", 0, time.Second, 32 << 10, 32 << 20, nil, 1024 * time.Second},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := newHTTPClient(transportFunc(func(req *http.Request) (*http.Response, error) {
					if err := pace.Sleep(req.Context(), tc.first); err != nil {
						return nil, err
					}
					body := &drip{ctx: req.Context(), pause: tc.pause, chunk: tc.chunk, left: tc.size}
					return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: body, ContentLength: int64(tc.size)}, nil
				}))
				started := time.Now()
				c := &call{Request: get("/me"), url: "https://api.test/1.0/me"}
				var err error
				if c.wire, err = plainRequest(t.Context(), c); err != nil {
					t.Fatal(err)
				}
				resp, err := (&sendHandler{client: client, maxBody: maxBody}).do(t.Context(), c)
				if !errors.Is(err, tc.want) || (err == nil && len(resp.Body) != tc.size) {
					t.Errorf("error %v, want %v", err, tc.want)
				}
				if got, ok := errors.AsType[*failure](err); err != nil && (!ok || !got.sent) {
					t.Errorf("not a failure after sending: %v", err)
				}
				if took := time.Since(started); took < tc.after-time.Second || took > tc.after+time.Second {
					t.Errorf("took %s, want %s", took, tc.after)
				}
			})
		})
	}
}

func TestTooLargeIsFinal(t *testing.T) {
	c := newTestClient(t, newScript(t, step{getMe, func(req *http.Request) (*http.Response, error) {
		resp, err := answer(http.StatusOK, "[]")(req)
		resp.ContentLength = maxBody + 1
		return resp, err
	}}))
	_, err := c.Do(t.Context(), get("/me"))
	if _, ok := errors.AsType[*bounded.Error](err); !ok {
		t.Errorf("error %v", err)
	}
}

func TestBrokenJSONIsNotQuoted(t *testing.T) {
	for _, tc := range []struct {
		body string
		want string
	}{
		{`{"password":"aBcD","date`, "status 200 with 24 bytes that are not valid JSON"},
		{"<html><title>Maintenance</title>", "status 200 with a web page instead of JSON: Maintenance"},
	} {
		x := exchange{status: http.StatusOK, body: []byte(tc.body), mask: func(s string) string { return s }}
		if got := x.notJSON(len(x.body)).Error(); got != tc.want {
			t.Errorf("%q, want %q", got, tc.want)
		}
	}
}

func TestResponseIsWhole(t *testing.T) {
	for _, body := range []string{"null", `"notPaid"`, "  [1] \n", `{"a":5123456789012345678}`} {
		c := newTestClient(t, newScript(t, step{getMe, answer(http.StatusOK, body, "X-Test", "y")}))
		var stats Stats
		r := get("/me")
		r.Stats = &stats
		resp, err := c.Do(t.Context(), r)
		if err != nil || !bytes.Equal(resp.Body, []byte(body)) || resp.Status != http.StatusOK || resp.Header.Get("X-Test") != "y" {
			t.Errorf("%q: %+v, %v", body, resp, err)
		}
		if stats.Calls.Load() != 1 || stats.Bytes.Load() != int64(len(body)) || stats.Waited.Load() != 0 {
			t.Errorf("%q: %d calls, %d bytes", body, stats.Calls.Load(), stats.Bytes.Load())
		}
	}
}

func TestRequestIsRefused(t *testing.T) {
	c := newTestClient(t, newScript(t))
	for _, tc := range []struct {
		r    Request
		want string
	}{
		{Request{Method: "PATCH", Branch: "v1", Path: "/me"}, "must be GET"},
		{Request{Branch: "v1", Path: "/me"}, "must be GET"},
		{Request{Method: "GET", Path: "/me"}, "v1 or v2"},
		{Request{Method: "POST", Branch: "v1", Path: "/me", NoAuth: true, Body: []byte("{")}, "body"},
	} {
		if _, err := c.Do(t.Context(), tc.r); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%+v: %v, want %q", tc.r, err, tc.want)
		}
	}
}
