package read

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"net/http"
	"strconv"
	"sync"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
)

// cursorPageSize is what OVH's control panel asks for where it wants
// everything; without it v2 lists come 25 at a time.
const cursorPageSize = 5000

// sizes remembers, over a run, the operations that refuse the page size that
// they declare. The zero value is ready.
type sizes struct{ refused sync.Map }

func (s *sizes) refuse(c *plan.Call) { s.refused.Store(c.String(), true) }

func (s *sizes) refuses(c *plan.Call) bool {
	_, ok := s.refused.Load(c.String())
	return ok
}

// firstPage asks for the first page of a partition's answer, as large as the
// operation lets it be; one that refuses the size is asked again without. The
// request is the one that was answered.
func (run *run) firstPage(ctx context.Context, c *plan.Call, path string) (ovhapi.Request, *ovhapi.Response, error) {
	plain := run.request(c, path)
	if run.reader.sizes.refuses(c) || !c.Paging.SizeHeader && !c.Paging.InQuery() {
		page, err := run.reader.client.Do(ctx, plain)
		return plain, page, err
	}
	sized := sized(c.Paging, plain)
	page, err := run.reader.client.Do(ctx, sized)
	if refused, ok := errors.AsType[*ovhapi.Error](err); !ok || refused.Status != http.StatusBadRequest || refused.NotInRegion() {
		return sized, page, err
	}
	if page, err = run.reader.client.Do(ctx, plain); err == nil {
		run.reader.sizes.refuse(c)
	}
	return plain, page, err
}

// sized adds the page size to a request.
func sized(p plan.Paging, r ovhapi.Request) ovhapi.Request {
	if p.SizeHeader {
		r.Header = http.Header{plan.HeaderPageSize: {strconv.Itoa(cursorPageSize)}}
	}
	if p.InQuery() {
		r.Query = with(r.Query, p.Size, strconv.Itoa(p.PerPage))
	}
	return r
}

// pagesAfter yields the pages that follow the first: by the cursor that the
// answer names, else by the query parameters that the operation declares.
func (run *run) pagesAfter(ctx context.Context, c *plan.Call, a answer) iter.Seq2[*ovhapi.Response, error] {
	if !c.Paging.InQuery() {
		return run.reader.client.PagesAfter(ctx, a.request, a.first)
	}
	return func(yield func(*ovhapi.Response, error) bool) {
		w := walker{call: c, number: 1, previous: a.first.Body}
		for !w.ended() {
			query, more := w.next(a.request.Query)
			if !more {
				if w.count() >= c.Paging.PerPage {
					run.log.Warn().Msgf("%s hands out %d items at most: there may be more", c, c.Paging.PerPage)
				}
				return
			}
			request := a.request
			request.Query = query
			page, err := run.reader.client.Do(ctx, request)
			if err != nil {
				yield(nil, err)
				return
			}
			if w.repeats(page.Body) {
				continue
			}
			if w.previous = page.Body; w.count() > 0 && !yield(page, nil) {
				return
			}
		}
	}
}

// walker goes through the pages of a list by query parameters, until one is
// empty: that one has fewer items than were asked for proves nothing, because
// OVH may hand out fewer at a time.
type walker struct {
	call     *plan.Call
	number   int // of the next page, as it is asked for
	offset   int // items on the pages so far
	previous []byte
	stuck    bool // the same page came twice in a row
}

func (w *walker) ended() bool { return w.stuck || w.count() == 0 }

// count gives the items of the last page: the elements of the answer where it
// is an array, whatever a record path selects of them.
func (w *walker) count() int {
	n := 0
	w.items(func(value) { n++ })
	return n
}

func (w *walker) items(f func(item value)) {
	items := w.call.Items
	if isArray(w.previous) {
		items = plan.Items{}
	}
	// A page that does not split has been, or will be, reported with its records.
	_ = split(items, w.previous, func(_, item value) error { f(item); return nil })
}

// next gives the query of the next page; false when there is no way to ask.
func (w *walker) next(query string) (string, bool) {
	switch p := w.call.Paging; {
	case p.Page != "":
		query = with(query, p.Page, strconv.Itoa(w.number))
		w.number++
	case p.Offset != "":
		w.offset += w.count()
		query = with(query, p.Offset, strconv.Itoa(w.offset))
	case p.Marker != "":
		marker, ok := "", false
		w.items(func(item value) { marker, ok = fieldText(item, p.MarkerField) })
		if !ok {
			return "", false
		}
		query = with(query, p.Marker, marker)
	default:
		return "", false
	}
	return query, true
}

// repeats tells whether a page is the one before it. Where pages are counted
// from one, page 1 is the first again, once; any other repetition means that
// the operation does not heed what it declares.
func (w *walker) repeats(page []byte) bool {
	if !bytes.Equal(page, w.previous) {
		return false
	}
	w.stuck = w.call.Paging.Page == "" || w.number != 2
	return true
}

func isArray(body []byte) bool {
	trimmed := bytes.TrimLeft(body, " \t\r\n")
	return len(trimmed) > 0 && trimmed[0] == '['
}

func with(query, name, value string) string {
	pair := plan.EncodeQuery([]config.QueryParameter{{Name: name, Value: value}})
	if query == "" {
		return pair
	}
	return query + "&" + pair
}
