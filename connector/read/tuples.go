package read

import (
	"fmt"
	"iter"
	"slices"

	"source-ovhcloud-api/connector/plan"
)

// tuples are the values that a level gives to its variables, one tuple after
// the other in one slice: a list of a million ids is held as its strings and
// nothing more.
type tuples struct {
	values []string
	width  int // of a tuple: the number of variables
}

func (t tuples) len() int {
	if t.width == 0 {
		return 0
	}
	return len(t.values) / t.width
}

func (t tuples) all() iter.Seq[[]string] {
	return slices.Chunk(t.values, max(t.width, 1))
}

// sorted returns the tuples in the order of their bytes, each once.
func (t tuples) sorted() tuples {
	if t.width == 1 {
		slices.Sort(t.values)
		return tuples{slices.Compact(t.values), 1}
	}
	each := slices.Collect(t.all())
	slices.SortFunc(each, slices.Compare[[]string])
	each = slices.CompactFunc(each, slices.Equal[[]string])
	return tuples{slices.Concat(each...), t.width}
}

// valuesOf takes a level's values from the items of an answer. Items without
// one are left out; an answer that has none at all, because its items are of
// another form than described, is an error: it would leave a table empty
// without a word.
func valuesOf(l *plan.Level, pages [][]byte) (tuples, error) {
	t := tuples{width: len(l.Binds)}
	unfit := ""
	for _, page := range pages {
		err := split(l.Call.Items, page, func(key, item value) error {
			if unfit == "" && key == nil {
				unfit = unfitFor(l, item)
			}
			t.values = appendTuple(t.values, l, key, item)
			return nil
		})
		if err != nil {
			return tuples{}, fmt.Errorf("listing %s: %w", l.Call, err)
		}
	}
	if unfit != "" && len(t.values) == 0 {
		return tuples{}, fmt.Errorf("listing %s: OVH's answer has %s where an id is described", l.Call, unfit)
	}
	return t.sorted(), nil
}

// unfitFor names what an item is that cannot hold the level's values by its form;
// empty if it can, even if it happens to hold null.
func unfitFor(l *plan.Level, item value) string {
	for _, b := range l.Binds {
		switch kind := item.Kind(); {
		case kind == '{' && b.Field == "":
			return "an object"
		case kind == '[':
			return "a list"
		case kind != '{' && kind != 'n' && b.Field != "":
			return "no object"
		}
	}
	return ""
}

// appendTuple takes the level's values from an item; none when one is absent
// or cannot stand in a path.
func appendTuple(values []string, l *plan.Level, key, item value) []string {
	whole := len(values)
	for _, b := range l.Binds {
		text, ok := fieldText(item, b.Field)
		if key != nil {
			text, ok = entryText(key, item, b.Field)
		}
		if !ok || !plan.Sendable(text) {
			return values[:whole]
		}
		values = append(values, text)
	}
	return values
}
