package plan

import (
	"fmt"
	"strings"

	"github.com/theory/jsonpath"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/pathtemplate"
)

// Items says how an answer falls into items, and each item into a record.
type Items struct {
	// Type is the type of one item.
	Type *apischema.Type
	// List tells that the answer is an array of items; Map that it is an
	// object whose entries are the items.
	List, Map bool
	// Scalar is the column of an item that is no object.
	Scalar string
	// Path selects the items inside the answer, nil for the answer itself.
	Path *jsonpath.Path

	remark string // on the path
}

// mayHaveMore reports whether OVH may send columns that it does not describe.
func (items Items) mayHaveMore() bool {
	return !items.Map && (items.Type.Kind == apischema.Object || items.Type.Kind == apischema.Any)
}

// newItems reads the shape of an operation's answer.
func newItems(e config.Endpoint, op *apischema.Operation) (Items, error) {
	response := op.Response()
	items := Items{Type: response, Scalar: "value"}
	switch response.Kind {
	case apischema.Void:
		if e.Method == "GET" {
			return Items{}, &ConfigError{e.Place("path"), fmt.Sprintf("GET %s returns nothing that could become records; remove this endpoint.", op.Path)}
		}
	case apischema.Array:
		items.List, items.Type = true, response.Elem
	case apischema.Map:
		items.Map, items.Type = true, response.Elem
	}
	if detail := detailOf(op); detail != nil {
		items.Scalar = itemPlaceholder(detail).Name
	}
	if e.RecordPath == "" || e.RecordPath == "$" || e.RecordPath == eachRecord {
		return items, nil
	}
	path, err := jsonpath.Parse(e.RecordPath)
	if err != nil {
		return Items{}, &ConfigError{e.Place("record_path"), err.Error()}
	}
	selected, err := items.at(path, response)
	if err != nil {
		return Items{}, &ConfigError{e.Place("record_path"), fmt.Sprintf("%s does not fit the answer of %s: %v.", e.RecordPath, op.Path, err)}
	}
	return selected, nil
}

// eachRecord is the path by which users of OVHcloud's own connector ask for
// the records of an answer, be it a list or one object. Records are that
// anyway: by the letter it would take an object apart into its values.
const eachRecord = "$[*]"

// listItems reads the shape of a list of ids or of objects that have one.
func listItems(op *apischema.Operation) Items {
	return Items{Type: op.Response().Elem, List: true}
}

// detailOf returns the operation that reads one item of a list: the GET whose
// path is the list's and one more placeholder. OVH never has two. nil for none.
func detailOf(list *apischema.Operation) *apischema.Operation {
	for _, op := range list.Section.Operations {
		rest, ok := strings.CutPrefix(op.Path, list.Path+"/")
		if ok && op.Method == "GET" && pathtemplate.IsPlaceholder(rest) && !strings.Contains(rest, "/") {
			return op
		}
	}
	return nil
}

// Detail is how the items of a list are read one by one.
type Detail struct {
	Operation   *apischema.Operation
	Placeholder string // of its path, whose value is another one for each item
	// Property of an item holds that value; "" where the items are the values.
	Property string
}

// DetailOf returns how the items of a list are read one by one; false for what is no list, or has
// items that cannot be.
func DetailOf(list *apischema.Operation) (Detail, bool) {
	response := list.Response()
	if list.Method != "GET" || response.Kind != apischema.Array {
		return Detail{}, false
	}
	op := detailOf(list)
	if op == nil {
		return Detail{}, false
	}
	d := Detail{Operation: op, Placeholder: itemPlaceholder(op).Name}
	if isScalar(response.Elem) {
		return d, true
	}
	var ok bool
	d.Property, ok = itemProperty(response.Elem, op)
	return d, ok
}

// itemPlaceholder returns the placeholder that tells apart what a detail operation reads.
func itemPlaceholder(detail *apischema.Operation) apischema.Parameter {
	parameters := detail.PathParameters()
	return parameters[len(parameters)-1]
}

// itemProperty returns the property of a list's items that their detail operation is asked with.
func itemProperty(item *apischema.Type, detail *apischema.Operation) (string, bool) {
	p := itemPlaceholder(detail)
	return MatchProperty(item, p.Name, kindOf(p, detail))
}

func isScalar(t *apischema.Type) bool {
	switch t.Kind {
	case apischema.Object, apischema.Array, apischema.Map, apischema.Any, apischema.Void:
		return false
	}
	return true
}

// itemField returns the field of a mapped endpoint's items that feeds a placeholder:
// the one that the user names, else the item itself, else its id.
func (m *mapping) itemField(child config.Endpoint, p placeholder, field string) (string, error) {
	items := m.call.Items
	if items.Map {
		return m.entryField(child, p, field)
	}
	if isScalar(items.Type) {
		if field != "" && field != items.Scalar {
			return "", &ConfigError{p.in(child), fmt.Sprintf("the records of %s have no field %q; they have only %q.", m.endpoint.Name, field, items.Scalar)}
		}
		return "", nil
	}
	if field != "" {
		if t := items.Type; t.Kind == apischema.Object && !hasProperty(t, strings.Split(field, ".")) {
			return "", &ConfigError{p.in(child), fmt.Sprintf("the records of %s have no field %q; they have %s.", m.endpoint.Name, field, propertyNames(t))}
		}
		return field, nil
	}
	property, ok := MatchProperty(items.Type, p.api.Name, kindOf(p.api, m.operation))
	if !ok && len(items.Type.Properties()) == 0 {
		return "", &ConfigError{p.in(child), fmt.Sprintf("OVH does not describe the records of %s; name the field that holds the value.", m.endpoint.Name)}
	}
	if !ok {
		return "", &ConfigError{p.in(child), fmt.Sprintf("which field of %s holds the value is not clear; name one of %s.", m.endpoint.Name, propertyNames(items.Type))}
	}
	return property, nil
}

// entryField returns the field of a map's entries that feeds a placeholder: the key,
// unless the user names the value or something in it.
func (m *mapping) entryField(child config.Endpoint, p placeholder, field string) (string, error) {
	switch {
	case field == "", field == "key":
		return "key", nil
	case field == "value", strings.HasPrefix(field, "value."):
		return field, nil
	}
	return "", &ConfigError{p.in(child), fmt.Sprintf("the records of %s have no field %q; they have key and value.", m.endpoint.Name, field)}
}

func hasProperty(t *apischema.Type, path []string) bool {
	for _, p := range t.Properties() {
		if p.Name != path[0] {
			continue
		}
		return len(path) == 1 || p.Type.Kind != apischema.Object || hasProperty(p.Type, path[1:])
	}
	return false
}

func propertyNames(t *apischema.Type) string {
	var names []string
	for _, p := range t.Properties() {
		names = append(names, p.Name)
	}
	return strings.Join(names, ", ")
}
