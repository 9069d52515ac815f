package console

import (
	"net/http"
	"net/url"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/plan"
)

// items leads from what a list answers to the operation of each of its items.
type items struct {
	operation *apischema.Operation
	name      string // of the placeholder that tells them apart
	field     string // of an item that holds its value; "" where the items are the values
	given     url.Values
}

// itemsOf returns the way from a list to its items; false for what lists nothing that can be asked
// for one by one. The items have the values of the path that the list was asked with.
func itemsOf(op *apischema.Operation, given url.Values) (items, bool) {
	list := op.Response()
	if op.Method != http.MethodGet || list.Kind != apischema.Array {
		return items{}, false
	}
	for _, o := range op.Section.Operations {
		name, ok := strings.CutPrefix(o.Path, op.Path+"/{")
		if o.Method != http.MethodGet || !ok || strings.Contains(name, "/") {
			continue
		}
		i := items{operation: o, name: strings.TrimSuffix(name, "}"), given: given}
		if list.Elem.Kind != apischema.Object {
			return i, true
		}
		parameters := o.PathParameters()
		last := parameters[len(parameters)-1]
		i.field, ok = plan.MatchProperty(list.Elem, i.name, o.Section.Type(last.Type).Kind)
		return i, ok
	}
	return items{}, false
}

// link returns the address of an item's operation, filled in.
func (i items) link(value string) string {
	filled := url.Values{}
	for _, p := range i.operation.PathParameters() {
		filled.Set("path:"+p.Name, i.given.Get("path:"+p.Name))
	}
	filled.Set("path:"+i.name, value)
	return operationLink(i.operation) + "?" + filled.Encode()
}

// connect puts the links into the tree of a list.
func (i items) connect(root *node) {
	for at := range root.Children {
		child := &root.Children[at]
		if i.field == "" {
			i.connectScalar(child)
			continue
		}
		for j := range child.Children {
			if child.Children[j].Name == i.field {
				i.connectScalar(&child.Children[j])
			}
		}
	}
}

func (i items) connectScalar(n *node) {
	if n.Kind == "text" && n.Text != "" || n.Kind == "number" {
		n.Item = i.link(n.Text)
	}
}
