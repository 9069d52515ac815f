//go:build image && clients

package acceptance

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// warehouse is a database that a client fills.
type warehouse interface {
	// query gives the rows of a query, each value as the database's text of it and null as "".
	query(t *testing.T, sql string) [][]string
	// pyAirbyteCache is the class of PyAirbyte's that fills it, and its settings.
	pyAirbyteCache() (class string, settings any)
	// columnType is the type that a column has which is of the given one in DuckDB.
	columnType(duck string) string
}

// duckFile is a file of DuckDB's.
type duckFile string

// newDuckFile is an empty one, which goes with the test.
func newDuckFile(t *testing.T) duckFile {
	t.Helper()
	return duckFile(filepath.Join(t.TempDir(), "cache.duckdb"))
}

func (w duckFile) query(t *testing.T, sql string) [][]string {
	t.Helper()
	printed := python(t, "airbyte", []byte(sql), nil, here(t, "query.py"), string(w))
	var rows [][]string
	decode(t, []byte(printed), &rows)
	return rows
}

func (w duckFile) pyAirbyteCache() (class string, settings any) {
	return "DuckDBCache", object{"db_path": string(w)}
}

func (duckFile) columnType(duck string) string { return duck }

// columnsIn returns the type of each column of each table, but for those that every destination of
// Airbyte's adds.
func columnsIn(t *testing.T, w warehouse) map[string]map[string]string {
	t.Helper()
	tables := map[string]map[string]string{}
	for _, row := range w.query(t, `SELECT table_name, column_name, data_type FROM information_schema.columns
		WHERE table_schema NOT IN ('information_schema', 'pg_catalog') AND left(column_name, 9) <> '_airbyte_'`) {
		if tables[row[0]] == nil {
			tables[row[0]] = map[string]string{}
		}
		tables[row[0]][row[1]] = row[2]
	}
	return tables
}

// keysIn returns the keys of all rows of the tables, sorted.
func keysIn(t *testing.T, w warehouse, tables []table) map[string][][]string {
	t.Helper()
	var selects []string
	for _, table := range tables {
		if table.key == nil {
			// Its rows are counted by a value that they all have.
			table.key = []string{"'row'"}
		}
		selects = append(selects, fmt.Sprintf("SELECT '%s' AS stream, to_json(ARRAY[%s]) AS key FROM %s", table.stream, strings.Join(cast(table.key), ", "), table.stream))
	}
	keys := map[string][][]string{}
	for _, row := range w.query(t, strings.Join(selects, " UNION ALL ")) {
		var key []string
		decode(t, []byte(row[1]), &key)
		keys[row[0]] = append(keys[row[0]], key)
	}
	for _, list := range keys {
		slices.SortFunc(list, slices.Compare)
	}
	return keys
}

func cast(columns []string) []string {
	var texts []string
	for _, column := range columns {
		texts = append(texts, column+"::VARCHAR")
	}
	return texts
}

// holds fails the test where the tables differ from the account's: columns, their types, the rows
// and their keys.
func holds(t *testing.T, w warehouse, tables []table) {
	t.Helper()
	columns, keys := columnsIn(t, w), keysIn(t, w, tables)
	for _, table := range tables {
		wantColumns := map[string]string{}
		for name, duck := range table.columns {
			wantColumns[name] = w.columnType(duck)
		}
		if diff := cmp.Diff(wantColumns, columns[table.stream]); diff != "" {
			t.Errorf("%s: columns (-account +%T):\n%s", table.stream, w, diff)
		}
		want := table.keys()
		if table.key == nil {
			want = slices.Repeat([][]string{{"row"}}, len(table.rows))
		}
		if diff := cmp.Diff(want, keys[table.stream]); diff != "" {
			t.Errorf("%s: keys of the rows (-account +%T):\n%s", table.stream, w, diff)
		}
	}
}

// monthlyCosts is what a user asks for first: per month of the bill, what the bills say and what
// their details add up to. PyAirbyte's times are as OVH writes them, without the offset, so that
// the month is that of the bill.
const monthlyCosts = `
WITH details AS (
  SELECT billid, sum((totalprice->>'value')::DECIMAL(12, 2)) AS net FROM me_bill_details_each GROUP BY billid
)
SELECT left(date::VARCHAR, 7), sum((pricewithtax->>'value')::DECIMAL(12, 2)), sum((pricewithouttax->>'value')::DECIMAL(12, 2)), sum(coalesce(net, 0.00))
FROM bill_details_from_2023 LEFT JOIN details USING (billid)
GROUP BY 1 ORDER BY 1`

// costsOf returns what monthlyCosts has to say of the account's tables.
func costsOf(t *testing.T, tables []table) [][]string {
	t.Helper()
	byStream := map[string]table{}
	for _, table := range tables {
		byStream[table.stream] = table
	}
	details := map[any]cents{}
	for _, row := range byStream["me_bill_details_each"].rows {
		details[row["billid"]] += centsOf(t, row["totalprice"])
	}
	type sums struct{ gross, net, detailed cents }
	months := map[string]sums{}
	for _, row := range byStream["bill_details_from_2023"].rows {
		month := row["date"].(string)[:len("2006-01")]
		sum := months[month]
		sum.gross += centsOf(t, row["pricewithtax"])
		sum.net += centsOf(t, row["pricewithouttax"])
		sum.detailed += details[row["billid"]]
		months[month] = sum
	}
	var rows [][]string
	for month, sum := range months {
		rows = append(rows, []string{month, sum.gross.String(), sum.net.String(), sum.detailed.String()})
	}
	slices.SortFunc(rows, slices.Compare)
	return rows
}

// cents is an amount of money.
type cents int64

func (c cents) String() string { return fmt.Sprintf("%d.%02d", c/100, c%100) }

// centsOf reads the value of a price, such as 38.19.
func centsOf(t *testing.T, price any) cents {
	t.Helper()
	value := price.(object)["value"].(json.Number).String()
	units, fraction, _ := strings.Cut(value, ".")
	if len(fraction) > 2 {
		t.Fatalf("%s has parts of a cent", value)
	}
	var amount cents
	if _, err := fmt.Sscan(units+(fraction + "00")[:2], &amount); err != nil {
		t.Fatal(err)
	}
	return amount
}
