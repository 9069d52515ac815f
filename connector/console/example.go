package console

import (
	"encoding/json"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
)

// exampleValues are what a text of each format looks like: addresses and names
// are those that are reserved for documentation.
var exampleValues = map[string]string{
	apischema.FormatDate:       "2026-01-31",
	apischema.FormatDateTime:   "2026-01-31T09:30:00+01:00",
	"time":                     "09:30:00",
	"duration":                 "P1M",
	"uuid":                     "6ecb8d3e-7a5f-4e0c-9a55-0d4b8c8f2f10",
	"ip":                       "192.0.2.1",
	"ipv4":                     "192.0.2.1",
	"ipv6":                     "2001:db8::1",
	"ipBlock":                  "192.0.2.0/24",
	"ipv4Block":                "192.0.2.0/24",
	"ipv6Block":                "2001:db8::/64",
	"macAddress":               "00:00:5e:00:53:01",
	"phoneNumber":              "0033100000000",
	"internationalPhoneNumber": "+33.100000000",
	"password":                 "********",
	"text":                     "text",
	"":                         "string",
}

// exampler writes an example of a type as JSON text.
type exampler struct {
	b     strings.Builder
	left  int
	stack []string
	// input leaves out what only OVH sets.
	input bool
}

// exampleOf returns an example of an answer, indented JSON; "" for one without a body.
func exampleOf(t *apischema.Type) string {
	if t.Kind == apischema.Void {
		return ""
	}
	e := exampler{left: mostFields}
	e.write(t, "")
	return e.b.String()
}

// exampleBody returns an example of what an operation takes as its body; "" for none.
func exampleBody(o *apischema.Operation) string {
	e := exampler{left: mostFields, input: true}
	var members []member
	for _, p := range o.Parameters {
		switch {
		case p.In != "body":
		case p.Name == "":
			e.write(o.Section.Type(p.Type), "")
			return e.b.String()
		default:
			members = append(members, member{p.Name, o.Section.Type(p.Type)})
		}
	}
	if members == nil {
		return ""
	}
	e.object(members, "")
	return e.b.String()
}

// member is a member of an object that is written.
type member struct {
	name string
	typ  *apischema.Type
}

func (e *exampler) write(t *apischema.Type, indent string) {
	switch t.Kind {
	case apischema.Integer:
		e.b.WriteString("0")
	case apischema.Number:
		e.b.WriteString("0.0")
	case apischema.Boolean:
		e.b.WriteString("false")
	case apischema.String:
		e.text(exampleValues[t.Format])
	case apischema.Enum:
		e.enum(t)
	case apischema.Array:
		e.b.WriteString("[\n" + indent + "  ")
		e.write(t.Elem, indent+"  ")
		e.b.WriteString("\n" + indent + "]")
	case apischema.Map:
		e.object([]member{{"key", t.Elem}}, indent)
	case apischema.Object:
		e.model(t, indent)
	default:
		e.b.WriteString("null")
	}
}

// model writes an object of a model; one inside itself has no members.
func (e *exampler) model(t *apischema.Type, indent string) {
	if slices.Contains(e.stack, t.Name) || len(e.stack) == deepestField || e.left < 0 {
		e.b.WriteString("{}")
		return
	}
	e.stack = append(e.stack, t.Name)
	defer func() { e.stack = e.stack[:len(e.stack)-1] }()
	var members []member
	for _, p := range t.Properties() {
		if !e.input || !p.ReadOnly {
			members = append(members, member{p.Name, p.Type})
		}
	}
	e.object(members, indent)
}

func (e *exampler) object(members []member, indent string) {
	if e.left -= len(members); len(members) == 0 {
		e.b.WriteString("{}")
		return
	}
	e.b.WriteString("{")
	for i, m := range members {
		if i > 0 {
			e.b.WriteString(",")
		}
		e.b.WriteString("\n" + indent + "  ")
		e.text(m.name)
		e.b.WriteString(": ")
		e.write(m.typ, indent+"  ")
	}
	e.b.WriteString("\n" + indent + "}")
}

func (e *exampler) enum(t *apischema.Type) {
	switch {
	case len(t.Enum) == 0:
		e.b.WriteString("null")
	case t.Base == apischema.Integer:
		e.b.WriteString(t.Enum[0])
	default:
		e.text(t.Enum[0])
	}
}

func (e *exampler) text(s string) {
	if s == "" {
		s = exampleValues[""]
	}
	quoted, err := json.Marshal(s)
	if err != nil { // which no string is
		quoted = []byte(`""`)
	}
	e.b.Write(quoted)
}
