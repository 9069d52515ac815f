package read

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"testing"

	"github.com/rs/zerolog"
	"github.com/santhosh-tekuri/jsonschema/v5"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/apischema/corpustest"
	"source-ovhcloud-api/connector/apischema/synthetictest"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/percent"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/plan/plantest"
)

// synthetic answers every call with a value of the type that is described for it.
type synthetic struct {
	operations map[string]*apischema.Operation // by branch and path
	fill       synthetictest.Fill
}

func (s *synthetic) Do(_ context.Context, r ovhapi.Request) (*ovhapi.Response, error) {
	op, ok := s.operations[r.Branch+r.Route]
	if !ok {
		return nil, fmt.Errorf("no operation %s %s", r.Branch, r.Route)
	}
	body, err := json.Marshal(synthetictest.Answer(op, r.Path, s.fill))
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
		one.Path += percent.Segment(id) + suffix
		response, err := s.Do(ctx, one)
		if err != nil {
			return nil, err
		}
		values[i] = response.Body
	}
	return values, nil
}

// judgeRecords holds what must be true of any stream's records.
type judgeRecords struct {
	t      *testing.T
	plan   *plan.Plan
	schema *jsonschema.Schema
	keys   map[string]bool
	count  int
}

func (j *judgeRecords) Checkpoint([]string) error { return nil }

func (j *judgeRecords) Owe(partition []string) { j.t.Errorf("%s was passed over", partition) }

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

// Every GET of the real API is read whole, its parents first, from answers
// made by its description: the records fit the schema, carry the values of all
// placeholders, and no two have the same key.
func TestEveryStreamReadsSyntheticAnswers(t *testing.T) {
	descriptions := apischema.New(corpustest.Fetch(t, apischema.ErrNoSection))
	client := &synthetic{operations: map[string]*apischema.Operation{}}
	var plans []*plan.Plan
	planner := plan.NewPlanner(nil, descriptions, nil)
	plantest.EveryGet(t, descriptions, func(op *apischema.Operation, e config.Endpoint) {
		client.operations[op.Branch+op.Path] = op
		if p, err := withRequired(t, planner, e); err == nil {
			plans = append(plans, p)
		}
	})
	records, empty := 0, 0
	for _, p := range plans {
		schema := plantest.Compile(t, p)
		for _, client.fill = range []synthetictest.Fill{synthetictest.Full, synthetictest.Sparse} {
			judge := &judgeRecords{t: t, plan: p, schema: schema, keys: map[string]bool{}}
			reader := NewReader(client, []*plan.Plan{p}, zerolog.Nop())
			if _, err := reader.Read(t.Context(), p, nil, nil, &Stats{}, judge); err != nil {
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

// withRequired returns the plan of a bare endpoint, with the query parameters that it says OVH
// requires.
func withRequired(t *testing.T, planner *plan.Planner, e config.Endpoint) (*plan.Plan, error) {
	t.Helper()
	for {
		p, err := planner.Plan(t.Context(), e)
		missing := plantest.Missing(err)
		if missing == nil {
			return p, err
		}
		for _, name := range missing {
			e.QueryParameters = append(e.QueryParameters, config.QueryParameter{Name: name, Value: "x"})
		}
	}
}
