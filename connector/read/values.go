package read

import (
	"bytes"
	"fmt"

	"source-ovhcloud-api/connector/internal/tuples"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/record"
)

// valuesOf takes a level's values from the items of an answer. Items without
// one are left out; an answer that has none at all, because its items are of
// another form than described, is an error: it would leave a table empty
// without a word.
func valuesOf(l *plan.Level, pages [][]byte) (tuples.Tuples, error) {
	values := tuples.New(len(l.Binds))
	tuple := make([][]byte, 0, len(l.Binds))
	unfit := ""
	if l.Binds[0].Field == "" {
		n, size := 0, 0
		for _, page := range pages {
			n += 1 + bytes.Count(page, []byte{','})
			size += len(page)
		}
		values.Grow(n, max(size-2*n, 0)) // less a comma and a quote, at least, for each
	}
	for _, page := range pages {
		err := record.Split(l.Call.Items, page, func(key, item record.Value) error {
			if unfit == "" && key == nil {
				unfit = unfitFor(l, item)
			}
			if tuple = appendTuple(tuple[:0], l, key, item); len(tuple) > 0 {
				values.Append(tuple...)
			}
			return nil
		})
		if err != nil {
			return tuples.Tuples{}, fmt.Errorf("listing %s: %w", l.Call, err)
		}
	}
	if unfit != "" && values.Len() == 0 {
		return tuples.Tuples{}, fmt.Errorf("listing %s: OVH's answer has %s where an id is described", l.Call, unfit)
	}
	values.Sort()
	return values, nil
}

// unfitFor names what an item is that cannot hold the level's values by its form;
// empty if it can, even if it happens to hold null.
func unfitFor(l *plan.Level, item record.Value) string {
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

// appendTuple appends the level's values of an item; it returns nil when one is absent or
// cannot stand in a path.
func appendTuple(values [][]byte, l *plan.Level, key, item record.Value) [][]byte {
	for _, b := range l.Binds {
		text, ok := record.Field(item, b.Field)
		if key != nil {
			text, ok = record.EntryField(key, item, b.Field)
		}
		if !ok || !plan.Sendable(string(text)) {
			return nil
		}
		values = append(values, text)
	}
	return values
}
