package console

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"source-ovhcloud-api/connector/plan"
)

func TestStatistics(t *testing.T) {
	table := newTable(&plan.Plan{Key: []string{"id"}}, 3)
	for _, record := range []string{
		`{"name":"b","n":9007199254740993,"id":"x","o":{"a":1},"mixed":1}`,
		`{"name":"a","n":9007199254740992,"id":"y","o":[],"mixed":"t","late":true}`,
		`{"name":null,"n":1e2,"id":"z","mixed":1.0,"late":true}`,
	} {
		buffer := []byte(record)
		if err := table.add(buffer); err != nil {
			t.Fatal(err)
		}
		clear(buffer) // as a reader does, for its next record
	}
	want := []columnStatistics{
		{Name: "id", Types: []string{"text"}, Min: "x", Max: "z"},
		{Name: "name", Types: []string{"text"}, Nulls: 1, Min: "a", Max: "b"},
		{Name: "n", Types: []string{"number"}, Min: "1e2", Max: "9007199254740993"},
		{Name: "o", Types: []string{"object", "list"}, Nulls: 1},
		{Name: "mixed", Types: []string{"number", "text"}, Min: "1", Max: "t"},
		{Name: "late", Types: []string{"boolean"}, Nulls: 1},
	}
	got := table.statistics()
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(columnStatistics{})); diff != "" {
		t.Error(diff)
	}
	var distinct []int
	for _, c := range got {
		distinct = append(distinct, c.Distinct())
	}
	if diff := cmp.Diff([]int{3, 2, 3, 2, 3, 1}, distinct); diff != "" {
		t.Error(diff)
	}
	rows := table.shown()
	if len(rows) != 3 || rows[0][0] != (cell{Text: "x", Kind: "text"}) || rows[0][3].Text != `{"a":1}` || rows[0][3].Tree == nil || rows[1][3].Tree != nil || rows[0][5].Kind != "none" {
		t.Errorf("%+v", rows)
	}
	wantCSV := "id,name,n,o,mixed,late\nx,b,9007199254740993,\"{\"\"a\"\":1}\",1,\ny,a,9007199254740992,[],t,true\nz,,1e2,,1.0,true\n"
	if got := string(table.csv()); got != wantCSV {
		t.Errorf("%s, want %s", got, wantCSV)
	}
	if table := newTable(&plan.Plan{}, 1); table.add([]byte(`[`)) == nil || table.add([]byte(``)) == nil {
		t.Error("what is no record is taken for one")
	}
}

// The records after those that are shown cost nothing, however many one answer has.
func TestTableIsBounded(t *testing.T) {
	table := newTable(&plan.Plan{}, 2)
	record := []byte(`{"id": 1, "name": "a"}`)
	for range 2 {
		if err := table.add(record); err != nil {
			t.Fatal(err)
		}
	}
	further := []byte(`{"id": 2, "late": true}`)
	if n := testing.AllocsPerRun(100, func() {
		if err := table.add(further); err != nil {
			t.Fatal(err)
		}
	}); n > 0 {
		t.Errorf("%g allocations for a record that is not shown", n)
	}
	columns := table.statistics()
	if len(table.shown()) != 2 || len(columns) != 2 || columns[0].Max != "1" {
		t.Errorf("%d rows of %+v", len(table.shown()), columns)
	}
}

// An exponent of any size costs no time or memory.
func TestCompareValues(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"1", "2", -1}, {"2", "10", -1}, {"1.0", "1", 0}, {"1e999999999", "1", 1}, {"-1e999999999", "1", -1},
		{`"a"`, `"b"`, -1}, {"5", `"a"`, -1}, {`"a"`, "5", 1}, {`"2023-01-01"`, `"2022-12-31"`, 1},
	} {
		if got := compareValues([]byte(test.a), []byte(test.b)); got != test.want {
			t.Errorf("%s and %s: %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
