//go:build image

package acceptance

import (
	"fmt"
	"slices"
	"strings"
)

// table is what has to be in a warehouse of one stream. Column names are in small letters, as
// PyAirbyte's are.
type table struct {
	stream  string
	key     []string
	columns map[string]string // DuckDB's type by column
	rows    []object
}

// keys returns the keys of the rows, sorted, each of them as text.
func (t table) keys() [][]string {
	var keys [][]string
	for _, row := range t.rows {
		var key []string
		for _, column := range t.key {
			key = append(key, fmt.Sprint(row[column]))
		}
		keys = append(keys, key)
	}
	slices.SortFunc(keys, slices.Compare)
	return keys
}

func lower(names []string) []string {
	var lowered []string
	for _, name := range names {
		lowered = append(lowered, strings.ToLower(name))
	}
	return lowered
}

func streamsOf(tables []table) []string {
	var names []string
	for _, table := range tables {
		names = append(names, table.stream)
	}
	return names
}

func rowCount(tables []table) int {
	n := 0
	for _, table := range tables {
		n += len(table.rows)
	}
	return n
}

// incrementalStreams are those of the sample configuration whose items OVH can filter by time.
var incrementalStreams = []string{"bills_from_2023", "bill_details_from_2023", "me_order_each"}

// only returns those of the tables.
func only(tables []table, streams ...string) []table {
	return slices.DeleteFunc(slices.Clone(tables), func(t table) bool { return !slices.Contains(streams, t.stream) })
}
