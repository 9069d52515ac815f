package stream

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
)

// project removes from the properties what the endpoint's fields do not keep.
// A field that the schema does not have is a fault: it would be an empty column.
// The columns of the placeholders and of the key always stay.
func project(p *Plan, properties map[string]*apischema.Schema) error {
	e := p.Endpoint
	tree := newFieldTree(e.Fields)
	if tree == nil {
		return nil
	}
	for column := range p.selection(nil).always {
		tree.children[column] = nil
	}
	var faults []error
	for _, field := range e.Fields {
		if err := checkField(e, field, properties); err != nil {
			faults = append(faults, err)
		}
	}
	if len(faults) > 0 {
		return errors.Join(faults...)
	}
	tree.prune(properties)
	return nil
}

func checkField(e config.Endpoint, field string, properties map[string]*apischema.Schema) error {
	for name := range strings.SplitSeq(field, ".") {
		schema, ok := properties[name]
		if !ok {
			return &ConfigError{e.Place("fields"), fmt.Sprintf("the records have no field %q: %q is not one of %s.", field, name, strings.Join(slices.Sorted(maps.Keys(properties)), ", "))}
		}
		for schema.Items != nil {
			schema = schema.Items
		}
		if schema.Properties == nil {
			return nil // open below: any name may stand there
		}
		properties = schema.Properties
	}
	return nil
}

func (t *fieldTree) prune(properties map[string]*apischema.Schema) {
	for name, schema := range properties {
		sub, kept := t.children[name]
		if !kept {
			delete(properties, name)
			continue
		}
		for schema.Items != nil {
			schema = schema.Items
		}
		if sub != nil && schema.Properties != nil {
			sub.prune(schema.Properties)
		}
	}
}

// selection says which columns of the plan's records stay.
func (p *Plan) selection(dropped map[string]bool) selection {
	s := selection{dropped: dropped, fields: newFieldTree(p.Endpoint.Fields), always: map[string]bool{}}
	for _, c := range p.Columns {
		s.always[c.Name] = true
	}
	for _, name := range p.Key {
		s.always[name] = true
	}
	return s
}
