package ovhapi

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// page is a step of GET /v2/iam/resource that expects a cursor and names the next.
func page(t *testing.T, cursor, body, next string) step {
	return step{"GET https://api.test/v2/iam/resource?x=1", func(req *http.Request) (*http.Response, error) {
		if got := req.Header.Get(headerCursor); got != cursor {
			t.Errorf("cursor %q, want %q", got, cursor)
		}
		if got := req.Header.Get("X-Pagination-Size"); got != "100" {
			t.Errorf("size %q", got)
		}
		if next == "" {
			return answer(http.StatusOK, body)(req)
		}
		return answer(http.StatusOK, body, headerCursorNext, next)(req)
	}}
}

func TestPages(t *testing.T) {
	for _, tc := range []struct {
		name  string
		steps []step
		stop  int // after so many pages
		want  []string
		loop  string
		err   bool
	}{
		{"one", []step{page(t, "", "[1]", "")}, 9, []string{"[1]"}, "", false},
		{"three", []step{page(t, "", "[1]", "a"), page(t, "a", "[2]", "b"), page(t, "b", "[3]", "")}, 9, []string{"[1]", "[2]", "[3]"}, "", false},
		{"left early", []step{page(t, "", "[1]", "a")}, 1, []string{"[1]"}, "", false},
		{"a loop of one", []step{page(t, "", "[1]", "a"), page(t, "a", "[2]", "a")}, 9, []string{"[1]", "[2]"}, "a", true},
		{"a loop of two", []step{page(t, "", "[1]", "a"), page(t, "a", "[2]", "b"), page(t, "b", "[3]", "a")}, 9, []string{"[1]", "[2]", "[3]"}, "a", true},
		{"an error", []step{page(t, "", "[1]", "a"),
			{"GET https://api.test/v2/iam/resource?x=1", answer(http.StatusBadRequest, `{"message":"invalid cursor"}`)}}, 9, []string{"[1]"}, "", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newTestClient(t, newScript(t, tc.steps...))
			r := Request{
				Method: http.MethodGet, Branch: "v2", Path: "/iam/resource", Query: "x=1", NoAuth: true,
				Header: http.Header{"X-Pagination-Size": {"100"}},
			}
			var got []string
			var failed error
			for resp, err := range allPages(t.Context(), c, r) {
				if failed != nil {
					t.Fatal("something follows an error")
				}
				if failed = err; err == nil {
					got = append(got, string(resp.Body))
				}
				if len(got) == tc.stop {
					break
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" || (failed != nil) != tc.err {
				t.Errorf("error %v (-want +got): %s", failed, diff)
			}
			if loop, ok := errors.AsType[*CursorLoopError](failed); tc.loop != "" && (!ok ||
				loop.Error() != fmt.Sprintf("GET /v2/iam/resource: the page cursor %q came back a second time: the pages have no end", tc.loop)) {
				t.Errorf("error %v", failed)
			}
			if diff := cmp.Diff(http.Header{"X-Pagination-Size": {"100"}}, r.Header); diff != "" {
				t.Error("the caller's header was changed:", diff)
			}
		})
	}
}

// TestPagesAgain checks that a sequence can be ranged over twice, and that paging needs no header
// of the caller's.
func TestPagesAgain(t *testing.T) {
	first := step{getMe, answer(http.StatusOK, "[1]", headerCursorNext, "a")}
	last := step{getMe, func(req *http.Request) (*http.Response, error) {
		if req.Header.Get(headerCursor) != "a" {
			t.Errorf("header %v", req.Header)
		}
		return answer(http.StatusOK, "[2]")(req)
	}}
	pages := allPages(t.Context(), newTestClient(t, newScript(t, first, last, first, last)), get("/me"))
	for range 2 {
		n := 0
		for _, err := range pages {
			if err != nil {
				t.Error(err)
			}
			n++
		}
		if n != 2 {
			t.Errorf("%d pages", n)
		}
	}
}

func TestPagesSendAPostOnce(t *testing.T) {
	c := newTestClient(t, newScript(t, step{"POST https://api.test/1.0/me/document", answer(http.StatusOK, "{}", headerCursorNext, "a")}))
	for _, err := range allPages(t.Context(), c, Request{Method: http.MethodPost, Branch: "v1", Path: "/me/document", NoAuth: true}) {
		if err != nil {
			t.Error(err)
		}
	}
}

// allPages yields the first page of an answer and those after it.
func allPages(ctx context.Context, c *Client, r Request) iter.Seq2[*Response, error] {
	return func(yield func(*Response, error) bool) {
		first, err := c.Do(ctx, r)
		if !yield(first, err) || err != nil {
			return
		}
		c.PagesAfter(ctx, r, first)(yield)
	}
}
