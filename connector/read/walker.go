package read

import (
	"bytes"
	"strconv"

	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/record"
)

// mostStale is how many pages in a row may bring nothing new before a list is taken to have ended.
// One proves nothing: where pages are counted from one, page 1 is the first again.
const mostStale = 2

// walker goes through the pages of a list by query parameters, until one is empty, or several in a
// row bring nothing new: that one has fewer items than were asked for proves nothing, because OVH
// may hand out fewer at a time.
type walker struct {
	call   *plan.Call
	number int // of the next page, as it is asked for
	offset int // items on the pages so far
	// count is how many items the last page has: the elements of the answer where it is an array,
	// whatever a record path selects of them.
	count int
	// marker is the id of the last item, unless it has none.
	marker string
	marked bool

	met *hashes // the items so far
	// byID tells that the items so far are told apart by their ids. Where an item has none, or
	// a page has one twice, it takes the whole of them.
	byID  bool
	stale int // pages in a row that brought nothing new
}

// newWalker returns a walker that has the first page.
func newWalker(c *plan.Call, first []byte) *walker {
	w := &walker{call: c, number: 1, met: newHashes(), byID: true}
	w.take(first)
	return w
}

func (w *walker) ended() bool { return w.count == 0 || w.stale == mostStale }

// take goes on to a page and returns what it brings: the page itself, without the items that
// others had before; nil for nothing. What takes no ids to tell its items apart is never cut: that
// two of them are alike does not make them one.
func (w *walker) take(page []byte) []byte {
	ids, items := w.split(page)
	w.count = len(items)
	w.offset += w.count
	known := items
	if w.byID {
		known = ids
	}
	var fresh [][]byte
	for i, text := range known {
		if w.met.first(text) {
			fresh = append(fresh, items[i])
		}
	}
	if len(fresh) == 0 {
		w.stale++
		return nil
	}
	w.stale = 0
	if len(fresh) == w.count || !w.byID || !isArray(page) {
		return page
	}
	return append(append([]byte{'['}, bytes.Join(fresh, []byte{','})...), ']')
}

// split returns the items of a page, and their ids.
func (w *walker) split(page []byte) (ids, items [][]byte) {
	selected := w.call.Items
	if isArray(page) {
		selected = plan.Items{}
	}
	w.marker, w.marked = "", false
	here := newHashes()
	// A page that does not split has been, or will be, reported with its records.
	_ = record.Split(selected, page, func(_, item record.Value) error {
		id, ok := record.Field(item, w.call.Paging.IDField)
		w.byID = w.byID && ok && here.first(id)
		w.marker, w.marked = string(id), ok
		ids, items = append(ids, bytes.Clone(id)), append(items, bytes.Clone(item))
		return nil
	})
	return ids, items
}

// next returns the query of the next page; false when there is no way to ask.
func (w *walker) next(query string) (string, bool) {
	switch p := w.call.Paging; {
	case p.Page != "":
		query = with(query, p.Page, strconv.Itoa(w.number))
		w.number++
	case p.Offset != "":
		query = with(query, p.Offset, strconv.Itoa(w.offset))
	case p.Marker != "" && w.marked:
		query = with(query, p.Marker, w.marker)
	default:
		return "", false
	}
	return query, true
}

func isArray(body []byte) bool {
	trimmed := bytes.TrimLeft(body, " \t\r\n")
	return len(trimmed) > 0 && trimmed[0] == '['
}
