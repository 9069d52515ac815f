//go:build image && clients

package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFocusGuideInPostgreSQL holds what docs/guide-focus.md shows of DuckDB against PostgreSQL: the
// same SQL makes the same table, and gives the same answers.
func TestFocusGuideInPostgreSQL(t *testing.T) {
	page := string(readFile(t, absolute(t, "docs", "guide-focus.md")))
	folder := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	config := file("focus.json", []byte(fileOf(t, page, "focus.json")))
	catalog := file("catalog.json", wholeCatalog(t, outputOf(t, "discover", "--config", config)))
	messages := file("messages.jsonl", outputOf(t, "read", "--config", config, "--catalog", catalog))

	w := newPostgres(t)
	w.query(t, strings.Replace(fileOf(t, page, "load_postgres.sql"), "'messages.jsonl'", "'"+messages+"'", 1))
	w.query(t, fileOf(t, page, "focus.sql"))
	for _, question := range []string{"reconcile.sql", "months.sql", "services.sql", "projects.sql"} {
		if diff := cmp.Diff(tableOf(t, page, question), w.query(t, fileOf(t, page, question))); diff != "" {
			t.Errorf("%s (-page +PostgreSQL):\n%s", question, diff)
		}
	}
}

// wholeCatalog selects every stream that was discovered, whole.
func wholeCatalog(t *testing.T, discovered []byte) []byte {
	t.Helper()
	var configured []object
	for line := range strings.Lines(string(discovered)) {
		var message struct{ Catalog struct{ Streams []object } }
		decode(t, []byte(line), &message)
		for _, stream := range message.Catalog.Streams {
			configured = append(configured, object{"stream": stream, "sync_mode": "full_refresh", "destination_sync_mode": "overwrite"})
		}
	}
	return readFile(t, writeJSON(t, "catalog.json", object{"streams": configured}))
}

// tableOf returns the rows that a page shows as DuckDB's answer to the query of a file.
func tableOf(t *testing.T, page, title string) [][]string {
	t.Helper()
	_, behind, found := strings.Cut(page, "duckdb focus.duckdb < "+title+"\n")
	_, block, shown := strings.Cut(behind, "```text\n")
	if !found || !shown {
		t.Fatalf("the page shows no answer to %s", title)
	}
	block, _, _ = strings.Cut(block, "```")
	var rows [][]string
	for line := range strings.Lines(block) {
		cells, isRow := strings.CutPrefix(strings.TrimSpace(line), "│")
		if !isRow {
			continue
		}
		row := strings.Split(strings.TrimSuffix(cells, "│"), "│")
		for i, cell := range row {
			row[i] = strings.ReplaceAll(strings.TrimSpace(cell), "NULL", "")
		}
		rows = append(rows, row)
	}
	const header = 2 // the names of the columns and their types
	return rows[header:]
}
