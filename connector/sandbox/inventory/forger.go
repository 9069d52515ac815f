package inventory

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"

	"source-ovhcloud-api/connector/sandbox/descriptions"
)

// forger makes values of OVH's types up. The same place gives the same value, on any day and any
// machine.
type forger struct {
	section descriptions.Section
	place   string            // what the values belong to, such as /vrack/vrack-1
	known   map[string]string // the values of the path's placeholders
}

// deepest bounds models that contain themselves; OVH's answers are shallower.
const deepest = 6

// number is a number below n for a name at the forger's place.
func (f forger) number(name string, n int) int {
	sum := sha256.Sum256([]byte(f.place + "#" + name))
	return int(binary.BigEndian.Uint32(sum[:]) % uint32(n))
}

// identifier is number i of what a list names: an id that looks random where the placeholder of the
// path that reads one calls it an id, else the list's own name and a number.
func (f forger) identifier(typ, placeholder string, i int) any {
	switch {
	case typ == "long":
		return 10_000_000 + items*f.number("id", 1_000_000) + i
	case typ == "uuid", strings.HasSuffix(placeholder, "Id"):
		return uuid(fmt.Sprint(f.place, "/", i))
	default:
		return fmt.Sprintf("%s-%d", path.Base(f.place), i+1)
	}
}

// item is the forger of item i of a list at the forger's place, which is the same as that of the path
// that reads one.
func (f forger) item(placeholder string, i int) forger {
	id := fmt.Sprint(f.identifier("string", placeholder, i))
	known := maps.Clone(f.known)
	if placeholder != "" {
		if known == nil {
			known = map[string]string{}
		}
		known[placeholder] = id
	}
	return forger{f.section, f.place + "/" + id, known}
}

// value is one of a type, for the property of a name. The argument is what T stands for inside an
// instantiated model.
func (f forger) value(typ, argument, name string, depth int) any {
	if typ == "T" {
		typ = argument
	}
	if element, ok := strings.CutSuffix(typ, "[]"); ok {
		if depth >= deepest {
			return []any{}
		}
		return []any{f.value(element, argument, name+"[0]", depth+1)}
	}
	if element, ok := strings.CutPrefix(typ, "map[string]"); ok {
		return object{"env": f.value(element, argument, name+"[env]", depth+1)}
	}
	if model, ok := f.section.Models[typ]; ok {
		if len(model.Enum) > 0 {
			return model.Enum[f.number(name, len(model.Enum))]
		}
		return f.object(typ, model, name, depth)
	}
	if _, base, ok := strings.Cut(typ, ":"); ok {
		typ = base
	}
	return f.scalar(typ, name)
}

// object is one of a model. What may be null is so for one in four, the deeper the more.
func (f forger) object(typ string, model descriptions.Model, name string, depth int) object {
	_, argument, _ := strings.Cut(strings.TrimSuffix(typ, ">"), "<")
	o := object{}
	for _, property := range slices.Sorted(maps.Keys(model.Properties)) {
		p, inner := model.Properties[property], name+"."+property
		switch {
		case depth == 0 && f.given(property) != "":
			o[property] = f.typed(p, f.given(property))
		case p.CanBeNull && (depth >= deepest || f.number(inner, 4) == 0):
			o[property] = nil
		default:
			o[property] = f.value(fullType(p), argument, inner, depth+1)
		}
	}
	f.price(o, name)
	return o
}

func fullType(p descriptions.Property) string {
	if p.FullType != "" {
		return p.FullType
	}
	return p.Type
}

// given is the value of the placeholder that a property repeats. Only that of what the place is
// goes by a shorter name: an id within a project is not the project's.
func (f forger) given(property string) string {
	for _, placeholder := range slices.Sorted(maps.Keys(f.known)) {
		value := f.known[placeholder]
		if strings.EqualFold(placeholder, property) || strings.HasSuffix(f.place, "/"+value) && repeats(placeholder, property) {
			return value
		}
	}
	return ""
}

// repeats reports whether a property has the name of a placeholder or the end of it, as id has of
// kubeId.
func repeats(placeholder, property string) bool {
	return strings.HasSuffix(strings.ToLower(placeholder), strings.ToLower(property))
}

func (f forger) typed(p descriptions.Property, value string) any {
	if number, err := strconv.ParseInt(value, 10, 64); err == nil && strings.HasSuffix(fullType(p), "long") {
		return number
	}
	return value
}

// price has the amount, the text and the micro-cents of a price tell the same.
func (f forger) price(o object, name string) {
	if _, isPrice := o["currencyCode"]; !isPrice || o["text"] == nil {
		return
	}
	cents := int64(100 + f.number(name, 20_000))
	for property, value := range map[string]any{
		"currencyCode": "EUR", "text": euroText(cents), "value": float64(cents) / 100,
		"priceInUcents": cents * ucentsPerCent, "valueInUcents": cents * ucentsPerCent,
	} {
		if _, has := o[property]; has {
			o[property] = value
		}
	}
}
