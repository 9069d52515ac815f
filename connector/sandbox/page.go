package sandbox

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"source-ovhcloud-api/connector/sandbox/inventory"
)

const (
	// defaultPageSize is what OVH's control panel gets when it asks for no size.
	defaultPageSize = 25
	// maxPageSize is the largest size that OVH's control panel asks for; the API's own bound is not
	// documented. More is refused, so that a client has to cope with a bound.
	maxPageSize = 5000
)

// page cuts a list to the page that the call's headers ask for, where the operation describes such
// headers, and names the next one in X-Pagination-Cursor-Next, which the last page lacks.
func page(w http.ResponseWriter, c call, answer any) (any, error) {
	list, ok := answer.(inventory.List)
	if !ok || c.route.parameter("header", "X-Pagination-Cursor").Name == "" {
		return answer, nil
	}
	size := defaultPageSize
	if text := c.request.Header.Get("X-Pagination-Size"); text != "" {
		var err error
		if size, err = strconv.Atoi(text); err != nil || size < 1 || size > maxPageSize {
			return nil, badRequest("[X-Pagination-Size] Given data (%s) is not a size from 1 to %d", text, maxPageSize)
		}
	}
	start := 0
	if text := c.request.Header.Get("X-Pagination-Cursor"); text != "" {
		if start, ok = parseCursor(text, c.request.URL.RequestURI()); !ok || start >= list.Len {
			return nil, errInvalidCursor
		}
	}
	end := min(start+size, list.Len)
	if end < list.Len {
		w.Header().Set("X-Pagination-Cursor-Next", cursor(end, c.request.URL.RequestURI()))
	}
	return inventory.List{Len: end - start, At: func(i int) any { return list.At(start + i) }}, nil
}

// cursor names a place in the list at a URI. One that was made for another path or filter is not
// valid.
func cursor(start int, uri string) string {
	h := sha256.Sum256(fmt.Appendf(nil, "%d %s", start, uri))
	return fmt.Sprintf("%x-%x", start, h[:8])
}

func parseCursor(text, uri string) (start int, ok bool) {
	digits, _, _ := strings.Cut(text, "-")
	n, err := strconv.ParseInt(digits, 16, 0)
	return int(n), err == nil && cursor(int(n), uri) == text
}
