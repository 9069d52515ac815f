package read

import (
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
			for i := range server.n {
				// What came into being pushes the last of a page onto the next.
				if n := times[strconv.Itoa(i)]; n == 0 || n > 1 && server.newest == 0 || n > 2 {
					t.Errorf("%v of %+v: %d comes %d times: %q", query, server, i, n, server.calls)
				}
			}
		}
	}
}

// Pages that go in a circle are an error: what is behind them nobody knows.
func TestPagesInACircle(t *testing.T) {
	for _, query := range [][]string{{"page", "size"}, {"offset", "limit"}} {
		server := &pagedServer{n: 9, most: 3, circle: true, volatile: true}
		p := pagedPlan(t, query...)
		_, err := NewReader(server, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, nil, nil, &Stats{}, &transcript{})
		if err == nil || !strings.Contains(err.Error(), "a page came back a second time") || len(server.calls) > 4 {
			t.Errorf("%v: %v after the calls %q", query, err, server.calls)
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
