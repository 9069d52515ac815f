package stream

import (
	"errors"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/apischema/corpustest"
	"source-ovhcloud-api/connector/config"
)

// everyGet calls f with each GET operation of the descriptions and the
// endpoint that a user would write for it.
func everyGet(t *testing.T, descriptions *apischema.Descriptions, f func(op *apischema.Operation, e config.Endpoint)) {
	t.Helper()
	for _, branch := range []string{"v1", "v2"} {
		sections, err := descriptions.Sections(t.Context(), branch)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range sections {
			section, err := descriptions.Section(t.Context(), branch, path)
			if err != nil {
				t.Fatal(err)
			}
			for _, op := range section.Operations {
				if op.Method == "GET" {
					f(op, endpoint(t, branch, op.Path))
				}
			}
		}
	}
}

func endpoint(t *testing.T, branch, path string) config.Endpoint {
	t.Helper()
	if branch == "v2" {
		path = "/v2" + path
	}
	parsed, err := config.ParsePath(path)
	if err != nil {
		t.Fatal(err)
	}
	return config.Endpoint{Name: config.DefaultStreamName(parsed), Path: parsed, Method: "GET"}
}

// plan makes the plan of a bare endpoint, adding the query parameters that
// the plan says OVH requires; given tells whether it had to.
func plan(t *testing.T, planner *Planner, e config.Endpoint) (p *Plan, given bool, err error) {
	t.Helper()
	for {
		p, err = planner.Plan(t.Context(), e)
		fault, ok := errors.AsType[*ConfigError](err)
		if !ok || fault.Place.TitleInEndpoint() != "Query Parameters" {
			return p, given, err
		}
		_, missing, _ := strings.Cut(fault.Message, " requires ")
		missing, _, _ = strings.Cut(missing, ";")
		for name := range strings.SplitSeq(missing, " and ") {
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
	everyGet(t, planner.descriptions, func(op *apischema.Operation, e config.Endpoint) {
		p, given, err := plan(t, planner, e)
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
	folded := map[string]string{}
	for name := range p.Properties {
		if other, clash := folded[strings.ToLower(name)]; clash {
			t.Errorf("%s: the columns %s and %s differ only by case", p.Call, name, other)
		}
		folded[strings.ToLower(name)] = name
	}
	if len(p.Columns) != len(p.Endpoint.Path.Placeholders()) {
		t.Errorf("%s: %d columns for the placeholders of the path", p.Call, len(p.Columns))
	}
	for _, c := range p.Columns {
		if p.Properties[c.Name] == nil {
			t.Errorf("%s: the column %s is not in the schema", p.Call, c.Name)
		}
	}
	for _, name := range p.Key {
		if p.Properties[name] == nil {
			t.Errorf("%s: the key's column %s is not in the schema", p.Call, name)
		}
	}
}
