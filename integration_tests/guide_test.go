package integrationtests_test

import (
	"encoding/json"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// These tests hold docs/guide-billing.md to the connector, and its sums to sums of their own. That
// its commands and its SQL print what it shows is what `make guide` finds out, with DuckDB.

// guideStreams are the streams that the guide selects.
var guideStreams = []string{"bills", "bill_details"}

// guideBlock is a block of code of a guide: a file if it has a title, else what a person types or
// sees.
type guideBlock struct{ language, title, body string }

func guideBlocks(t *testing.T, guide string) []guideBlock {
	t.Helper()
	var blocks []guideBlock
	fence := regexp.MustCompile("(?ms)^```(\\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$")
	for _, m := range fence.FindAllStringSubmatch(string(moduleFile(t, guide)), -1) {
		blocks = append(blocks, guideBlock{m[1], m[2], m[3]})
	}
	return blocks
}

// tableBehind returns the rows of the table that the guide shows as the result of a file's query.
func tableBehind(t *testing.T, blocks []guideBlock, title string) [][]string {
	t.Helper()
	query := slices.IndexFunc(blocks, func(b guideBlock) bool { return b.title == title })
	if query < 0 {
		t.Fatalf("no file %s", title)
	}
	shown := slices.IndexFunc(blocks[query:], func(b guideBlock) bool { return b.language == "text" })
	if shown < 0 {
		t.Fatalf("%s: no result is shown", title)
	}
	var rows [][]string
	for line := range strings.Lines(blocks[query+shown].body) {
		if cells, ok := strings.CutPrefix(strings.TrimSpace(line), "│"); ok {
			row := strings.Split(strings.TrimSuffix(cells, "│"), "│")
			for i := range row {
				row[i] = strings.TrimSpace(row[i])
			}
			rows = append(rows, row)
		}
	}
	const header = 2 // DuckDB draws the names of the columns and their types
	if len(rows) <= header {
		t.Fatalf("%s: the result is no table", title)
	}
	return rows[header:]
}

// guideRecords reads a configuration of the guide as it tells to.
func guideRecords(t *testing.T, configuration guideBlock) map[string][]json.RawMessage {
	t.Helper()
	file := temporary(t, configuration.title, []byte(configuration.body))
	found := only(t, run(t, 0, "discover", "--config", file), "CATALOG").Catalog.Streams
	selected := slices.DeleteFunc(found, func(raw json.RawMessage) bool {
		return !slices.Contains(guideStreams, streamNames([]json.RawMessage{raw})[0])
	})
	if len(selected) != len(guideStreams) {
		t.Fatalf("%s: the streams are %q, want %q among them", configuration.title, streamNames(found), guideStreams)
	}
	catalog := temporary(t, "catalog.json", configuredCatalog(t, selected))
	return recordsOf(t, stdoutOf(t, "read", "--config", file, "--catalog", catalog))
}

// Every way of configuring it that the guide shows gives the records that it shows.
func TestBillingGuide(t *testing.T) {
	t.Parallel()
	blocks := guideBlocks(t, "docs/guide-billing.md")
	var records map[string][]json.RawMessage
	for _, block := range blocks {
		if block.language != "json" {
			continue
		}
		got := guideRecords(t, block)
		if diff := cmp.Diff(records, got); records != nil && diff != "" {
			t.Errorf("%s reads other records: %s", block.title, diff)
		}
		records = got
	}
	for _, row := range tableBehind(t, blocks, "load.sql") {
		if want := strconv.Itoa(len(records[row[0]])); row[1] != want {
			t.Errorf("%s: the guide shows %s records, want %s", row[0], row[1], want)
		}
	}
	checkMonths(t, tableBehind(t, blocks, "months.sql"), records["bills"])
}

// checkMonths adds the bills up, exactly, and compares each month that is shown and the sum of all.
func checkMonths(t *testing.T, shown [][]string, bills []json.RawMessage) {
	t.Helper()
	nets := map[string]*big.Rat{}
	for _, raw := range bills {
		var bill struct {
			Date            string
			PriceWithoutTax struct{ Value json.Number }
		}
		check(t, json.Unmarshal(raw, &bill))
		net, ok := (&big.Rat{}).SetString(bill.PriceWithoutTax.Value.String())
		if !ok {
			t.Fatalf("no amount: %s", raw)
		}
		month := bill.Date[:len("2006-01")]
		if nets[month] == nil {
			nets[month] = &big.Rat{}
		}
		nets[month].Add(nets[month], net)
	}
	sum := &big.Rat{}
	for _, row := range shown {
		month, net := row[0], row[2]
		want := nets[month]
		if month == "all" {
			want = sum
		}
		if want == nil || net != want.FloatString(2) {
			t.Errorf("%s: the guide shows %s, want %v", month, net, want)
		} else if month != "all" {
			sum.Add(sum, want)
		}
	}
	if months := 12; len(shown) != months+1 {
		t.Errorf("%d rows, want those of a year and their sum", len(shown))
	}
}
