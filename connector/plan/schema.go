package plan

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
)

// document is the json_schema of a stream.
type document struct {
	Schema     string                       `json:"$schema"`
	Type       string                       `json:"type"`
	Additional bool                         `json:"additionalProperties"`
	Properties map[string]*apischema.Schema `json:"properties"`
}

// newSchema returns the JSON Schema of a plan's records.
func newSchema(p *Plan) (map[string]*apischema.Schema, error) {
	properties := itemProperties(p.Call.Items)
	for _, c := range p.Columns {
		if properties[c.Name] == nil {
			properties[c.Name] = c.schema(p.Operation)
		}
	}
	return properties, project(p, properties)
}

// itemProperties returns the columns that an item has of itself.
func itemProperties(items Items) map[string]*apischema.Schema {
	schema := items.Type.JSONSchema()
	switch {
	case items.Map:
		return map[string]*apischema.Schema{"key": {Type: []string{"null", "string"}}, "value": &schema}
	case items.Type.Kind == apischema.Object:
		properties := maps.Clone(schema.Properties)
		if properties == nil {
			properties = map[string]*apischema.Schema{}
		}
		return properties
	}
	return map[string]*apischema.Schema{items.Scalar: &schema}
}

// schema returns the schema of a placeholder's column.
func (c Column) schema(op *apischema.Operation) *apischema.Schema {
	schema := op.Section.Type(c.Parameter.Type).JSONSchema()
	if schema.Description == "" {
		schema.Description = c.Parameter.Description
	}
	return &schema
}

// checkKey refuses a primary key of columns that the records do not have.
func checkKey(e config.Endpoint, properties map[string]*apischema.Schema) error {
	for _, column := range e.PrimaryKey {
		if properties[column] == nil {
			return &ConfigError{e.Place("primary_key"), fmt.Sprintf("the records have no column %q; they have %s.", column, strings.Join(slices.Sorted(maps.Keys(properties)), ", "))}
		}
	}
	return nil
}

// JSONSchema returns the schema of the stream's records: draft-07, every column
// nullable, open to columns that OVH adds.
func (p *Plan) JSONSchema() (json.RawMessage, error) {
	return json.Marshal(document{
		Schema:     "http://json-schema.org/draft-07/schema#",
		Type:       "object",
		Additional: true,
		Properties: p.Properties,
	})
}
