//go:build image && clients

package acceptance

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestSingerTarget loads a read into PostgreSQL with Meltano's target: the messages have the first
// column of each key, as the wrapper of Airbyte's sources gives it. What is left of the tables is
// what docs/meltano.md says, and with the stream maps that its script makes, nothing is lost.
func TestSingerTarget(t *testing.T) {
	page := string(readFile(t, absolute(t, "docs", "meltano.md")))
	catalog := absolute(t, "integration_tests", "configured_catalog.json")
	messages := printedBy(t, "read", "--catalog", catalog)
	received := len(recordsOf(string(messages)))
	singer := []byte(python(t, "singer", messages, nil, here(t, "singer.py"), catalog))

	var maps object
	decode(t, []byte(python(t, "singer", printedBy(t, "discover"), nil, "-c", fileOf(t, page, "stream_maps.py"))), &maps)
	account, w := accountTables(t), newPostgres(t)
	firsts := loadSinger(t, w, "first", singer, account, object{})
	began := time.Now()
	wholes := loadSinger(t, w, "whole", singer, account, maps)
	report(t, outcome{client: "Singer's target-postgres", streams: len(account), expected: rowCount(account), received: received, took: time.Since(began)})

	var shown []string
	for i, table := range account {
		if wholes[i] != len(table.rows) {
			t.Errorf("%s: %d rows with the stream maps, want %d", table.stream, wholes[i], len(table.rows))
		}
		if len(table.key) > 1 {
			shown = append(shown, fmt.Sprintf("| `%s` | %d | %d | %d |", table.stream, len(table.rows), firsts[i], wholes[i]))
		} else if firsts[i] != len(table.rows) {
			t.Errorf("%s: %d rows, want %d, as its key has but one column", table.stream, firsts[i], len(table.rows))
		}
	}
	slices.Sort(shown)
	rows := regexp.MustCompile("(?m)^\\| `\\w+` \\| \\d+ \\| \\d+ \\| \\d+ \\|$").FindAllString(page, -1)
	slices.Sort(rows)
	if diff := cmp.Diff(shown, rows); diff != "" {
		t.Errorf("rows of the tables (-PostgreSQL +docs/meltano.md):\n%s", diff)
	}

	var want [][]string
	for _, month := range costsOf(t, account) {
		want = append(want, month[:2])
	}
	w.Database = "whole"
	// The page's configuration has another name for the stream.
	months := strings.Replace(fileOf(t, page, "months.sql"), "FROM bills", "FROM bill_details_from_2023", 1)
	if diff := cmp.Diff(want, w.query(t, months)); diff != "" {
		t.Errorf("costs per month (-account +PostgreSQL):\n%s", diff)
	}
}

// loadSinger loads messages into a new database, and gives the number of rows of each table.
func loadSinger(t *testing.T, w postgres, database string, messages []byte, tables []table, maps object) []int {
	t.Helper()
	w.query(t, "CREATE DATABASE "+database)
	w.Database = database
	config := writeJSON(t, "target.json", object{
		"host": w.Host, "port": w.Port, "user": w.User, "password": w.Password, "database": w.Database,
		"default_target_schema": "public", "stream_maps": maps,
	})
	python(t, "singer", messages, nil, filepath.Join(absolute(t, *clientsFolder, "singer", "bin"), "target-postgres"), "--config", config)
	var counts []int
	for _, table := range tables {
		var n int
		if _, err := fmt.Sscan(w.query(t, "SELECT count(*) FROM "+table.stream)[0][0], &n); err != nil {
			t.Fatal(err)
		}
		counts = append(counts, n)
	}
	return counts
}

// printedBy returns what the connector prints of the sample configuration.
func printedBy(t *testing.T, verb string, args ...string) []byte {
	t.Helper()
	return outputOf(t, append([]string{verb, "--config", absolute(t, "schemas", "sample_config.json")}, args...)...)
}

// fileOf returns the file that a page has under a title.
func fileOf(t *testing.T, page, title string) string {
	t.Helper()
	_, block, found := strings.Cut(page, fmt.Sprintf(" title=%q\n", title))
	body, _, ended := strings.Cut(block, "```\n")
	if !found || !ended {
		t.Fatalf("the page has no %s", title)
	}
	return body
}
