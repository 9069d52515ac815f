package apischema

import (
	"fmt"
	"slices"
	"strings"
)

// Schema is a JSON Schema (draft-07) in the vocabulary that Airbyte reads. It
// marshals deterministically, with the properties sorted. The zero Schema
// accepts anything.
type Schema struct {
	Description string   `json:"description,omitempty"`
	Type        []string `json:"type,omitempty"` // "null" and one other
	Format      string   `json:"format,omitempty"`
	AirbyteType string   `json:"airbyte_type,omitempty"`

	Items                *Schema            `json:"items,omitempty"`
	Properties           map[string]*Schema `json:"properties,omitempty"`
	AdditionalProperties bool               `json:"additionalProperties,omitempty"`
}

// JSONType returns the type that the schema's values have if they are not null, "" for any.
func (s *Schema) JSONType() string {
	if len(s.Type) == 0 {
		return ""
	}
	return s.Type[len(s.Type)-1]
}

// Inside returns the properties of the schema's objects, of an array those of its elements; nil if
// it tells of none.
func (s *Schema) Inside() map[string]*Schema {
	for s != nil && s.Items != nil {
		s = s.Items
	}
	if s == nil {
		return nil
	}
	return s.Properties
}

const (
	// maxSchemaProperties bounds the properties of one schema, nested ones
	// included. The largest published one has 858 (/order/catalog/public/...);
	// without a bound, a model that names the next one twice doubles it.
	maxSchemaProperties = 4096
	// maxSchemaDepth bounds how deep objects nest; the deepest published schema
	// has 8 levels (/order/catalog/private/privateCloud).
	maxSchemaDepth = 32
	// maxKnownValues bounds the values of an enum that a description lists. 98
	// published enums in 100 have no more; the largest has 822 and would fill
	// 35 kB of a catalog.
	maxKnownValues = 40
)

// JSONSchema returns the schema of the type's values, which the caller owns.
//
// It accepts what OVHcloud really sends: everything may be null, objects may
// have more properties, enums more values, maps any values. It has no $ref: an
// object inside itself, or beyond the bounds of 4096 properties and 32 levels,
// is an object of which no property is told. Any and Void accept everything.
func (t *Type) JSONSchema() Schema {
	b := schemaBuilder{room: maxSchemaProperties}
	return *b.build(t, "")
}

// schemaBuilder makes one schema, depth first.
type schemaBuilder struct {
	room  int      // properties that may still be added
	stack []string // names of the objects being built, outermost first
}

// build returns the schema of a type; about describes the property that has it.
func (b *schemaBuilder) build(t *Type, about string) *Schema {
	if about == "" {
		about = t.Description
	}
	s := &Schema{Description: sentences(about, hint(t))}
	switch t.Kind {
	case String:
		s.Type = nullable("string")
		s.Format, s.AirbyteType = airbyteFormat(t.Format)
	case Integer:
		s.Type = nullable("integer")
	case Number:
		s.Type = nullable("number")
	case Boolean:
		s.Type = nullable("boolean")
	case Enum:
		s.Type = nullable("string")
		if t.Base == Integer {
			s.Type = nullable("integer")
		}
	case Array:
		s.Type = nullable("array")
		s.Items = b.build(t.Elem, "")
	case Map:
		s.Type = nullable("object")
		s.AdditionalProperties = true
	case Object:
		s.Type = nullable("object")
		s.AdditionalProperties = true
		s.Properties = b.properties(t)
	}
	return s
}

func (b *schemaBuilder) properties(t *Type) map[string]*Schema {
	if slices.Contains(b.stack, t.Name) || len(b.stack) == maxSchemaDepth || len(t.model.properties) > b.room {
		return nil
	}
	b.room -= len(t.model.properties)
	b.stack = append(b.stack, t.Name)
	defer func() { b.stack = b.stack[:len(b.stack)-1] }()

	properties := make(map[string]*Schema, len(t.model.properties))
	for _, p := range t.Properties() {
		properties[p.Name] = b.build(p.Type, p.Description)
	}
	return properties
}

func nullable(name string) []string { return []string{"null", name} }

// airbyteFormat keeps the formats that Airbyte gives a type of its own. The
// others are strings there, and a format would only make a strict reader refuse values.
func airbyteFormat(format string) (jsonSchema, airbyteType string) {
	switch format {
	case FormatDate:
		return "date", ""
	case FormatDateTime:
		return "date-time", "timestamp_with_timezone"
	}
	return "", ""
}

// hint says in words what an open schema cannot state.
func hint(t *Type) string {
	switch {
	case t.Kind == Enum && len(t.Enum) > 0:
		return "Known values: " + list(t.Enum)
	case t.Kind == Map && t.Key.Kind == Enum && len(t.Key.Enum) > 0:
		return fmt.Sprintf("Values are %s. Known keys: %s", t.Elem.Name, list(t.Key.Enum))
	case t.Kind == Map:
		return fmt.Sprintf("Values are %s", t.Elem.Name)
	}
	return ""
}

func list(values []string) string {
	shown := strings.Join(values[:min(len(values), maxKnownValues)], ", ")
	if more := len(values) - maxKnownValues; more > 0 {
		return fmt.Sprintf("%s and %d more", shown, more)
	}
	return shown
}

// sentences joins two texts; OVHcloud ends some of its own with a full stop.
func sentences(first, second string) string {
	first = strings.TrimSpace(first)
	switch {
	case second == "":
		return first
	case first == "":
		return second + "."
	}
	return strings.TrimRight(first, ".") + ". " + second + "."
}
