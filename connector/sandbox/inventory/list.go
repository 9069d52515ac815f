package inventory

import (
	"fmt"
	"slices"
)

// List is an answer that is an array, each element computed when it is asked for.
type List struct {
	Len int
	At  func(i int) any // 0 <= i < Len
}

func listOf[T any](items []T) List {
	return List{len(items), func(i int) any { return items[i] }}
}

// where keeps the elements whose index passes. It holds an index for each, so it is for filters
// only.
func (l List) where(keep func(i int) bool) List {
	var kept []int
	for i := range l.Len {
		if keep(i) {
			kept = append(kept, i)
		}
	}
	return List{len(kept), func(i int) any { return l.At(kept[i]) }}
}

// object is a JSON object; its keys are encoded in the order of their bytes.
type object map[string]any

// listed is an object together with the identifier that the list of its kind gives.
type listed struct {
	name   string
	object object
}

func fixed(o object) func(Request) (any, error) {
	return func(Request) (any, error) { return o, nil }
}

// names answers with the identifiers of the items that pass the filters. Each filter is the name of
// a property, and asks that one of its values be the property's.
func names(items []listed) func(Request) (any, error) {
	return func(r Request) (any, error) {
		kept := List{len(items), func(i int) any { return items[i].name }}
		return kept.where(func(i int) bool {
			for property, values := range r.Query {
				if !slices.Contains(values, fmt.Sprint(items[i].object[property])) {
					return false
				}
			}
			return true
		}), nil
	}
}

// one answers with the item that the placeholder names.
func one(items []listed, placeholder string) func(Request) (any, error) {
	return func(r Request) (any, error) {
		for _, item := range items {
			if item.name == r.Path[placeholder] {
				return item.object, nil
			}
		}
		return nil, &NotFound{placeholder, r.Path[placeholder]}
	}
}
