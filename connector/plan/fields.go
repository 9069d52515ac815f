package plan

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/nearest"
)

// project removes from the properties what the plan does not keep. A field that OVH does not
// describe, but may send, becomes a property that may be anything, and the plan remarks on it.
func project(p *Plan, properties map[string]*apischema.Schema) error {
	e, tree := p.Endpoint, p.Kept()
	if tree == nil {
		return nil
	}
	open := p.Call.Items.mayHaveMore()
	var faults []error
	for _, field := range e.Fields {
		remark, err := checkField(e, field, properties, open)
		if err != nil {
			faults = append(faults, err)
		}
		if remark != "" {
			p.Remarks = append(p.Remarks, remark)
		}
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	tree.prune(properties)
	return nil
}

// anySchema is that of every field that is not described.
var anySchema = &apischema.Schema{}

// checkField finds a field among the properties, and adds what may be there undescribed: any name
// where open says so, or else below the first level. A name that differs from a described one only
// in its spelling is a fault: it would be an empty column.
func checkField(e config.Endpoint, field string, properties map[string]*apischema.Schema, open bool) (remark string, err error) {
	for name := range strings.SplitSeq(field, ".") {
		schema, ok := properties[name]
		if !ok {
			known := slices.DeleteFunc(slices.Sorted(maps.Keys(properties)), func(name string) bool { return properties[name] == anySchema })
			if !open || slices.ContainsFunc(known, spelledLike(name)) {
				return "", &ConfigError{e.Place("fields"), fmt.Sprintf("the records have no field %q: %q is not one of %s.", field, name, strings.Join(known, ", "))}
			}
			properties[name] = anySchema
			return fmt.Sprintf("OVH does not describe the field %q: it is there only where OVH sends it%s", field, didYouMean(name, known)), nil
		}
		properties, open = schema.Inside(), true
		if properties == nil {
			return "", nil // open below: any name may stand there
		}
	}
	return "", nil
}

// spelledLike tells which names differ from one in nothing but case, - and _.
func spelledLike(name string) func(string) bool {
	return func(other string) bool { return nearest.Fold(other) == nearest.Fold(name) }
}

// didYouMean is a clause to append to a remark, or "".
func didYouMean(name string, known []string) string {
	if found := nearest.Name(name, known); found != "" {
		return fmt.Sprintf("; did you mean %q?", found)
	}
	return ""
}

func (t *FieldTree) prune(properties map[string]*apischema.Schema) {
	for name, schema := range properties {
		sub, kept := t.Children[name]
		if !kept {
			delete(properties, name)
			continue
		}
		if sub != nil {
			sub.prune(schema.Inside())
		}
	}
}

// Kept returns what the endpoint's fields keep of the records, nil for all. The columns
// of the placeholders and of the key always stay.
func (p *Plan) Kept() *FieldTree {
	kept := newFieldTree(p.Endpoint.Fields)
	if kept == nil {
		return nil
	}
	for _, c := range p.Columns {
		kept.Children[c.Name] = nil
	}
	for _, name := range p.Key {
		kept.Children[name] = nil
	}
	return kept
}
