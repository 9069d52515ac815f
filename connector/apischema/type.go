package apischema

import "fmt"

// Kind is the shape of a value on the wire.
type Kind int

const (
	Any     Kind = iota // any JSON value; also a type that the section does not declare
	Void                // no value at all
	String              // see [Type.Format]
	Integer             // of 64 bits
	Number              // a decimal
	Boolean
	Enum   // see [Type.Enum] and [Type.Base]
	Object // see [Type.Properties]
	Array  // of [Type.Elem]
	Map    // an object from [Type.Key] to [Type.Elem]
)

var kindNames = [...]string{"any", "void", "string", "integer", "number", "boolean", "enum", "object", "array", "map"}

func (k Kind) String() string {
	if k < 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("Kind(%d)", int(k))
	}
	return kindNames[k]
}

// Values of [Type.Format] that JSON Schema knows too.
const (
	FormatDate     = "date"      // 2006-01-02
	FormatDateTime = "date-time" // RFC 3339, with an offset
)

// Type is a type of the API, with generic arguments put in. It is immutable,
// and any value of it may be null in an answer, whatever the description says.
type Type struct {
	// Name is OVHcloud's name without alias: "billing.Bill", "long[]",
	// "complexType.Range<long>". It identifies the type within its section.
	Name        string
	Description string // of the model; empty for all but enums and objects
	Kind        Kind
	// Format says more of a String: [FormatDate], [FormatDateTime], or
	// OVHcloud's own name ("uuid", "ip", "password").
	Format string
	Base   Kind     // of an Enum: String or Integer
	Enum   []string // known values of an Enum, in the order of the document; others do occur
	Key    *Type    // of a Map: a String or an Enum
	Elem   *Type    // of an Array or a Map

	section *Section
	model   *model
	env     map[string]*expr
}

// Property is a property of an object.
type Property struct {
	Name, Description string
	Type              *Type
	// CanBeNull is what the description says, and no promise.
	CanBeNull, ReadOnly bool
}

// Type returns the type of that name. It never fails: a name that is not one,
// or that the section does not declare, is an [Any] of that name.
func (s *Section) Type(name string) *Type {
	return s.typeUnder(name, nil)
}

func (s *Section) typeUnder(name string, env map[string]*expr) *Type {
	e, err := parseExpr(name)
	if err != nil {
		return &Type{Name: name, section: s}
	}
	return s.resolve(e.substitute(env))
}

func (s *Section) resolve(e *expr) *Type {
	t := &Type{Name: e.String(), section: s}
	switch e.form {
	case array:
		t.Kind, t.Elem = Array, s.resolve(e.args[0])
		return t
	case mapping:
		t.Kind, t.Key, t.Elem = Map, s.resolve(e.args[0]), s.resolve(e.args[1])
		return t
	}
	if b, ok := builtins[t.Name]; ok {
		t.Kind, t.Format = b.kind, b.format
		return t
	}
	m, ok := s.models[t.Name]
	if !ok {
		m, ok = s.models[s.generic[e.name]]
	}
	if !ok {
		return t
	}
	t.Description = m.description
	if m.enum != nil {
		t.Kind, t.Enum, t.Base = Enum, m.enum, m.base
		return t
	}
	t.Kind, t.model = Object, m
	// An instance that the document lists still speaks of "T" in its properties.
	t.env = make(map[string]*expr, len(m.generics))
	for i, variable := range m.generics[:min(len(m.generics), len(e.args))] {
		t.env[variable] = e.args[i]
	}
	return t
}

// Properties returns the properties of an Object, sorted by name, as they are
// in every published document; nil for other kinds. Each call resolves them
// anew and one level deep, so a type that contains itself can be followed as far
// as the caller likes.
func (t *Type) Properties() []Property {
	if t.Kind != Object {
		return nil
	}
	properties := make([]Property, len(t.model.properties))
	for i, p := range t.model.properties {
		properties[i] = Property{
			Name:        p.name,
			Description: p.description,
			Type:        t.section.typeUnder(p.typeName, t.env),
			CanBeNull:   p.canBeNull,
			ReadOnly:    p.readOnly,
		}
	}
	return properties
}
