package plan

import (
	"iter"
	"slices"
)

// TypedItem is something that the user typed the id of, and the call of the plan
// that tells whether OVH has it.
type TypedItem struct {
	// Values are what was typed, in the order of the path.
	Values []string
	// Item is the percent-encoded path as far as the last of them: the same item
	// may be asked for in several ways.
	Item string
	Call *Call
	// Path is the call's, filled.
	Path string
}

// TypedItems yields what the user typed, as far as a GET of the plan asks for it
// without a list before it, each by the first call that does.
func (p *Plan) TypedItems() iter.Seq[TypedItem] {
	return func(yield func(TypedItem) bool) {
		typed, asked := p.typed(), map[int]bool{}
		for _, c := range p.calls() {
			variables := c.Path.Variables()
			anew := slices.ContainsFunc(variables, func(v int) bool { return !asked[v] })
			listed := slices.ContainsFunc(variables, func(v int) bool { return typed[v] == nil })
			if !anew || listed || c.Operation.Method != "GET" {
				continue
			}
			for _, v := range variables {
				asked[v] = true
			}
			for values := range product(variables, typed) {
				if !yield(c.typedItem(values)) {
					return
				}
			}
		}
	}
}

func (c *Call) typedItem(values map[int]string) TypedItem {
	filled := make([]string, slices.Max(c.Path.Variables())+1)
	item := TypedItem{Call: c}
	for _, v := range c.Path.Variables() {
		filled[v] = values[v]
		item.Values = append(item.Values, values[v])
	}
	before, _ := c.Path.Around(filled)
	item.Item = branchPrefix(c.Operation) + before + item.Values[len(item.Values)-1]
	item.Path = c.Path.Fill(filled)
	return item
}

// typed returns the values that the user wrote, by the variable that takes them.
func (p *Plan) typed() map[int][]string {
	typed := map[int][]string{}
	for _, level := range p.Chain {
		if level.Call == nil && level.Typed {
			typed[level.Binds[0].Variable] = level.Values
		}
	}
	return typed
}

// calls returns the plan's calls, parents first.
func (p *Plan) calls() []*Call {
	var calls []*Call
	for _, level := range p.Chain {
		if level.Call != nil {
			calls = append(calls, level.Call)
		}
	}
	return append(calls, &p.Call)
}

// product yields every assignment of values to some variables.
func product(variables []int, values map[int][]string) iter.Seq[map[int]string] {
	return func(yield func(map[int]string) bool) {
		chosen := map[int]string{}
		var choose func(at int) bool
		choose = func(at int) bool {
			if at == len(variables) {
				return yield(chosen)
			}
			for _, chosen[variables[at]] = range values[variables[at]] {
				if !choose(at + 1) {
					return false
				}
			}
			return true
		}
		choose(0)
	}
}
