package console

import (
	"net/url"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/plan"
)

// items leads from what a list answers to the operation of each of its items.
type items struct {
	plan.Detail

	given url.Values
}

// itemsOf returns the way from a list to its items; false for what lists nothing that can be asked
// for one by one. The items have the values of the path that the list was asked with.
func itemsOf(op *apischema.Operation, given url.Values) (items, bool) {
	detail, ok := plan.DetailOf(op)
	return items{detail, given}, ok
}

// link returns the address of an item's operation, filled in.
func (i items) link(value string) string {
	filled := url.Values{}
	for _, p := range i.Operation.PathParameters() {
		filled.Set("path:"+p.Name, i.given.Get("path:"+p.Name))
	}
	filled.Set("path:"+i.Placeholder, value)
	return operationLink(i.Operation) + "?" + filled.Encode()
}

// connect puts the links into the tree of a list.
func (i items) connect(root *node) {
	for at := range root.Children {
		child := &root.Children[at]
		if i.Property == "" {
			i.connectScalar(child)
			continue
		}
		for j := range child.Children {
			if child.Children[j].Name == i.Property {
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
