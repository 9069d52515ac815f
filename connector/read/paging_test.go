package read

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"
	"github.com/theory/jsonpath"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// pagedServer hands out n things as the query asks for it. first is the
// number of its first page.
type pagedServer struct {
	n, first    int
	most        int // items on a page, whatever is asked for; 0 for no bound
	refusesSize bool
	ignoresPage bool
	volatile    bool // every answer differs in a field
	newest      int  // a thing that is on the list from the second call on, before the others; 0 for none
	circle      bool // behind the last page comes the first
	calls       []string
}

func (s *pagedServer) Do(_ context.Context, r ovhapi.Request) (*ovhapi.Response, error) {
	s.calls = append(s.calls, r.Query+r.Header.Get(plan.HeaderPageSize))
	q, err := url.ParseQuery(r.Query)
	if err != nil {
		return nil, err
	}
	size := s.n
	for _, name := range []string{"size", "pageSize", "limit"} {
		if q.Has(name) {
			size, _ = strconv.Atoi(q.Get(name))
		}
	}
	if s.most > 0 {
		size = min(size, s.most)
	}
	if s.refusesSize && (q.Has("size") || r.Header.Get(plan.HeaderPageSize) != "") {
		return nil, &ovhapi.Error{Status: http.StatusBadRequest, Message: "size is too large"}
	}
	from := 0
	switch {
	case s.ignoresPage:
	case q.Has("page"):
		page, _ := strconv.Atoi(q.Get("page"))
		from = (page - s.first) * size
	case q.Has("offset"):
		from, _ = strconv.Atoi(q.Get("offset"))
	case q.Has("marker"):
		from, _ = strconv.Atoi(q.Get("marker"))
		from++
	}
	things := make([]int, 0, s.n+1)
	if s.newest > 0 && len(s.calls) > 1 {
		things = append(things, s.newest)
	}
	for i := range s.n {
		things = append(things, i)
	}
	if s.circle {
		from %= s.n
	}
	page := []map[string]string{}
	for i := from; i < min(from+size, len(things)); i++ {
		thing := map[string]string{"id": strconv.Itoa(things[i])}
		if s.volatile {
			thing["load"] = strconv.Itoa(len(s.calls))
		}
		page = append(page, thing)
	}
	body, err := json.Marshal(page)
	return &ovhapi.Response{Status: http.StatusOK, Body: body}, err
}

func (s *pagedServer) PagesAfter(context.Context, ovhapi.Request, *ovhapi.Response) iter.Seq2[*ovhapi.Response, error] {
	return func(func(*ovhapi.Response, error) bool) {}
}

func (s *pagedServer) Batch(context.Context, ovhapi.Request, []string, string) ([]json.RawMessage, error) {
	return nil, &ovhapi.BatchError{}
}

// Every item of a list comes once, whatever its paging and wherever it ends.
func TestPagesToTheEnd(t *testing.T) {
	for _, query := range [][]string{{"page", "size"}, {"page", "pageSize"}, {"offset", "limit"}, {"marker", "limit"}} {
		for _, server := range []pagedServer{{}, {first: 1}, {most: 2}, {most: 2, first: 1}, {most: 2, refusesSize: true}} {
			for n := range 11 {
				server.n, server.calls = n, nil
				server := &server
				p := pagedPlan(t, query...)
				got := &transcript{}
				if _, err := NewReader(server, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, nil, nil, &Stats{}, got); err != nil {
					t.Fatal(err)
				}
				var want []string
				for i := range n {
					want = append(want, fmt.Sprintf(`{"id":"%d"}`, i))
				}
				if diff := cmp.Diff(want, got.records()); diff != "" {
					t.Errorf("%v from %+v, %d items: %s\ncalls %q", query, server, n, diff, server.calls)
				}
			}
		}
	}
}

// Pages of things that are never twice the same end like others, and none comes twice: not where they
// are counted from one either, whatever came into being since the first page.
func TestPagesOfWhatChanges(t *testing.T) {
	for _, query := range [][]string{{"page", "size"}, {"offset", "limit"}, {"marker", "limit"}} {
		for _, server := range []pagedServer{{}, {first: 1}, {first: 1, newest: 100}} {
			if server.newest > 0 && query[0] != "page" {
				continue // by offset or marker, it comes before what is asked for
			}
			server.n, server.volatile, server.most = 9, true, 3
			p := pagedPlan(t, query...)
			got := &transcript{}
			if _, err := NewReader(&server, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, nil, nil, &Stats{}, got); err != nil {
				t.Fatal(err)
			}
			times := map[string]int{}
			for _, r := range got.records() {
				var thing struct{ ID string }
				if err := json.Unmarshal([]byte(r), &thing); err != nil {
					t.Fatal(err)
				}
				times[thing.ID]++
			}
			if server.newest > 0 && times[strconv.Itoa(server.newest)] != 1 {
				t.Errorf("what came into being comes %d times: %q", times[strconv.Itoa(server.newest)], server.calls)
			}
			for i := range server.n {
				if n := times[strconv.Itoa(i)]; n != 1 {
					t.Errorf("%v of %+v: %d comes %d times: %q", query, server, i, n, server.calls)
				}
			}
		}
	}
}

// Pages that go in a circle end when nothing new comes, each item once.
func TestPagesInACircle(t *testing.T) {
	for _, query := range [][]string{{"page", "size"}, {"offset", "limit"}} {
		server := &pagedServer{n: 9, most: 3, circle: true, volatile: true}
		p := pagedPlan(t, query...)
		got := &transcript{}
		_, err := NewReader(server, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, nil, nil, &Stats{}, got)
		if err != nil || len(got.records()) != server.n || len(server.calls) > 5 {
			t.Errorf("%v: %v, %d records after the calls %q", query, err, len(got.records()), server.calls)
		}
	}
}

// An operation that does not heed what it declares neither loops nor doubles.
func TestPagesOfAnOperationThatIgnoresThem(t *testing.T) {
	for i, query := range [][]string{{"page", "size"}, {"offset", "limit"}, {"marker", "limit"}, {"page", "size"}, {"offset", "limit"}, {"marker", "limit"}} {
		server := &pagedServer{n: 10, ignoresPage: true, volatile: i > 2}
		p := pagedPlan(t, query...)
		got := &transcript{}
		if _, err := NewReader(server, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, nil, nil, &Stats{}, got); err != nil {
			t.Fatal(err)
		}
		if len(got.records()) != 3 || len(server.calls) > 3 {
			t.Errorf("%v: %d records in the calls %q", query, len(got.records()), server.calls)
		}
	}
}

// A page size that OVH refuses is left out, and not tried again in the run.
func TestPageSizeRefused(t *testing.T) {
	p := pagedPlan(t, "page", "size", plan.HeaderPageSize)
	server := &pagedServer{n: 4, refusesSize: true}
	reader := NewReader(server, []*plan.Plan{p, p}, zerolog.Nop())
	for range 2 {
		run := reader.newRun(p, &Stats{}, 1)
		a := run.lists.fetch(t.Context(), &p.Call, [][]string{nil})[0]
		if a.err != nil || len(a.pages) != 1 {
			t.Fatalf("%d pages, %v", len(a.pages), a.err)
		}
	}
	if diff := cmp.Diff([]string{"size=35000", "", "page=1", "", "page=1"}, server.calls); diff != "" {
		t.Error(diff)
	}
}

// A list that can only be cut is asked for as large as it gets, and the log says so.
func TestPagesOfALimitAlone(t *testing.T) {
	server := &pagedServer{n: 10}
	p := pagedPlan(t, "limit")
	got := &transcript{}
	if _, err := NewReader(server, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, nil, nil, &Stats{}, got); err != nil {
		t.Fatal(err)
	}
	if len(got.records()) != 3 || len(server.calls) != 1 {
		t.Errorf("%d records in the calls %q", len(got.records()), server.calls)
	}
}

// A record path that leaves items out does not end the list, nor move its place.
func TestPagesUnderARecordPath(t *testing.T) {
	for _, query := range [][]string{{"page", "size"}, {"offset", "limit"}, {"marker", "limit"}} {
		server := &pagedServer{n: 9}
		p := pagedPlan(t, query...)
		p.Call.Items.Path = jsonpath.MustParse(`$[?@.id=="0" || @.id=="8"]`)
		got := &transcript{}
		if _, err := NewReader(server, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, nil, nil, &Stats{}, got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{`{"id":"0"}`, `{"id":"8"}`}, got.records()); diff != "" {
			t.Errorf("%v: %s\ncalls %q", query, diff, server.calls)
		}
	}
}

// scriptedPages answers the calls of a list one after the other.
type scriptedPages struct {
	// answer returns the answer to a call, which is the nth.
	answer func(q url.Values, n int) string
	calls  int
}

// mostScriptedCalls is far more than any of the scripts has pages.
const mostScriptedCalls = 30

func (s *scriptedPages) Do(_ context.Context, r ovhapi.Request) (*ovhapi.Response, error) {
	if s.calls++; s.calls > mostScriptedCalls {
		return nil, errNoEnd
	}
	q, err := url.ParseQuery(r.Query)
	return &ovhapi.Response{Status: http.StatusOK, Body: []byte(s.answer(q, s.calls))}, err
}

func (s *scriptedPages) PagesAfter(context.Context, ovhapi.Request, *ovhapi.Response) iter.Seq2[*ovhapi.Response, error] {
	return func(func(*ovhapi.Response, error) bool) {}
}

func (s *scriptedPages) Batch(context.Context, ovhapi.Request, []string, string) ([]json.RawMessage, error) {
	return nil, &ovhapi.BatchError{}
}

// aging returns the items of a list from one to another, the newest of which has the number newest.
// Each has a field that is another at each call.
func aging(newest, from, to, call int) string {
	var items []string
	for i := max(from, 0); i < min(to, newest); i++ {
		items = append(items, fmt.Sprintf(`{"id":"%d","age":%d}`, newest-i, call))
	}
	return "[" + strings.Join(items, ",") + "]"
}

// Items are known by their ids: a page that was there comes to nothing, whatever else of its items
// has changed, and one that is partly new to what is new of it.
func TestPagesAreKnownByTheirItems(t *testing.T) {
	number := func(q url.Values, name string) int { n, _ := strconv.Atoi(q.Get(name)); return n }
	for name, test := range map[string]struct {
		query  []string
		answer func(q url.Values, n int) string
		want   []string
		calls  int
	}{
		"a page number that is not heeded": {
			[]string{"page", "size"}, func(_ url.Values, n int) string { return aging(3, 0, 3, n) },
			[]string{"3", "2", "1"}, 3,
		},
		"an offset that is not heeded": {
			[]string{"offset", "limit"}, func(_ url.Values, n int) string { return aging(3, 0, 3, n) },
			[]string{"3", "2", "1"}, 3,
		},
		"markers that go in a circle": {
			[]string{"marker", "limit"}, func(_ url.Values, n int) string { return aging(6, (n-1)%2*3, (n-1)%2*3+3, n) },
			[]string{"6", "5", "4", "3", "2", "1"}, 4,
		},
		"a marker that is on its page": {
			[]string{"marker", "limit"}, func(q url.Values, n int) string {
				if !q.Has("marker") {
					return aging(5, 0, 3, n)
				}
				from := 5 - number(q, "marker")
				return aging(5, from, from+3, n)
			},
			[]string{"5", "4", "3", "2", "1"}, 4,
		},
		"pages from one": {
			[]string{"page", "size"}, func(q url.Values, n int) string {
				from := 3 * max(number(q, "page")-1, 0)
				return aging(6, from, from+3, n)
			},
			[]string{"6", "5", "4", "3", "2", "1"}, 4,
		},
		"pages from one of a list that grows": {
			[]string{"page", "size"}, func(q url.Values, n int) string {
				from := 3 * max(number(q, "page")-1, 0)
				return aging(6+min(n-1, 1), from, from+3, n) // between the first call and the second
			},
			[]string{"6", "5", "4", "7", "3", "2", "1"}, 5,
		},
		"pages from zero of a list that grows": {
			[]string{"page", "size"}, func(q url.Values, n int) string {
				from := 3 * number(q, "page")
				return aging(6+min(n-1, 1), from, from+3, n)
			},
			[]string{"6", "5", "4", "3", "2", "1"}, 4,
		},
	} {
		server := &scriptedPages{answer: test.answer}
		got, _, err := reading(t, server, pagedPlan(t, test.query...), nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var ids []string
		for _, record := range got.records() {
			ids = append(ids, strings.Split(record, `"`)[3])
		}
		if diff := cmp.Diff(test.want, ids); diff != "" || server.calls != test.calls {
			t.Errorf("%s, %d calls: %s", name, server.calls, diff)
		}
	}
}

// An id that a page has twice does not tell items apart: none is left out for it.
func TestItemsWithTheSameIDAreKept(t *testing.T) {
	pages := []string{
		`[{"id":"a","n":1},{"id":"a","n":2},{"id":"b","n":1}]`,
		`[{"id":"a","n":3},{"id":"b","n":2}]`,
		`[{"id":"a","n":4}]`, `[{"id":"a","n":5}]`, `[]`,
	}
	server := &scriptedPages{answer: func(_ url.Values, n int) string { return pages[n-1] }}
	got, _, err := reading(t, server, pagedPlan(t, "offset", "limit"), nil)
	if err != nil || len(got.records()) != 7 {
		t.Errorf("%v, %q", err, got.records())
	}
}

// What may be missing of a list that hands out the same page again is said: it was full.
func TestAFullPageThatComesAgainIsTold(t *testing.T) {
	for size, want := range map[int]bool{2: false, 3: true} {
		var log bytes.Buffer
		server := &scriptedPages{answer: func(_ url.Values, n int) string { return aging(size, 0, size, n) }}
		p := pagedPlan(t, "page", "size")
		if _, err := NewReader(server, []*plan.Plan{p}, zerolog.New(&log)).Read(t.Context(), p, nil, nil, &Stats{}, &transcript{}); err != nil {
			t.Fatal(err)
		}
		if told := strings.Contains(log.String(), "hands out the same items again"); told != want {
			t.Errorf("%d items, of 3 that a page may have: %s", size, log.String())
		}
	}
}
