package read

import (
	"errors"
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/plan/plantest"
)

// FuzzDescription takes any bytes for a section of OVH's description: each GET of it is refused
// with a reason, or becomes a stream whose schema is one by itself, draft-07, and holds for what is
// read.
func FuzzDescription(f *testing.F) {
	files, err := fs.Glob(plantest.Files, "v1/[a-z]*.json")
	if err != nil || len(files) == 0 {
		f.Fatal("no descriptions", err)
	}
	for _, file := range files {
		document, err := plantest.Files.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add("/"+strings.TrimSuffix(path.Base(file), ".json"), document)
	}
	const wrapped = `{"resourcePath":"/x","apis":[{"path":"/x","operations":[{"httpMethod":"GET","responseType":"a<string>[]"}]},` +
		`{"path":"/x/{Id}","operations":[{"httpMethod":"GET","responseType":"a<long>"}]}],` +
		`"models":{"a<T>":{"generics":["T"],"properties":{"id":{"type":"T"},"next":{"type":"a<map[string]T>"},"list":{"type":"a<T>[][]"}}}}}`
	f.Add("/x", []byte(wrapped))
	f.Add("/x", []byte(strings.ReplaceAll(wrapped, `"a<T>[][]"`, `"a<a<T>>"`)))
	f.Add("/x", []byte(strings.ReplaceAll(wrapped, `"id":`, `"key":{"type":"x","$ref":"#"},"value":`)))
	f.Fuzz(func(t *testing.T, path string, document []byte) {
		if len(document) > 20_000 { // larger ones have more operations, not other ones
			t.Skip()
		}
		descriptions := oneSection(path, document)
		section, err := descriptions.Section(t.Context(), "v1", path)
		if err != nil {
			return
		}
		client := &synthetic{operations: map[string]*apischema.Operation{}}
		for _, op := range section.Operations {
			if op.Method == "GET" {
				client.operations[op.Branch+op.Path] = op
			}
		}
		planner := plan.NewPlanner(nil, descriptions, nothingThere)
		for _, op := range section.Operations[:min(len(section.Operations), 30)] {
			parsed, err := config.ParsePath(op.Path)
			if err != nil || op.Method != "GET" {
				continue
			}
			p, err := planner.Plan(t.Context(), config.Endpoint{Name: "s", Path: parsed, Method: "GET"})
			if err != nil {
				// An operation outside of its section is not found, and its sample neither.
				if !is[*plan.ConfigError](err) {
					t.Errorf("%s: %v", op.Path, err)
				}
				continue
			}
			judgePlan(t, p, client)
		}
	})
}

// judgePlan holds a stream to its schema, as the tests of OVH's own description do.
func judgePlan(t *testing.T, p *plan.Plan, client Client) {
	t.Helper()
	checkColumns(t, p)
	schema := plantest.Compile(t, p)
	sink := &judgeRecords{t: t, plan: p, schema: schema, keys: map[string]bool{}}
	_, err := NewReader(client, []*plan.Plan{p}, zerolog.Nop()).Read(t.Context(), p, nil, nil, &Stats{}, sink)
	if crash, ok := errors.AsType[*crash.Error](err); ok {
		t.Errorf("%s: %v\n%s", p, crash, crash.Stack)
	}
}

// checkColumns holds what must be true of any stream's columns and key.
func checkColumns(t *testing.T, p *plan.Plan) {
	t.Helper()
	table := plantest.Table{Call: p.Call.String(), Properties: p.Properties, Key: p.Key}
	for _, c := range p.Columns {
		table.Placeholders = append(table.Placeholders, c.Name)
	}
	table.Check(t, len(p.Endpoint.Path.Placeholders()))
}
