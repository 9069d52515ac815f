package console

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/read"
)

// enoughRecords is how many records a preview reads: what fits on a screen and
// shows which columns are filled.
const enoughRecords = 20

// schemaColumn is a column as discover types it.
type schemaColumn struct {
	Name, Type, Description string
	Key                     bool
}

// recordsView is the first records of a stream.
type recordsView struct {
	Columns  []columnStatistics
	Rows     [][]cell
	Came     int64 // records; of those that came with the first answers, not all are shown
	Calls    int
	Skipped  int64
	Stopped  bool // before there were enough records, because there is little to find
	Took     time.Duration
	Forecast *forecastView
	Sample   string // where the rows can be had as CSV; "" for nowhere
}

// forecastView is what a full read would take.
type forecastView struct {
	Records, Calls string
	Time           string
	Pace           float64
	AtLeast        bool
}

// More tells that not all records that came are shown.
func (v *recordsView) More() bool { return v.Came > int64(len(v.Rows)) }

// previewDraft reads the first records of an endpoint as the dialog has it, by the plan that is
// returned.
func (c *Console) previewDraft(r *http.Request, s state, draft form, at int) (*recordsView, *plan.Plan, *failure) {
	e := draft.Endpoints[at]
	if e.method() != http.MethodGet {
		return nil, nil, newFailure("Nothing was read", errors.New("this endpoint may change the account; only a sync calls it"))
	}
	s.form = draft
	p, err := c.planFor(r, s, at)
	if err != nil {
		return nil, nil, newFailure("There is no preview", err)
	}
	if !s.conn.signed() && !p.Operation.NoAuthentication {
		return nil, nil, newFailure("Nothing was read", errors.New("reading needs your keys: sign in first, or use the sandbox"))
	}
	s.conn.client.Readmit()
	records, err := c.readFirst(r, s, p)
	if err != nil {
		return nil, nil, newFailure("The records could not be read", err)
	}
	return records, p, nil
}

// planFor plans an endpoint as a read does.
func (c *Console) planFor(r *http.Request, s state, at int) (*plan.Plan, error) {
	cfg, err := s.form.loadWithoutKeys()
	if err != nil {
		return nil, err
	}
	p, err := s.planner(cfg, c.Log).Plan(r.Context(), cfg.Endpoints[at])
	if err != nil {
		return nil, err
	}
	return bound(r.Context(), s, p, cfg)
}

// schemaColumns returns the columns of a stream, those of its key first.
func schemaColumns(p *plan.Plan) []schemaColumn {
	var columns []schemaColumn
	for name, schema := range p.Properties {
		columns = append(columns, schemaColumn{name, typeOf(schema), schema.Description, slices.Contains(p.Key, name)})
	}
	slices.SortFunc(columns, func(a, b schemaColumn) int {
		if a.Key != b.Key {
			return map[bool]int{true: -1, false: 1}[a.Key]
		}
		return compareFold(a.Name, b.Name)
	})
	return columns
}

func typeOf(s *apischema.Schema) string {
	kind := "any"
	for _, t := range s.Type {
		if t != "null" {
			kind = t
		}
	}
	if s.Items != nil {
		kind += " of " + typeOf(s.Items)
	}
	return cmp.Or(s.Format, kind)
}

// inWords says how long a read would take, as exactly as a forecast is.
func inWords(d time.Duration) string {
	if d < time.Second {
		return "less than a second"
	}
	if d < time.Minute {
		return plural(int64(d.Round(time.Second)/time.Second), "second")
	}
	if d < time.Hour {
		return plural(int64(d.Round(time.Minute)/time.Minute), "minute")
	}
	return fmt.Sprintf("%.1f hours", d.Hours())
}

// bound gives a plan the times without which OVH does not answer some lists, as
// a full refresh does.
func bound(ctx context.Context, s state, p *plan.Plan, cfg *config.Config) (*plan.Plan, error) {
	if !p.Bounded(false) {
		return p, nil
	}
	c, err := s.conn.client.Clocks(ctx)
	if err != nil {
		return nil, err
	}
	return p.Within(nil, plan.NewHorizon(cfg, c)), nil
}

// readFirst reads the first records of a plan, and nothing more.
func (c *Console) readFirst(r *http.Request, s state, p *plan.Plan) (*recordsView, error) {
	var stats read.Stats
	t := newTable(p, enoughRecords)
	start := time.Now()
	seen, err := read.NewReader(s.conn.client, []*plan.Plan{p}, c.Log).Preview(r.Context(), p, enoughRecords, &stats, t.add)
	if err != nil {
		return nil, err
	}
	v := &recordsView{Columns: t.statistics(), Rows: t.shown(), Came: stats.Records.Load(), Calls: int(stats.Calls.Load()), Skipped: stats.Skipped.Load(),
		Stopped: seen.Stopped, Took: time.Since(start).Round(time.Millisecond)}
	if id := c.workspace.keepSample(s.conn, p.Name(), t.csv()); id != "" && len(v.Rows) > 0 {
		v.Sample = "/records/" + id
	}
	// Before anything was answered, nothing tells how much of what is listed is there.
	if f := stats.Forecast(); f.Known && (!seen.Stopped || stats.Partitions.Load() > 0) {
		pace := s.conn.cfg.RequestsPerSecond
		v.Forecast = &forecastView{
			Records: plural(f.Records, "record"), Calls: plural(f.Calls, "call"), Pace: pace, AtLeast: seen.More,
			Time: inWords(time.Duration(float64(f.Calls) / pace * float64(time.Second))),
		}
	}
	return v, nil
}
