package plan

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
)

// project removes from the properties what the plan does not keep. A field that
// the schema does not have is a fault: it would be an empty column.
func project(p *Plan, properties map[string]*apischema.Schema) error {
	e, tree := p.Endpoint, p.Kept()
	if tree == nil {
		return nil
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

func (t *FieldTree) prune(properties map[string]*apischema.Schema) {
	for name, schema := range properties {
		sub, kept := t.Children[name]
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
