package plan

import (
	"strings"

	"source-ovhcloud-api/connector/apischema"
)

// matchProperty gives the property of an object that holds the value of a
// placeholder: the one of the same name without regard to case; else the
// longest one that the name ends in and that has its type (urn for
// resourceURN); else id.
func matchProperty(object *apischema.Type, placeholder string, kind apischema.Kind) (string, bool) {
	best, id := "", ""
	for _, p := range object.Properties() {
		switch {
		case strings.EqualFold(p.Name, placeholder):
			return p.Name, true
		case hasSuffixFold(placeholder, p.Name) && scalarKind(p.Type) == kind && len(p.Name) > len(best):
			best = p.Name
		}
		if p.Name == "id" {
			id = p.Name
		}
	}
	if best != "" {
		return best, true
	}
	return id, id != ""
}

func hasSuffixFold(s, suffix string) bool {
	return len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}

// planKey gives the key of a plan's records, nil for none: no key is better
// than one that loses rows. A record path takes the records from somewhere
// that no rule speaks of.
func planKey(p *Plan) []string {
	items := p.Call.Items
	var key []string
	for _, c := range p.Columns {
		key = append(key, c.Name)
	}
	switch {
	case items.Path != nil && items.List:
		return nil
	case items.Map:
		return append(key, "key")
	case !items.List:
		return key
	case isScalar(items.Type):
		return append(key, items.Scalar)
	}
	detail := detailOf(p.Operation)
	if detail == nil || items.Type.Kind != apischema.Object {
		return nil
	}
	params := detail.PathParameters()
	last := params[len(params)-1]
	property, ok := matchProperty(items.Type, last.Name, kindOf(last, detail))
	if !ok {
		return nil
	}
	return append(key, property)
}

// scalarKind gives the kind of a scalar, an enum's being its base.
func scalarKind(t *apischema.Type) apischema.Kind {
	if t.Kind == apischema.Enum {
		return t.Base
	}
	return t.Kind
}
