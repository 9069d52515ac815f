package plan

import (
	"strings"
	"testing"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/apischema/corpustest"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan/plantest"
)

// bareOr makes the plan of a bare endpoint, adding the query parameters that
// the plan says OVH requires; given tells whether it had to.
func bareOr(t *testing.T, planner *Planner, e config.Endpoint) (p *Plan, given bool, err error) {
	t.Helper()
	for {
		p, err = planner.Plan(t.Context(), e)
		missing := plantest.Missing(err)
		if missing == nil {
			return p, given, err
		}
		for _, name := range missing {
			e.QueryParameters = append(e.QueryParameters, config.QueryParameter{Name: name, Value: "x"})
		}
		given = true
	}
}

// Every GET of the real API becomes a stream: from its bare path, or with the
// query parameters that OVH requires. What cannot be is refused with a reason:
// a placeholder that nothing lists, an answer that is none.
func TestEveryGetIsAStream(t *testing.T) {
	planner := NewPlanner(nil, apischema.New(corpustest.Fetch(t, apischema.ErrNoSection)), nil)
	var bare, withQuery, void, prefixed, keylessLists int
	var refused []string
	plantest.EveryGet(t, planner.descriptions, func(op *apischema.Operation, e config.Endpoint) {
		p, given, err := bareOr(t, planner, e)
		if err != nil && !is[*ConfigError](err) {
			t.Fatalf("%s: %v", op.Path, err)
		}
		nothing := op.Response().Kind == apischema.Void
		if nothing {
			void++
		}
		switch {
		case err != nil && !nothing:
			refused = append(refused, err.Error())
		case given:
			withQuery++
		default:
			bare++
		}
		if err != nil {
			t.Log(err)
			return
		}
		prefixed += prefixedColumns(p)
		if p.Key == nil && p.Call.Items.List {
			keylessLists++
			if detailOf(op) != nil {
				t.Errorf("%s: no key, though its items have a path of their own", p.Call)
			}
		}
		checkColumns(t, p)
	})
	t.Logf("chains found: %d from the bare path, %d with the required query parameters, %d not; %d of them return nothing", bare, withQuery, len(refused), void)
	t.Logf("%d prefixed columns, %d lists of objects without a key", prefixed, keylessLists)
	if bare < 3540 || withQuery < 378 || len(refused) > 2 || void > 2 {
		t.Errorf("want 3,540 from the bare path, 378 with query parameters, 2 without a chain, 2 that return nothing")
	}
	if prefixed != 97 || keylessLists != 443 {
		t.Errorf("want 97 prefixed columns and 443 lists without a key")
	}
}

func prefixedColumns(p *Plan) int {
	n := 0
	for _, c := range p.Columns {
		if !strings.EqualFold(c.Name, c.Parameter.Name) {
			n++
		}
	}
	return n
}

// checkColumns holds what must be true of any stream's columns and key.
func checkColumns(t *testing.T, p *Plan) {
	t.Helper()
	table := plantest.Table{Call: p.Call.String(), Properties: p.Properties, Key: p.Key}
	for _, c := range p.Columns {
		table.Placeholders = append(table.Placeholders, c.Name)
	}
	table.Check(t, len(p.Endpoint.Path.Placeholders()))
}
