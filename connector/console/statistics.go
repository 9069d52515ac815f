package console

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/plan"
)

// table collects the first records of a preview by column.
type table struct {
	most    int // records; those after them are passed over unread
	columns []*columnStatistics
	byName  map[string]*columnStatistics
	rows    []map[string]json.RawMessage
	key     []string
}

// columnStatistics is what the records of a preview have in one column.
type columnStatistics struct {
	Name     string
	Types    []string // that occur, null left out
	Nulls    int      // and records that lack the column
	Min, Max string   // of numbers and texts; "" for others

	values   map[string]bool
	min, max json.RawMessage
	key      bool
}

// cell is a value as a table shows it.
type cell struct {
	Text string
	Kind string // as in node
	Tree *node  // of an object or a list that has something inside
}

// longestCell is how much of a value stands in a table, in characters.
const longestCell = 60

func newTable(p *plan.Plan, most int) *table {
	return &table{most: most, byName: map[string]*columnStatistics{}, key: p.Key}
}

// add takes a record, a JSON object that is valid until it returns. An answer
// may have a million, of which the table holds no more than it shows.
func (t *table) add(record []byte) error {
	if len(t.rows) == t.most {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(record))
	row := map[string]json.RawMessage{}
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return fmt.Errorf("read a record: it is no object: %w", err)
	}
	for d.More() {
		name, err := d.Token()
		var value json.RawMessage
		if err == nil {
			err = d.Decode(&value)
		}
		if err != nil {
			return fmt.Errorf("read a record: %w", err)
		}
		column := t.column(fmt.Sprint(name))
		column.add(value)
		row[column.Name] = value
	}
	t.rows = append(t.rows, row)
	return nil
}

// column returns the column of that name, the first time at the end.
func (t *table) column(name string) *columnStatistics {
	c, ok := t.byName[name]
	if !ok {
		c = &columnStatistics{Name: name, values: map[string]bool{}, key: slices.Contains(t.key, name)}
		t.byName[name] = c
		t.columns = append(t.columns, c)
	}
	return c
}

// statistics returns the columns in their order, those of the key first.
func (t *table) statistics() []columnStatistics {
	slices.SortStableFunc(t.columns, func(a, b *columnStatistics) int {
		if a.key == b.key {
			return 0
		}
		return map[bool]int{true: -1, false: 1}[a.key]
	})
	var all []columnStatistics
	for _, c := range t.columns {
		done := *c
		done.Min, done.Max = showValue(c.min).Text, showValue(c.max).Text
		for _, row := range t.rows {
			if value, ok := row[c.Name]; !ok || string(value) == "null" {
				done.Nulls++
			}
		}
		all = append(all, done)
	}
	return all
}

// shown returns the rows, in the order of the statistics.
func (t *table) shown() [][]cell {
	var rows [][]cell
	left := mostNodes
	for _, row := range t.rows {
		var cells []cell
		for _, c := range t.columns {
			shown := showValue(row[c.Name])
			if shown.Kind == "object" || shown.Kind == "list" {
				shown.Tree = folded(row[c.Name], &left)
			}
			cells = append(cells, shown)
		}
		rows = append(rows, cells)
	}
	return rows
}

// folded returns what is inside a value, all of it folded; nil where that is nothing.
func folded(value json.RawMessage, left *int) *node {
	n := newTreeWithin(value, left)
	if !n.Folds() {
		return nil
	}
	n.Open = false
	return n
}

// csv writes the records that are shown, each value as a whole: texts as they are, what has parts
// as JSON, and nothing for null and for a column that a record lacks.
func (t *table) csv() []byte {
	var b bytes.Buffer
	lines := [][]string{make([]string, len(t.columns))}
	for i, c := range t.columns {
		lines[0][i] = c.Name
	}
	for _, row := range t.rows {
		line := make([]string, len(t.columns))
		for i, c := range t.columns {
			line[i] = plain(row[c.Name])
		}
		lines = append(lines, line)
	}
	// It goes into memory, which takes everything.
	_ = csv.NewWriter(&b).WriteAll(lines)
	return b.Bytes()
}

// plain returns a value as text.
func plain(value json.RawMessage) string {
	if value == nil || kindOf(value) == "null" {
		return ""
	}
	text := string(value)
	if kindOf(value) == "text" {
		// It came out of a decoder, so it is valid.
		_ = json.Unmarshal(value, &text)
	}
	return text
}

// Distinct counts the different values, null left out.
func (c columnStatistics) Distinct() int { return len(c.values) }

// Key reports whether the column is a part of the key.
func (c columnStatistics) Key() bool { return c.key }

func (c *columnStatistics) add(value json.RawMessage) {
	kind := kindOf(value)
	if kind == "null" {
		return
	}
	c.values[string(value)] = true
	if !slices.Contains(c.Types, kind) {
		c.Types = append(c.Types, kind)
	}
	if kind != "number" && kind != "text" {
		return
	}
	if c.min == nil || compareValues(value, c.min) < 0 {
		c.min = value
	}
	if c.max == nil || compareValues(value, c.max) > 0 {
		c.max = value
	}
}

// kindOf names the type of a JSON value.
func kindOf(value json.RawMessage) string {
	switch value[0] {
	case '"':
		return "text"
	case '{':
		return "object"
	case '[':
		return "list"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	}
	return "number"
}

// precision, in bits, is that of 77 digits: more than OVH's ids and prices have,
// and a bound, whatever exponent a number has.
const precision = 256

// compareValues orders numbers by their value, with all digits, and before texts, which are
// ordered by their bytes: dates of one form by time.
func compareValues(a, b json.RawMessage) int {
	x, isX := new(big.Float).SetPrec(precision).SetString(string(a))
	y, isY := new(big.Float).SetPrec(precision).SetString(string(b))
	switch {
	case isX && isY:
		return x.Cmp(y)
	case isX:
		return -1
	case isY:
		return 1
	}
	return strings.Compare(string(a), string(b))
}

// showValue returns a value as a table shows it; nothing for a column that a record lacks.
func showValue(value json.RawMessage) cell {
	if value == nil {
		return cell{Kind: "none"}
	}
	c := cell{Text: string(value), Kind: kindOf(value)}
	if c.Kind == "text" {
		c.Text = plain(value)
	}
	if runes := []rune(c.Text); len(runes) > longestCell {
		c.Text = string(runes[:longestCell-1]) + "…"
	}
	return c
}
