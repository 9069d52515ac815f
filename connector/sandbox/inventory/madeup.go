package inventory

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/sandbox/descriptions"
)

// complete adds to the operations every GET that is described and that nothing answers: what it
// answers is made up from the description, the same for the same path. Who calls is not for the
// inventory to say, so that the section /auth is left out.
func complete(operations map[string]Operation) {
	owned := maps.Clone(operations)
	for _, section := range descriptions.Sections() {
		for _, api := range section.APIs {
			for _, described := range api.Operations {
				key := described.Method + " /" + section.Branch + api.Path
				if _, ok := owned[key]; ok || described.Method != "GET" || section.Path == "/auth" {
					continue
				}
				operations[key] = madeUp{operations, section, api.Path, described.ResponseType}.operation()
			}
		}
	}
}

// madeUp is an operation whose answer follows from its description.
type madeUp struct {
	operations map[string]Operation // what else can be asked
	section    descriptions.Section
	path       string // the template, without the branch
	returns    string
}

// items is how many there are of what is listed below one parent: few, so that a first sync of
// everything is a matter of seconds.
const items = 2

func (m madeUp) operation() Operation {
	return Operation{Answer: func(r Request) (any, error) {
		if err := m.exists(r); err != nil {
			return nil, err
		}
		f := forger{m.section, concrete(m.path, r.Path), r.Path}
		element, isList := strings.CutSuffix(m.returns, "[]")
		if !isList {
			return f.value(m.returns, "", "", 0), nil
		}
		detail := m.detail()
		if _, isModel := m.section.Models[element]; !isModel {
			return List{items, func(i int) any { return f.identifier(element, detail, i) }}, nil
		}
		return List{items, func(i int) any { return f.item(detail, i).value(element, "", "", 0) }}, nil
	}}
}

// exists asks for what the path belongs to: the object of its last placeholder, or, where that ends
// the path, the list that names it.
func (m madeUp) exists(r Request) error {
	segments := strings.Split(m.path, "/")
	last := len(segments) - 1
	for last > 0 && !strings.HasPrefix(segments[last], "{") {
		last--
	}
	if last == 0 {
		return nil
	}
	if last < len(segments)-1 {
		_, err := m.operations[m.key(segments[:last+1])].Answer(r)
		return err
	}
	listed, err := m.operations[m.key(segments[:last])].Answer(r)
	if err != nil {
		return err
	}
	name := strings.Trim(segments[last], "{}")
	list := listed.(List)
	for i := range list.Len {
		if named(list.At(i), name) == r.Path[name] {
			return nil
		}
	}
	return &NotFound{name, r.Path[name]}
}

// named is what an item of a list is called by in the place of a placeholder.
func named(item any, placeholder string) string {
	o, isObject := item.(object)
	if !isObject {
		return fmt.Sprint(item)
	}
	for _, property := range slices.Sorted(maps.Keys(o)) {
		if repeats(placeholder, property) {
			return fmt.Sprint(o[property])
		}
	}
	return ""
}

func (m madeUp) key(segments []string) string {
	return "GET /" + m.section.Branch + strings.Join(segments, "/")
}

// detail returns the placeholder of what the list names, or "".
func (m madeUp) detail() string {
	i := slices.IndexFunc(m.section.APIs, func(api descriptions.API) bool {
		rest, below := strings.CutPrefix(api.Path, m.path+"/{")
		return below && strings.HasSuffix(rest, "}") && !strings.Contains(rest, "/")
	})
	if i < 0 {
		return ""
	}
	return strings.Trim(strings.TrimPrefix(m.section.APIs[i].Path, m.path+"/"), "{}")
}

// concrete is a path template with the values of its placeholders.
func concrete(path string, values map[string]string) string {
	for name, value := range values {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	return path
}
