package plan

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/apischema/corpustest"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan/plantest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// The table of all streams of OVH's API that are incremental, as they are and
// with New Parents Only: the list that is filtered, by which bounds, and the cursor field.
func TestIncrementalOperations(t *testing.T) {
	planner := NewPlanner(nil, apischema.New(corpustest.Fetch(t, apischema.ErrNoSection)), nil)
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	row := func(cells ...string) { fmt.Fprintln(w, strings.Join(cells, "\t")) }
	row("STREAM", "FILTERED LIST", "BOUNDS", "TYPE", "CURSOR FIELD", "NOTE")
	plantest.EveryGet(t, planner.descriptions, func(_ *apischema.Operation, e config.Endpoint) {
		e.NewParentsOnly = true
		p, _, err := bareOr(t, planner, e)
		if err != nil || p.Incremental == nil {
			return
		}
		e.NewParentsOnly = false
		itself, _, err := bareOr(t, planner, e)
		if err != nil {
			t.Fatal(err)
		}
		c := p.CallAt(p.Incremental.Level)
		list, kind, cursor, note := c.Operation.Path, "datetime", p.Incremental.CursorField, ""
		if p.Incremental.Level == len(p.Chain) {
			list = "itself"
		}
		if c.Filter.Date {
			kind = "date"
		}
		if cursor == "" {
			cursor = "-"
		}
		switch {
		case itself.Incremental == nil:
			note = "new parents only"
		case c.Filter.Required:
			note = "required by OVH"
		}
		row(e.Path.String(), list, c.Filter.From+" "+c.Filter.To, kind, cursor, note)
	})
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(table.String()) {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	compareGolden(t, "testdata/incremental.golden", strings.Join(lines, "\n")+"\n")
}

func compareGolden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (write it anew with -update): %s", file, diff)
	}
}
