package console

import (
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
)

const (
	// mostFlat is how many operations stand in one list: what a person looks through in a few
	// screens. More are put into groups.
	mostFlat = 40
	// fewInGroup is what is not worth a group of its own.
	fewInGroup = 3
	// longestTail is how many characters of a path are shown in any case, at the narrowest that
	// the list is: the rest before them is what is cut.
	longestTail = 34
)

// listItem is an operation in the list of a section, or a group of them.
type listItem struct {
	operationRow

	// Head and Tail are the path: where there is no room for both, the head is cut.
	Head, Tail string
	Current    bool
	Group      *listGroup // nil for an operation
}

// listGroup is the operations whose paths begin alike.
type listGroup struct {
	Title string // what their paths have beyond those of the group around it
	Count int
	Open  bool
	Items []listItem
}

// listOperations returns the operations of a section, sorted by path, as a list in which those that
// go on alike are grouped if there are many. The current one's groups are open.
func listOperations(section string, operations []*apischema.Operation, current *apischema.Operation) []listItem {
	l := lister{current, len(operations)}
	if len(operations) <= mostFlat {
		return l.rows(operations, section)
	}
	return l.items(operations, section)
}

type lister struct {
	current *apischema.Operation
	whole   int // how many operations the section has
}

func (l lister) rows(operations []*apischema.Operation, prefix string) []listItem {
	var items []listItem
	for _, o := range operations {
		items = append(items, l.row(o, prefix))
	}
	return items
}

func (l lister) row(o *apischema.Operation, prefix string) listItem {
	item := listItem{operationRow: newOperationRow(o), Current: o == l.current}
	item.Head, item.Tail = cutPath(o.Path, prefix)
	return item
}

// items groups operations by what follows the prefix, which all of them begin with.
func (l lister) items(operations []*apischema.Operation, prefix string) []listItem {
	var order []string
	children := map[string][]*apischema.Operation{}
	for _, o := range operations {
		name, _, _ := strings.Cut(strings.TrimPrefix(o.Path[len(prefix):], "/"), "/")
		if children[name] == nil {
			order = append(order, name)
		}
		children[name] = append(children[name], o)
	}
	var items []listItem
	for _, name := range order {
		child := children[name]
		if name == "" || len(child) <= fewInGroup {
			items = append(items, l.rows(child, prefix)...)
			continue
		}
		items = append(items, l.group(child, prefix))
	}
	return items
}

// group makes one group of operations that go on alike after the prefix.
func (l lister) group(operations []*apischema.Operation, prefix string) listItem {
	common := commonPath(operations)
	// What holds most of the section is where a person looks first.
	g := &listGroup{Title: common[len(prefix):], Count: len(operations), Open: len(operations)*2 > l.whole}
	if len(operations) <= mostFlat/2 {
		g.Items = l.rows(operations, common)
	} else {
		g.Items = l.items(operations, common)
	}
	g.Open = g.Open || slices.Contains(operations, l.current)
	return listItem{Group: g}
}

// commonPath returns the segments with which the paths of all operations begin.
func commonPath(operations []*apischema.Operation) string {
	common := operations[0].Path
	for _, o := range operations[1:] {
		for common != o.Path && !strings.HasPrefix(o.Path, common+"/") {
			common = common[:strings.LastIndexByte(common, '/')]
		}
	}
	return common
}

// cutPath divides a path into what its group says already and what is its own; or, where that is
// nothing or too long, before its last segments.
func cutPath(path, prefix string) (head, tail string) {
	at := len(prefix)
	if at >= len(path) {
		at = strings.LastIndexByte(path, '/')
	}
	for len(path)-at > longestTail {
		next := strings.IndexByte(path[at+1:], '/')
		if next < 0 {
			break
		}
		at += 1 + next
	}
	return path[:at], path[at:]
}
