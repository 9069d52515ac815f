package stream

import (
	"fmt"
	"iter"
	"slices"
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

// sorted gives the tuples in the order of their bytes, each once.
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

// values takes the level's values from the items of an answer.
func (l *Level) values(pages [][]byte) (tuples, error) {
	t := tuples{width: len(l.Binds)}
	for _, page := range pages {
		err := l.Call.Items.split(page, func(key, item value) error {
			t.values = l.appendTuple(t.values, key, item)
			return nil
		})
		if err != nil {
			return tuples{}, fmt.Errorf("listing %s: %w", l.Call, err)
		}
	}
	return t.sorted(), nil
}

// appendTuple takes the level's values from an item; none when one is absent
// or cannot stand in a path.
func (l *Level) appendTuple(values []string, key, item value) []string {
	whole := len(values)
	for _, b := range l.Binds {
		text, ok := fieldText(item, b.Field)
		if key != nil {
			text, ok = entryText(key, item, b.Field)
		}
		if !ok || !sendable(text) {
			return values[:whole]
		}
		values = append(values, text)
	}
	return values
}
