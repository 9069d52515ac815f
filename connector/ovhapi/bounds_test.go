package ovhapi

import (
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/internal/bounded"
	"source-ovhcloud-api/connector/internal/excerpt"
)

// An answer beyond a bound is an error that says so, at once: to ask again would not help, and
// nothing may overflow.

func TestDepthIsBounded(t *testing.T) {
	nested := func(open, middle, end string, levels int) string {
		return strings.Repeat(open, levels) + middle + strings.Repeat(end, levels)
	}
	for name, tc := range map[string]struct {
		body string
		deep bool
	}{
		"as deep as can be":   {nested("[", "", "]", bounded.MaxDepth), false},
		"a level more":        {nested("[", "", "]", bounded.MaxDepth+1), true},
		"objects":             {nested(`{"a":`, "1", "}", bounded.MaxDepth+1), true},
		"a million levels":    {nested("[", "", "]", 1_000_000), true},
		"a million, cut off":  {strings.Repeat("[", 1_000_000), true},
		"beside each other":   {"[" + strings.Repeat("[],", bounded.MaxDepth) + "[]]", false},
		"within a text":       {`"` + strings.Repeat("[", bounded.MaxDepth+1) + `"`, false},
		"behind a quote":      {`["\"",` + nested("[", "", "]", bounded.MaxDepth) + "]", true},
		"behind a back slash": {`["\\",` + nested("[", "", "]", bounded.MaxDepth) + "]", true},
	} {
		t.Run(name, func(t *testing.T) {
			c := newTestClient(t, newScript(t, step{getMe, answer(http.StatusOK, tc.body)}))
			_, err := c.Do(t.Context(), get("/me"))
			if !tc.deep && err == nil {
				return
			}
			const want = "GET /v1/me: the answer is nested deeper than 10000 levels"
			if !tc.deep || err == nil || err.Error() != want {
				t.Errorf("got %.200v, deep %t", err, tc.deep)
			}
			if _, again := errors.AsType[*TransientError](err); again {
				t.Error("it is transient")
			}
		})
	}
}

// A refusal is read by the same rules.
func TestDepthOfARefusalIsBounded(t *testing.T) {
	for _, body := range []string{
		strings.Repeat(`{"message":`, 1_000_000), strings.Repeat("[", 1_000_000),
		`{"message":` + strings.Repeat("[", 1_000_000) + strings.Repeat("]", 1_000_000) + "}",
		`{"message":"no","details":` + strings.Repeat(`{"a":`, 9_000) + "1" + strings.Repeat("}", 9_000) + "}",
		strings.Repeat("<b>", 1_000_000),
	} {
		if text := refusal(http.StatusBadRequest, body).Error(); len(text) > 2000 {
			t.Errorf("%d bytes: %.100s", len(text), text)
		}
	}
}

// A small answer may become a large one: what counts is what it is when it is unpacked.
func TestSizeIsBoundedAfterDecompression(t *testing.T) {
	c := newSocketClient(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = z.Write(make([]byte, 1<<20))
		_ = z.Close()
	})
	whole := &call{Request: get("/me"), url: c.address.base + "/me"}
	var err error
	if whole.wire, err = plainRequest(t.Context(), whole); err != nil {
		t.Fatal(err)
	}
	_, err = (&sendHandler{client: c.http, maxBody: 1 << 16}).do(t.Context(), whole)
	if beyond, ok := errors.AsType[*bounded.Error](err); !ok || beyond.Error() != "the answer is larger than 65536 bytes" {
		t.Errorf("got %v", err)
	}
}

// The headers are bounded by net/http, at 10 MB.
func TestHeadersAreBounded(t *testing.T) {
	c := newSocketClient(t, func(w http.ResponseWriter, _ *http.Request) {
		for range 11 {
			w.Header().Add("X-Endless", strings.Repeat("x", 1<<20))
		}
		_, _ = io.WriteString(w, "{}")
	})
	// A POST is not repeated.
	_, err := c.Do(t.Context(), Request{Method: http.MethodPost, Branch: "v1", Path: "/me/document"})
	if err == nil || !strings.Contains(err.Error(), "server response headers exceeded") {
		t.Errorf("got %.200v", err)
	}
}

// What is shown of a path is bounded, too, whatever an id looks like.
func TestLongPathsAreCut(t *testing.T) {
	c := newTestClient(t, newScript(t, step{"GET https://api.test/1.0/" + strings.Repeat("x", 5000), answer(http.StatusNotFound, "{}")}))
	_, err := c.Do(t.Context(), get("/"+strings.Repeat("x", 5000)))
	if want := "GET /v1/" + strings.Repeat("x", longestPath-len("/v1/")) + "…: 404"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %.300v", err)
	}
}

// And so is what is shown of a cursor.
func TestLongCursorsAreCut(t *testing.T) {
	loop := &CursorLoopError{Call: "GET /v1/me", Cursor: strings.Repeat("x", 1<<20)}
	if n := len(loop.Error()); n > 2*excerpt.MaxLine {
		t.Errorf("%d bytes", n)
	}
}
