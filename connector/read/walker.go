package read

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"strconv"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/record"
)

// walker goes through the pages of a list by query parameters, until one is
// empty: that one has fewer items than were asked for proves nothing, because
// OVH may hand out fewer at a time.
type walker struct {
	call     *plan.Call
	id       string // the field that tells items apart; "" where they do by themselves
	number   int    // of the next page, as it is asked for
	offset   int    // items on the pages so far
	previous []byte
	met      map[uint64]bool // the pages so far, by their items
	stuck    bool            // the same page came twice in a row
}

// newWalker returns the walker that goes on after the first page.
func newWalker(c *plan.Call, first []byte) *walker {
	w := &walker{call: c, number: 1, previous: first, met: map[uint64]bool{}}
	w.id, _ = plan.MatchProperty(c.Items.Type, "id", apischema.String)
	w.met[w.sum(first)] = true
	return w
}

func (w *walker) ended() bool { return w.stuck || w.count(w.previous) == 0 }

// count returns how many items a page has: the elements of the answer where it
// is an array, whatever a record path selects of them.
func (w *walker) count(page []byte) int {
	n := 0
	w.items(page, func(record.Value) { n++ })
	return n
}

func (w *walker) items(page []byte, f func(item record.Value)) {
	items := w.call.Items
	if isArray(page) {
		items = plan.Items{}
	}
	// A page that does not split has been, or will be, reported with its records.
	_ = record.Split(items, page, func(_, item record.Value) error { f(item); return nil })
}

// identity returns what tells an item from others: its id, as other fields may
// differ from call to call, or all of it.
func (w *walker) identity(item record.Value) []byte {
	if id, ok := record.Field(item, w.id); ok {
		return id
	}
	return item
}

// sum returns a hash of what is on a page.
func (w *walker) sum(page []byte) uint64 {
	h := fnv.New64a()
	w.items(page, func(item record.Value) {
		h.Write(w.identity(item))
		h.Write([]byte{0})
	})
	return h.Sum64()
}

// shared returns how many of a page's items were on the page before it, and how
// many it has.
func (w *walker) shared(page []byte) (old, all int) {
	before := map[string]bool{}
	w.items(w.previous, func(item record.Value) { before[string(w.identity(item))] = true })
	w.items(page, func(item record.Value) {
		if all++; before[string(w.identity(item))] {
			old++
		}
	})
	return old, all
}

// next returns the query of the next page; false when there is no way to ask.
func (w *walker) next(query string) (string, bool) {
	switch p := w.call.Paging; {
	case p.Page != "":
		query = with(query, p.Page, strconv.Itoa(w.number))
		w.number++
	case p.Offset != "":
		w.offset += w.count(w.previous)
		query = with(query, p.Offset, strconv.Itoa(w.offset))
	case p.Marker != "":
		marker, ok := "", false
		w.items(w.previous, func(item record.Value) {
			var text []byte
			text, ok = record.Field(item, p.MarkerField)
			marker = string(text)
		})
		if !ok {
			return "", false
		}
		query = with(query, p.Marker, marker)
	default:
		return "", false
	}
	return query, true
}

// take takes the next page in, and reports whether it has anything new. Where
// pages are counted from one, page 1 is the first again, once, even if an item has
// come into being meanwhile. Any other page without a new item means that the
// operation does not heed what it declares, and a page that came before, that
// there would be no end.
func (w *walker) take(page []byte) (fresh bool, err error) {
	old, all := w.shared(page)
	switch sum := w.sum(page); {
	case all > 0 && w.call.Paging.Page != "" && w.number == 2 && 2*old > all:
		return false, nil
	case all > 0 && old == all:
		w.stuck = true
		return false, nil
	case all > 0 && w.met[sum]:
		return false, fmt.Errorf("%s: a page came back a second time: the pages have no end", w.call)
	default:
		w.met[sum] = true
	}
	w.previous = page
	return all > 0, nil
}

func isArray(body []byte) bool {
	trimmed := bytes.TrimLeft(body, " \t\r\n")
	return len(trimmed) > 0 && trimmed[0] == '['
}
