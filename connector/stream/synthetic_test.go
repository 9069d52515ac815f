package stream

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/url"
	"strings"
	"testing"

	"github.com/rs/zerolog"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/apischema/corpustest"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
)

// synthetic answers every call with a value of the type that is described for
// it. Lists have two items that differ in everything, and a null.
type synthetic struct {
	operations map[string]*apischema.Operation // by branch and path
	nulls      bool                            // properties are null, but for what identifies an item
}

func (s *synthetic) Do(_ context.Context, r ovhapi.Request) (*ovhapi.Response, error) {
	op, ok := s.operations[r.Branch+r.Route]
	if !ok {
		return nil, fmt.Errorf("no operation %s %s", r.Branch, r.Route)
	}
	value := s.value(op.Response(), 0, 0)
	if object, ok := value.(map[string]any); ok {
		identify(object, op, r.Path)
	}
	body, err := json.Marshal(value)
	return &ovhapi.Response{Status: 200, Body: body}, err
}

func (s *synthetic) PagesAfter(context.Context, ovhapi.Request, *ovhapi.Response) iter.Seq2[*ovhapi.Response, error] {
	return func(func(*ovhapi.Response, error) bool) {}
}

// Batch answers each id as a call of its own.
func (s *synthetic) Batch(ctx context.Context, r ovhapi.Request, ids []string, suffix string) ([]json.RawMessage, error) {
	values := make([]json.RawMessage, len(ids))
	for i, id := range ids {
		one := r
		one.Path += ovhapi.EscapeSegment(id) + suffix
		response, err := s.Do(ctx, one)
		if err != nil {
			return nil, err
		}
		values[i] = response.Body
	}
	return values, nil
}

// identify gives a detail the id under which it was asked for, as OVH does
// where the item has a property of the placeholder's name.
func identify(object map[string]any, op *apischema.Operation, path string) {
	params := op.PathParameters()
	if len(params) == 0 || !strings.HasSuffix(op.Path, "{"+params[len(params)-1].Name+"}") {
		return
	}
	asked, _ := url.PathUnescape(path[strings.LastIndex(path, "/")+1:])
	for _, p := range op.Response().Properties() {
		if strings.EqualFold(p.Name, params[len(params)-1].Name) {
			object[p.Name] = asked
			if scalarKind(p.Type) != apischema.String {
				object[p.Name] = json.Number(asked)
			}
		}
	}
}

// value makes the n-th value of a type.
func (s *synthetic) value(t *apischema.Type, n, depth int) any {
	switch t.Kind {
	case apischema.Object:
		object := map[string]any{}
		for _, p := range t.Properties() {
			if s.nulls && !strings.HasSuffix(strings.ToLower(p.Name), "id") && !isScalar(p.Type) || depth > 2 {
				object[p.Name] = nil
				continue
			}
			object[p.Name] = s.value(p.Type, n, depth+1)
		}
		return object
	case apischema.Array:
		return []any{s.value(t.Elem, 2*n, depth+1), nil, s.value(t.Elem, 2*n+1, depth+1)}
	case apischema.Map:
		return map[string]any{"a": s.value(t.Elem, n, depth+1), "b": nil, "c": s.value(t.Elem, n+1, depth+1)}
	case apischema.Integer:
		return 5_000_000_000 + n
	case apischema.Number:
		return json.Number(fmt.Sprintf("%d.50", n))
	case apischema.Boolean:
		return n%2 == 0
	case apischema.Enum:
		if t.Base == apischema.Integer {
			return n
		}
		return fmt.Sprintf("enum %d", n)
	case apischema.Any, apischema.Void:
		return nil
	}
	switch t.Format {
	case apischema.FormatDate:
		return fmt.Sprintf("2023-01-%02d", n%28+1)
	case apischema.FormatDateTime:
		return fmt.Sprintf("2023-01-01T00:00:%02d+02:00", n%60)
	}
	return fmt.Sprintf("text/%d", n)
}

// judgeRecords holds what must be true of any stream's records.
type judgeRecords struct {
	t      *testing.T
	plan   *Plan
	schema *jsonschema.Schema
	keys   map[string]bool
	count  int
}

func (j *judgeRecords) Checkpoint([]string) error { return nil }

func (j *judgeRecords) Record(record []byte) error {
	j.count++
	decoder := json.NewDecoder(bytes.NewReader(record))
	decoder.UseNumber()
	var value map[string]any
	if err := decoder.Decode(&value); err != nil {
		j.t.Errorf("%s: %v: %s", j.plan.Call, err, record)
		return nil
	}
	if err := j.schema.Validate(any(value)); err != nil {
		j.t.Errorf("%s: %v: %s", j.plan.Call, err, record)
	}
	for _, c := range j.plan.Columns {
		if value[c.Name] == nil {
			j.t.Errorf("%s: no %s in %s", j.plan.Call, c.Name, record)
		}
	}
	for name := range value {
		if j.plan.Properties[name] == nil {
			j.t.Errorf("%s: the column %s is not in the schema", j.plan.Call, name)
		}
	}
	if j.plan.Key == nil {
		return nil
	}
	var key []any
	for _, name := range j.plan.Key {
		key = append(key, value[name])
	}
	text := fmt.Sprint(key)
	if j.keys[text] {
		j.t.Errorf("%s: two records with the key %v = %s", j.plan.Call, j.plan.Key, text)
	}
	j.keys[text] = true
	return nil
}

func compile(t *testing.T, p *Plan) *jsonschema.Schema {
	t.Helper()
	raw, err := p.JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), `"$ref"`) {
		t.Errorf("%s: the schema has a $ref", p.Call)
	}
	compiler := jsonschema.NewCompiler()
	compiler.Draft, compiler.AssertFormat = jsonschema.Draft7, true
	if err := compiler.AddResource("stream.json", bytes.NewReader(raw)); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("stream.json")
	if err != nil {
		t.Fatalf("%s: %v", p.Call, err)
	}
	return schema
}

// Every GET of the real API is read whole, its parents first, from answers
// made by its description: the records fit the schema, carry the values of all
// placeholders, and no two have the same key.
func TestEveryStreamReadsSyntheticAnswers(t *testing.T) {
	descriptions := apischema.New(corpustest.Fetch(t, apischema.ErrNoSection))
	client := &synthetic{operations: map[string]*apischema.Operation{}}
	var plans []*Plan
	planner := NewPlanner(nil, descriptions, nil)
	everyGet(t, descriptions, func(op *apischema.Operation, e config.Endpoint) {
		client.operations[op.Branch+op.Path] = op
		if p, _, err := plan(t, planner, e); err == nil {
			plans = append(plans, p)
		}
	})
	records, empty := 0, 0
	for _, p := range plans {
		schema := compile(t, p)
		for _, client.nulls = range []bool{false, true} {
			judge := &judgeRecords{t: t, plan: p, schema: schema, keys: map[string]bool{}}
			reader := NewReader(client, []*Plan{p}, zerolog.Nop())
			if err := reader.Read(t.Context(), p, nil, nil, &Stats{}, judge); err != nil {
				t.Errorf("%s: %v", p.Call, err)
			}
			records += judge.count
			if judge.count == 0 && p.Call.Items.Type.Kind != apischema.Any {
				empty++
				t.Errorf("%s: no records", p)
			}
		}
	}
	t.Logf("%d streams, %d records", len(plans), records)
}
