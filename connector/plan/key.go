package plan

import (
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
)

// MatchProperty returns the property of an object that holds the value of a
// placeholder: the one of the same name without regard to case; else the
// longest one that the name ends in and that has its type (urn for
// resourceURN); else id.
func MatchProperty(object *apischema.Type, placeholder string, kind apischema.Kind) (string, bool) {
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

// planKey returns the key of a plan's records, nil for none: no key is better
// than one that loses rows. The most specific column comes first, what tells
// a partition's records apart, then the placeholders from the last one of the
// path to the first: there are clients that take the first column for the
// whole key, and that one is then the likeliest to be unique by itself.
func planKey(p *Plan) []string {
	own, ok := ownKey(p)
	if !ok {
		return nil
	}
	key := own
	for _, c := range slices.Backward(p.Columns) {
		key = append(key, c.Name)
	}
	return key
}

// ownKey returns the column that tells the records of one partition apart, none
// where there is but one, and reports whether they can be told apart. A record
// path takes the records from somewhere that no rule speaks of.
func ownKey(p *Plan) (own []string, ok bool) {
	items := p.Call.Items
	switch {
	case items.Path != nil && items.List:
		return nil, false
	case items.Map:
		return []string{"key"}, true
	case !items.List:
		return nil, true
	case isScalar(items.Type):
		return []string{items.Scalar}, true
	}
	detail := detailOf(p.Operation)
	if detail == nil || items.Type.Kind != apischema.Object {
		return nil, false
	}
	property, ok := itemProperty(items.Type, detail)
	return []string{property}, ok
}

// identity returns the columns of the key in an order that does not depend on
// the key's: the placeholders as the path has them, then the others by name.
func (p *Plan) identity() []string {
	var placeholders, others []string
	for _, c := range p.Columns {
		if slices.Contains(p.Key, c.Name) {
			placeholders = append(placeholders, c.Name)
		}
	}
	for _, name := range p.Key {
		if !slices.Contains(placeholders, name) {
			others = append(others, name)
		}
	}
	slices.Sort(others)
	return append(placeholders, others...)
}

// scalarKind returns the kind of a scalar, an enum's being its base.
func scalarKind(t *apischema.Type) apischema.Kind {
	if t.Kind == apischema.Enum {
		return t.Base
	}
	return t.Kind
}
