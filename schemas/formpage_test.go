package schemas_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"source-ovhcloud-api/schemas/formtest"
)

var code = regexp.MustCompile("`([^`]*)`")

// formRow is a row of the table of the form in docs/form.md.
type formRow struct {
	fields []string // the places in its first cell
	text   string   // the code in the row
}

func formRows(t *testing.T) []formRow {
	t.Helper()
	page, err := os.ReadFile("../docs/form.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(page), "| field | meaning |\n|---|---|\n")
	if !found {
		t.Fatal("docs/form.md has no table")
	}
	table, _, _ = strings.Cut(table, "\n\n")
	var rows []formRow
	for line := range strings.SplitSeq(table, "\n") {
		var row formRow
		cell, _, _ := strings.Cut(strings.TrimPrefix(line, "|"), "|")
		for _, name := range code.FindAllStringSubmatch(cell, -1) {
			field := strings.TrimSuffix(name[1], "[]")
			if len(row.fields) > 0 { // it stands beside the first
				field = beside(row.fields[0], field)
			}
			row.fields = append(row.fields, field)
		}
		for _, text := range code.FindAllStringSubmatch(line, -1) {
			row.text += text[1] + "\n"
		}
		rows = append(rows, row)
	}
	return rows
}

// beside returns the place of a name in the object of a place.
func beside(place, name string) string { return place[:strings.LastIndex(place, ".")+1] + name }

// explains reports whether the row is about a field: it begins with it, or it names the field and
// begins with one that the field is in or beside.
func (r formRow) explains(field string) bool {
	if slices.Contains(r.fields, field) {
		return true
	}
	name := field[strings.LastIndex(field, ".")+1:]
	within := slices.ContainsFunc(r.fields, func(f string) bool {
		return strings.HasPrefix(field, f+".") || strings.HasPrefix(field, f+"[]") || strings.Contains(field, ".") && beside(f, name) == field
	})
	return within && regexp.MustCompile(`\b`+name+`\b`).MatchString(r.text)
}

// The page's table has every field of the form, and no other.
func TestPageExplainsTheForm(t *testing.T) {
	rows := formRows(t)
	known := map[string]bool{"credentials.auth_type": true}
	for _, field := range formtest.Fields() {
		field = strings.TrimSuffix(field, "[]")
		for at := field; at != ""; at = at[:max(strings.LastIndex(at, "."), 0)] {
			known[strings.TrimSuffix(at, "[]")] = true
		}
		if !slices.ContainsFunc(rows, func(r formRow) bool { return r.explains(field) }) {
			t.Errorf("docs/form.md's table does not have %s", field)
		}
	}
	for _, row := range rows {
		for _, field := range row.fields {
			if !known[field] {
				t.Errorf("docs/form.md's table has %s, which the form does not have", field)
			}
		}
	}
}
