package plan

import (
	"slices"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/apischema/corpustest"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan/plantest"
)

// spread is what OVH's description says of a column: whether its values occur
// again under another parent.
type spread int

const (
	unique   spread = iota // OVH hands the values out: an id, a UUID, a URN
	unknown                // a name, an address: nothing tells
	repeated               // one of a fixed few, or the key of a map
)

// spreadOf judges the type of a column, and its name where the type is that of any text.
func spreadOf(name string, t *apischema.Type) spread {
	switch {
	case t.Kind == apischema.Enum || t.Kind == apischema.Boolean || t.Format == apischema.FormatDate || t.Format == apischema.FormatDateTime:
		return repeated
	case t.Kind == apischema.Integer || t.Format == "uuid" || hasSuffixFold(name, "id") || hasSuffixFold(name, "urn"):
		return unique
	}
	return unknown
}

// columnSpread judges a column of the key.
func columnSpread(p *Plan, name string) spread {
	items := p.Call.Items
	for _, c := range p.Columns {
		if c.Name == name {
			return spreadOf(name, p.Operation.Section.Type(c.Parameter.Type))
		}
	}
	switch {
	case items.Map:
		return repeated
	case isScalar(items.Type):
		return spreadOf(name, items.Type)
	}
	for _, property := range items.Type.Properties() {
		if property.Name == name {
			return spreadOf(name, property.Type)
		}
	}
	return unknown
}

// What a client loses that takes the first column for the whole key. It loses
// nothing where the key has but one. Where it has more, the first one's values
// must not occur under two parents. In the order of the path the first column
// would be the outermost parent, so that all but one record of each are lost.
func TestFirstColumnsOfKeys(t *testing.T) {
	planner := NewPlanner(nil, apischema.New(corpustest.Fetch(t, apischema.ErrNoSection)), nil)
	single, composite := 0, map[spread]int{}
	var losing []string
	plantest.EveryGet(t, planner.descriptions, func(_ *apischema.Operation, e config.Endpoint) {
		p, _, err := bareOr(t, planner, e)
		switch {
		case err != nil || len(p.Key) == 0:
			return
		case len(p.Key) == 1:
			single++
			return
		}
		if outermost := p.Columns[0].Name; p.Key[len(p.Key)-1] != outermost {
			t.Errorf("%s: the key %v does not end in %s, the outermost parent", p.Call, p.Key, outermost)
		}
		first := columnSpread(p, p.Key[0])
		composite[first]++
		if first == repeated {
			losing = append(losing, p.Call.String()+": "+strings.Join(p.Key, ", "))
		}
	})
	slices.Sort(losing)
	t.Logf("lose rows by their first column:\n%s", strings.Join(losing, "\n"))
	if single < 1341 || composite[unique] < 1182 || composite[repeated] > 60 {
		t.Errorf("want 1,341 keys of one column, 1,182 of more whose first is unique, 60 whose first is not")
	}
	t.Logf("keys of one column: %d; of more: %d, whose first is unique in %d, of a fixed few in %d, a name or an address in %d",
		single, composite[unique]+composite[unknown]+composite[repeated], composite[unique], composite[repeated], composite[unknown])
}
