package read

import (
	"bytes"
	"strconv"

	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/record"
)

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

// count returns the items of the last page: the elements of the answer where it
// is an array, whatever a record path selects of them.
func (w *walker) count() int {
	n := 0
	w.items(func(record.Value) { n++ })
	return n
}

func (w *walker) items(f func(item record.Value)) {
	items := w.call.Items
	if isArray(w.previous) {
		items = plan.Items{}
	}
	// A page that does not split has been, or will be, reported with its records.
	_ = record.Split(items, w.previous, func(_, item record.Value) error { f(item); return nil })
}

// next returns the query of the next page; false when there is no way to ask.
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
		w.items(func(item record.Value) {
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

// repeats reports whether a page is the one before it. Where pages are counted
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
