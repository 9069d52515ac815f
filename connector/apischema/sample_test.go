package apischema

import "encoding/json"

// sampleMode says which of the answers that a type allows to make.
type sampleMode int

const (
	everything sampleMode = iota // each property with a value, and things that the description does not know
	nulls                        // null wherever a value may stand below the top
	sparse                       // empty objects and arrays
)

// maxSampleDepth ends samples of recursive types, behind where schemas cut them.
const maxSampleDepth = 5

// sample makes an answer of a type, as encoding/json decodes one.
func sample(t *Type, mode sampleMode, depth int) any {
	if mode == nulls && depth > 0 || depth > maxSampleDepth {
		return nil
	}
	switch t.Kind {
	case Void:
		return nil
	case Any:
		return map[string]any{"anything": []any{json.Number("1"), "two", nil}}
	case Integer:
		return json.Number("9007199254740993") // no float64
	case Number:
		return json.Number("45.44")
	case Boolean:
		return true
	case Enum:
		if t.Base == Integer {
			return json.Number("987654321")
		}
		return "a value that is newer than the description"
	case Array:
		if mode == sparse {
			return []any{}
		}
		return []any{sample(t.Elem, mode, depth+1), nil}
	case Map:
		if mode == sparse {
			return map[string]any{}
		}
		return map[string]any{"a key": sample(t.Elem, mode, depth+1), "another": nil}
	case Object:
		object := map[string]any{}
		if mode == sparse {
			return object
		}
		for _, p := range t.Properties() {
			object[p.Name] = sample(p.Type, mode, depth+1)
		}
		object["newerThanTheDescription"] = map[string]any{"a": "b"}
		return object
	}
	return sampleText(t.Format)
}

func sampleText(format string) string {
	switch format {
	case FormatDate:
		return "2023-03-21"
	case FormatDateTime:
		return "2023-03-21T15:40:05.213+02:00"
	case "duration":
		return "P1Y"
	case "ipBlock", "ipv4Block":
		return "192.0.2.0/24"
	case "ipv6Block":
		return "2001:db8::/32"
	case "ip", "ipv4":
		return "192.0.2.1"
	case "ipv6":
		return "2001:db8::1"
	}
	return ""
}
