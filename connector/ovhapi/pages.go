package ovhapi

import (
	"context"
	"fmt"
	"iter"
	"net/http"

	"source-ovhcloud-api/connector/internal/excerpt"
)

// The headers of OVH's cursor paging: an answer that is not the last names the cursor that asks for
// the next.
const (
	headerCursor     = "X-Pagination-Cursor"
	headerCursorNext = "X-Pagination-Cursor-Next"
)

// CursorLoopError says that OVH handed out a page cursor a second time: following it would never
// end.
type CursorLoopError struct {
	// Call is the method and path.
	Call   string
	Cursor string
}

func (e *CursorLoopError) Error() string {
	return fmt.Sprintf("%s: the page cursor %q came back a second time: the pages have no end", e.Call, excerpt.Line(e.Cursor))
}

// HasNext reports whether OVH names a page that follows this one.
func HasNext(page *Response) bool { return page.Header.Get(headerCursorNext) != "" }

// PagesAfter yields the pages that follow page, which is the answer to r, as long as OVH names a
// next one. An answer without paging has none after it; nor has that of a method other than GET.
// After an error, which is one of Do's or a *CursorLoopError, nothing follows.
func (c *Client) PagesAfter(ctx context.Context, r Request, page *Response) iter.Seq2[*Response, error] {
	return func(yield func(*Response, error) bool) {
		r, page := r, page // the sequence may be ranged over again, from the same page
		seen := make(map[string]struct{})
		for r.Method == http.MethodGet {
			cursor := page.Header.Get(headerCursorNext)
			if cursor == "" {
				return
			}
			if _, again := seen[cursor]; again {
				yield(nil, &CursorLoopError{Call: (&call{Request: r}).name(), Cursor: cursor})
				return
			}
			seen[cursor] = struct{}{}
			r.Header = r.Header.Clone()
			if r.Header == nil {
				r.Header = make(http.Header)
			}
			r.Header.Set(headerCursor, cursor)
			var err error
			page, err = c.Do(ctx, r)
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
}
