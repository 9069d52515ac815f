package read

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// holdings are what an account answers, by percent-encoded path without branch:
// the items of lists, and the answers that are no lists. What is in neither is gone.
type holdings struct {
	lists  map[string][]string
	others map[string]string
}

// conditions are how OVH answers, which may change from day to day. They say
// nothing of what it answers. The same seed gives each attempt of a call the
// same fate, in whatever order calls come.
type conditions struct {
	seed    uint64
	latency time.Duration // of an attempt at most
	faults  int           // of a hundred attempts, those that fail, among a call's first three
	page    int           // items on a page at most, whatever is asked for; 0 for no bound
	batch   int           // ids in a batch at most; 0 where there are no batches
	absent  int           // of a hundred items of a batch, those that come without a value
}

// remote is OVH's side of the wire, for a real client.
type remote struct {
	holdings
	conditions

	mu       sync.Mutex
	attempts map[string]int
}

func (o *remote) RoundTrip(r *http.Request) (*http.Response, error) {
	call := strings.Join([]string{r.URL.RequestURI(), r.Header.Get("X-Ovh-Batch"), r.Header.Get("X-Pagination-Cursor")}, " ")
	o.mu.Lock()
	attempt := o.attempts[call]
	o.attempts[call]++
	o.mu.Unlock()
	fate := o.fate(call, attempt)
	select {
	case <-time.After(time.Duration(fate.Int64N(int64(o.latency) + 1))):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	status, body, header := o.answer(r)
	if attempt < 3 && fate.IntN(100) < o.faults {
		return fault(fate, body)
	}
	return response(status, body, header), nil
}

// fate is where the chances of something with a name are drawn from.
func (o *remote) fate(name string, attempt int) *rand.Rand {
	h := fnv.New64a()
	io.WriteString(h, name)
	return rand.New(rand.NewPCG(o.seed+uint64(attempt), h.Sum64()))
}

// fault is an answer after which a call is worth repeating.
func fault(fate *rand.Rand, body string) (*http.Response, error) {
	switch fate.IntN(6) {
	case 0:
		return response(http.StatusTooManyRequests, `{"message":"slow down"}`, nil), nil
	case 1:
		return response(http.StatusTooManyRequests, `{}`, http.Header{"Retry-After": {strconv.Itoa(fate.IntN(5))}}), nil
	case 2:
		return response(http.StatusServiceUnavailable, `{"message":"down"}`, nil), nil
	case 3:
		return response(http.StatusBadGateway, `<html><title>bad gateway</title></html>`, http.Header{"Content-Type": {"text/html"}}), nil
	case 4:
		return response(http.StatusOK, body[:len(body)/2]+"[", nil), nil
	default:
		return nil, errors.New("connection reset by peer")
	}
}

func response(status int, body string, header http.Header) *http.Response {
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1}
}

func (o *remote) answer(r *http.Request) (status int, body string, header http.Header) {
	path := r.URL.EscapedPath()
	for _, branch := range []string{"/1.0", "/v2"} {
		path = strings.TrimPrefix(path, branch)
	}
	if path == "/auth/time" {
		return http.StatusOK, strconv.FormatInt(time.Now().Unix(), 10), nil
	}
	if r.Header.Get("X-Ovh-Batch") != "" {
		return o.answerBatch(path)
	}
	if items, ok := o.lists[path]; ok {
		body, header := o.onePage(items, r)
		return http.StatusOK, body, header
	}
	if body, ok := o.others[path]; ok {
		return http.StatusOK, body, nil
	}
	return http.StatusNotFound, `{"message":"This object does not exist"}`, nil
}

// onePage cuts a list to the page that the query or the cursor asks for.
func (o *remote) onePage(items []string, r *http.Request) (body string, header http.Header) {
	q := r.URL.Query()
	number := func(text string) int { n, _ := strconv.Atoi(text); return n }
	size := cmp.Or(number(q.Get("size")), number(q.Get("limit")), number(r.Header.Get("X-Pagination-Size")), len(items))
	if o.page > 0 {
		size = min(size, o.page)
	}
	from := number(r.Header.Get("X-Pagination-Cursor"))
	inQuery := true
	switch {
	case q.Has("page"):
		from = (number(q.Get("page")) - 1) * size
	case q.Has("offset"):
		from = number(q.Get("offset"))
	case q.Has("marker"):
		for from < len(items) && !strings.Contains(items[from], strconv.Quote(q.Get("marker"))) {
			from++
		}
		from++
	default:
		inQuery = q.Has("size") || q.Has("limit")
	}
	from = min(from, len(items))
	to := min(from+size, len(items))
	if to < len(items) && !inQuery {
		header = http.Header{"X-Pagination-Cursor-Next": {strconv.Itoa(to)}}
	}
	return "[" + strings.Join(items[from:to], " ,\n") + "]", header
}

// answerBatch answers for each id of the segment that has several, in any order.
func (o *remote) answerBatch(path string) (status int, body string, header http.Header) {
	segments := strings.Split(path, "/")
	at := 0
	for i, s := range segments {
		if strings.Contains(s, ",") {
			at = i
		}
	}
	ids := strings.Split(segments[at], ",")
	if len(ids) > o.batch {
		return http.StatusBadRequest, `{"message":"X-Ovh-Batch is not available for this call"}`, nil
	}
	elements := make([]string, len(ids))
	for i, id := range ids {
		segments[at] = id
		elements[i] = o.element(id, strings.Join(segments, "/"))
	}
	o.fate(path, 0).Shuffle(len(elements), func(i, j int) { elements[i], elements[j] = elements[j], elements[i] })
	return http.StatusOK, "[" + strings.Join(elements, ",") + "]", nil
}

func (o *remote) element(id, path string) string {
	plain, err := url.PathUnescape(id)
	if err != nil {
		panic(fmt.Sprintf("%s: not sent as a path segment: %v", id, err))
	}
	key, err := json.Marshal(plain)
	if err != nil {
		panic(err)
	}
	value, ok := o.others[path]
	if items, isList := o.lists[path]; isList {
		value, ok = "["+strings.Join(items, ",")+"]", true
	}
	if !ok || o.fate(path, 0).IntN(100) < o.absent {
		return fmt.Sprintf(`{"key":%s,"value":null,"error":{"message":"not here"}}`, key)
	}
	return fmt.Sprintf(`{"value":%s,"key":%s}`, value, key)
}
