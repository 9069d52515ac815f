package read

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"strconv"
	"sync"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/apischema"
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

// pages makes calls: for the first page of each partition, one after the other,
// and for those behind it when they are asked for.
type pages struct {
	client Client
	sizes  *sizes
	stats  *Stats
	log    zerolog.Logger

	outcomes *outcomes
	known    bool // the partitions are known to be difficult
}

func (p *pages) fetch(ctx context.Context, c *plan.Call, partitions [][]string) []answer {
	answers := make([]answer, len(partitions))
	for i, partition := range partitions {
		answers[i].partition = partition
		request, first, err := p.firstPage(ctx, c, c.Path.Fill(partition))
		answers[i].request, answers[i].first, answers[i].err = &request, first, err
		p.outcomes.note(c, partition, answers[i].err, p.known)
	}
	return answers
}

// attempts returns what bounds the attempts of one call for an item. Where so many fail in a row
// that it may be OVH which does, a call more or two find out.
func (p *pages) attempts(ctx context.Context, c *plan.Call) func(failed error) int {
	bound := p.outcomes.attempts(c, p.known)
	if p.known || c.Operation.Method != http.MethodGet {
		return bound
	}
	return func(failed error) int {
		if most := bound(failed); most > 0 || !ovhapi.OfOneCall(failed) {
			return most
		}
		again := *p
		again.known = true
		for _, item := range p.outcomes.doubt(c) {
			if answeredFor(again.fetch(ctx, c, [][]string{item})[0]) {
				break
			}
		}
		return bound(failed)
	}
}

// firstPage asks for the first page of a partition's answer, as large as the
// operation lets it be; one that refuses the size is asked again without. The
// request is the one that was answered.
func (p *pages) firstPage(ctx context.Context, c *plan.Call, path string) (ovhapi.Request, *ovhapi.Response, error) {
	plain := newRequest(c, path, p.stats)
	if len(c.Path.Variables()) > 0 {
		plain.Attempts = p.attempts(ctx, c)
	}
	if p.sizes.refuses(c) || !c.Paging.SizeHeader && !c.Paging.InQuery() {
		page, err := p.client.Do(ctx, plain)
		return plain, page, err
	}
	sized := sized(c.Paging, plain)
	page, err := p.client.Do(ctx, sized)
	if refused, ok := errors.AsType[*ovhapi.Error](err); !ok || refused.Status != http.StatusBadRequest || refused.NotInRegion() {
		return sized, page, err
	}
	if page, err = p.client.Do(ctx, plain); err == nil {
		p.sizes.refuse(c)
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

// after yields the pages that follow the first: by the cursor that the
// answer names, else by the query parameters that the operation declares.
func (p *pages) after(ctx context.Context, c *plan.Call, a answer) iter.Seq2[*ovhapi.Response, error] {
	request := *a.request
	request.Stats = &p.stats.Stats // another read may have asked for the first
	if !c.Paging.InQuery() {
		return p.client.PagesAfter(ctx, request, a.first)
	}
	return func(yield func(*ovhapi.Response, error) bool) {
		w := newWalker(c, a.first.Body)
		for !w.ended() {
			query, more := w.next(request.Query)
			if !more {
				if w.count >= c.Paging.PerPage {
					p.log.Warn().Msgf("%s hands out %d items at most: there may be more", c, c.Paging.PerPage)
				}
				return
			}
			next := request
			next.Query = query
			page, err := p.client.Do(ctx, next)
			if err != nil {
				yield(nil, err)
				return
			}
			if fresh := w.take(page.Body); fresh != nil && !yield(holding(page, fresh), nil) {
				return
			}
		}
		if w.count == c.Paging.PerPage {
			p.log.Warn().Msgf("%s hands out the same items again instead of more, %d at a time: there may be more", c, w.count)
		}
	}
}

// holding returns a page with another body.
func holding(page *ovhapi.Response, body []byte) *ovhapi.Response {
	if len(body) == len(page.Body) {
		return page
	}
	cut := *page
	cut.Body, cut.Elements = body, nil
	return &cut
}

// newRequest returns the request of a call to a path.
func newRequest(c *plan.Call, path string, stats *Stats) ovhapi.Request {
	op := c.Operation
	return ovhapi.Request{
		Method: op.Method,
		Branch: op.Branch,
		Path:   path,
		Route:  op.Path,
		Query:  plan.EncodeQuery(c.Query),
		Body:   c.Body,
		NoAuth: op.NoAuthentication,
		Stats:  &stats.Stats,

		Expects: expectation(c),
	}
}

// expectation returns what the answer to a GET has to be. An empty map may come as null,
// and what OVH does not describe may be anything. Of a GET that answers nothing there is no plan.
// Of a page the elements are found on the way; there are not so many that they should not be held.
func expectation(c *plan.Call) ovhapi.Expectation {
	op := c.Operation
	switch kind := op.Response().Kind; {
	case kind == apischema.Array && c.Items.Path == nil && (c.Paging.SizeHeader || c.Paging.InQuery()):
		return ovhapi.Page
	case op.Method != http.MethodGet, kind == apischema.Map, kind == apischema.Any:
		return ovhapi.Value
	case kind == apischema.Array && c.Items.Path == nil:
		return ovhapi.Pieces
	case kind == apischema.Array:
		return ovhapi.List
	}
	return ovhapi.Item
}

func with(query, name, value string) string {
	pair := plan.EncodeQuery([]config.QueryParameter{{Name: name, Value: value}})
	if query == "" {
		return pair
	}
	return query + "&" + pair
}
