package sandbox

import (
	"maps"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"source-ovhcloud-api/connector/sandbox/descriptions"
	"source-ovhcloud-api/connector/sandbox/inventory"
)

// checkQuery refuses query parameters as OVH does: those that are not described, those of a wrong
// type, and required ones that are missing. One that is described, but that the account's data
// cannot be filtered by, is refused too.
func (r *route) checkQuery(query url.Values) error {
	var unknown []string
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if r.parameter("query", name).Name == "" {
			unknown = append(unknown, name)
		}
	}
	if len(unknown) > 0 {
		return undescribed(unknown)
	}
	for _, p := range r.Parameters {
		if p.In != "query" {
			continue
		}
		if p.Required && query.Get(p.Name) == "" {
			return badRequest("[%s] Required parameter is missing", p.Name)
		}
		if query.Has(p.Name) && !slices.Contains(r.filters, p.Name) {
			return badRequest("[%s] The sandbox does not filter by this parameter", p.Name)
		}
		for _, value := range query[p.Name] {
			if err := r.types.check(strings.TrimSuffix(p.Type(), "[]"), p.Name, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// types are the models of a section, by name.
type types map[string]descriptions.Model

var uuidPattern = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// check reports whether the text is a value of the type; a type whose values have no form of their
// own takes any.
func (t types) check(typ, name, text string) error {
	ok := true
	switch typ {
	case "long":
		_, err := strconv.ParseInt(text, 10, 64)
		ok = err == nil
	case "boolean":
		ok = text == "true" || text == "false"
	case "date", "datetime":
		_, err := inventory.ParseTime(text)
		ok = err == nil
	case "uuid":
		ok = uuidPattern.MatchString(text)
	case "ipBlock":
		_, prefixErr := netip.ParsePrefix(text)
		_, addressErr := netip.ParseAddr(text)
		ok = prefixErr == nil || addressErr == nil
	default:
		if model := t[typ]; len(model.Enum) > 0 && !slices.Contains(model.Enum, any(text)) {
			return badRequest("[%s] Given data (%s) does not belong to the %s enumeration", name, text, typ)
		}
	}
	if !ok {
		return badRequest("[%s] Given data (%s) is not valid for type %s", name, text, typ)
	}
	return nil
}
