package sandbox_test

import (
	"fmt"
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"time"

	"source-ovhcloud-api/connector/sandbox/descriptions"
)

// validator checks decoded JSON against a type of OVH's vocabulary, stricter than any client
// should: each property is described, each described property is there, and only what may be null
// is.
type validator struct {
	models map[string]descriptions.Model
	report func(where, what string)
}

var (
	uuidForm     = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	durationForm = regexp.MustCompile(`^P(\d+[YMD])+$`)
	generic      = regexp.MustCompile(`<(.+)>`)
)

// datetimeForms: v1's and v2's, and that of /services, which RFC 3339 does not know.
var datetimeForms = []string{time.RFC3339, "2006-01-02T15:04:05-0700"}

// check validates a value. The generic argument is what T stands for inside an instantiated model;
// where is the model and property that the value belongs to.
func (v validator) check(where, typ, argument string, value any) {
	if typ == "T" {
		typ = argument
	}
	if element, ok := strings.CutSuffix(typ, "[]"); ok {
		items, ok := value.([]any)
		if !ok {
			v.report(where, fmt.Sprintf("%T is no array", value))
		}
		for _, item := range items {
			v.check(where, element, argument, item)
		}
		return
	}
	if element, ok := strings.CutPrefix(typ, "map[string]"); ok {
		entries, ok := value.(map[string]any)
		if !ok {
			v.report(where, fmt.Sprintf("%T is no map", value))
		}
		for _, entry := range entries {
			v.check(where, element, argument, entry)
		}
		return
	}
	if model, ok := v.models[typ]; ok {
		v.checkModel(where, typ, model, value)
		return
	}
	if _, base, ok := strings.Cut(typ, ":"); ok {
		typ = base
	}
	if !scalar(typ, value) {
		v.report(where, fmt.Sprintf("%v is no %s", value, typ))
	}
}

func (v validator) checkModel(where, name string, model descriptions.Model, value any) {
	if len(model.Enum) > 0 {
		if !slices.ContainsFunc(model.Enum, func(known any) bool { return fmt.Sprint(known) == fmt.Sprint(value) }) {
			v.report(where, fmt.Sprintf("%v is not in %s", value, name))
		}
		return
	}
	properties, ok := value.(map[string]any)
	if !ok {
		v.report(where, fmt.Sprintf("%T is no %s", value, name))
		return
	}
	for key := range properties {
		if _, described := model.Properties[key]; !described {
			v.report(name+"."+key, "is not described")
		}
	}
	argument := ""
	if match := generic.FindStringSubmatch(name); match != nil {
		argument = match[1]
	}
	for key, property := range model.Properties {
		value, there := properties[key]
		switch typ := property.FullType; {
		case !there:
			v.report(name+"."+key, "is missing")
		case value == nil:
			if !property.CanBeNull {
				v.report(name+"."+key, "is null")
			}
		case typ == "":
			v.check(name+"."+key, property.Type, argument, value)
		default:
			v.check(name+"."+key, typ, argument, value)
		}
	}
}

func scalar(typ string, value any) bool {
	text, isText := value.(string)
	number, isNumber := value.(float64)
	_, isBoolean := value.(bool)
	matches := func(err error) bool { return isText && err == nil }
	switch typ {
	case "string", "text", "password":
		return isText
	case "long":
		return isNumber && number == float64(int64(number))
	case "double":
		return isNumber
	case "boolean":
		return isBoolean
	case "uuid":
		return uuidForm.MatchString(text)
	case "duration":
		return durationForm.MatchString(text)
	case "date":
		_, err := time.Parse(time.DateOnly, text)
		return matches(err)
	case "datetime":
		return slices.ContainsFunc(datetimeForms, func(form string) bool {
			_, err := time.Parse(form, text)
			return matches(err)
		})
	case "ipBlock", "ipv4Block", "ipv6Block":
		_, err := netip.ParsePrefix(text)
		return matches(err)
	case "ip", "ipv4", "ipv6":
		address, err := netip.ParseAddr(text)
		return matches(err) && (typ != "ipv4" || address.Is4()) && (typ != "ipv6" || address.Is6())
	}
	return false
}
