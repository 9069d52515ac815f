package read

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/plan"
)

// warningsOf returns what is told of the records of answers to one plan after the other, in a run.
func warningsOf(t *testing.T, plans []*plan.Plan, partition []string, bodies ...string) []string {
	t.Helper()
	var out bytes.Buffer
	log := zerolog.New(&out)
	run := &told{}
	for _, p := range plans {
		r := newRecorder(p, newSelection(p, nil), log, func([]byte) error { return nil })
		r.partition(partition)
		for _, body := range bodies {
			if err := r.records([]byte(body)); err != nil {
				t.Fatal(err)
			}
		}
		r.compared.tell(run, log)
	}
	var lines []string
	for line := range strings.Lines(out.String()) {
		line = strings.TrimPrefix(strings.TrimSpace(line), `{"level":"warn","message":"`)
		lines = append(lines, strings.TrimSuffix(line, `"}`))
	}
	return lines
}

func contradictionsOf(t *testing.T, path string, partition []string, bodies ...string) []string {
	t.Helper()
	return warningsOf(t, []*plan.Plan{planned(t, get(t, "s", path))}, partition, bodies...)
}

const (
	undescribed = "GET /me/bill/{billId} sends what OVH does not describe: %s; " +
		"it is in the records, but a destination may drop a column that the schema lacks: to keep one, list it under Fields with the others that you need"
	otherwise = "GET /me/bill/{billId} sends what the schema describes otherwise: %s; " +
		"the records have what OVH sent, which a destination may store as null"
)

func TestContradictions(t *testing.T) {
	tests := []struct{ name, body, unknown, other string }{
		{"none", `{"billId":"FR1","date":"2024-01-31T08:00:00.123+01:00","priceWithTax":{"value":1.5,"text":"x"},"orderId":7}`, "", ""},
		{"null", `{"billId":null,"date":null,"priceWithTax":null,"orderId":null}`, "", ""},
		{"null inside", `{"priceWithTax":{"value":null}}`, "", ""},
		{"a whole number", `{"priceWithTax":{"value":1}}`, "", ""},
		{"an integer that looks like none", `{"orderId":7.0}`, "", ""},
		{"unknown columns", `{"paid":true,"due":"2024-01-31","left":1,"part":0.5,"parts":[1],"of":{"a":1},"for":null}`,
			"due (string), for (null), left (integer), of (object), paid (boolean), part (number), parts (array)", ""},
		{"unknown inside of a column", `{"priceWithTax":{"vat":"x"}}`, "priceWithTax.vat (string)", ""},
		{"other types", `{"orderId":"7","priceWithTax":[1],"date":1700000000}`, "",
			"date (integer, described as string), orderId (string, described as integer), priceWithTax (array, described as object)"},
		{"a fraction", `{"orderId":7.5}`, "", "orderId (number with a fraction or an exponent, described as integer)"},
		{"an exponent", `{"orderId":1e40}`, "", "orderId (number with a fraction or an exponent, described as integer)"},
		{"inside of a column", `{"priceWithTax":{"value":"1.5"}}`, "", "priceWithTax.value (string, described as number)"},
		{"an offset without its colon", `{"date":"2024-01-31T08:00:00+0100"}`, "", ""},
		{"UTC", `{"date":"2024-01-31T08:00:00Z"}`, "", ""},
		{"a date without an offset", `{"date":"2024-01-31T08:00:00"}`, "", "date (string of another form, described as date-time)"},
		{"a date without a T", `{"date":"2024-01-31 08:00:00"}`, "", "date (string of another form, described as date-time)"},
		{"a day for a time", `{"date":"2024-01-31"}`, "", "date (string of another form, described as date-time)"},
		{"an empty date", `{"date":""}`, "", "date (string of another form, described as date-time)"},
		{"both kinds", `{"new":1,"orderId":"7"}`, "new (integer)", "orderId (string, described as integer)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var want []string
			if tt.unknown != "" {
				want = append(want, fmt.Sprintf(undescribed, tt.unknown))
			}
			if tt.other != "" {
				want = append(want, fmt.Sprintf(otherwise, tt.other))
			}
			if diff := cmp.Diff(want, contradictionsOf(t, "/me/bill/{b}", []string{"FR1"}, tt.body)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestContradictionsInsideOfLists(t *testing.T) {
	got := contradictionsOf(t, "/cloud/project/{p}/instance", []string{"p1"}, `[{"ipAddresses":[{"version":4},{"version":"6","mac":"x"},"y"],"tags":{"any":1}}]`)
	if len(got) != 2 || !strings.Contains(got[0], ": ipAddresses.mac (string);") ||
		!strings.Contains(got[1], ": ipAddresses (string, described as object), ipAddresses.version (string, described as integer);") {
		t.Errorf("%q", got)
	}
}

// A column is told once, with what it was first, however many records and streams have it.
func TestContradictionsAreToldOnce(t *testing.T) {
	one, two := planned(t, get(t, "one", "/me/bill/{b}")), planned(t, get(t, "two", "/me/bill/{b}"))
	got := warningsOf(t, []*plan.Plan{one, two}, []string{"FR1"}, `{"new":1}`, `{"new":"x"}`, `{"new":null}`)
	if diff := cmp.Diff([]string{fmt.Sprintf(undescribed, "new (integer)")}, got); diff != "" {
		t.Error(diff)
	}
}

// However many columns contradict, a line is one that a person reads, and memory stays bounded.
func TestManyContradictions(t *testing.T) {
	var members []string
	for i := range 2 * mostContradictions {
		members = append(members, fmt.Sprintf(`"new%04d":%d`, i, i))
	}
	got := contradictionsOf(t, "/me/bill/{b}", []string{"FR1"}, "{"+strings.Join(members, ",")+"}")
	if len(got) != 1 || !strings.Contains(got[0], "new0009 (integer) and 990 more;") || len(got[0]) > 500 {
		t.Errorf("%q", got)
	}
}

// The first records are compared, then one in so many, and the others cost nothing.
func TestWhichRecordsAreCompared(t *testing.T) {
	for at, want := range map[int]bool{1: true, comparedAtFirst: true, comparedAtFirst + 1: false, comparedEvery - 1: false, comparedEvery: true, comparedEvery + 1: false, 3 * comparedEvery: true} {
		c := newComparison(planned(t, get(t, "s", "/me/bill/{b}")))
		for i := 1; i < at; i++ {
			c.record(value(`{}`))
		}
		c.record(value(`{"new":1}`))
		if got := len(c.met) == 1; got != want {
			t.Errorf("record %d: compared is %v", at, got)
		}
	}
}

// A column that OVH does not describe is known once Fields has it.
func TestFieldsThatAreNotDescribedAreNoContradiction(t *testing.T) {
	p := planned(t, get(t, "s", "/me/bill/{b}", fields("date", "new")))
	if got := warningsOf(t, []*plan.Plan{p}, []string{"FR1"}, `{"new":1,"newer":2}`); got != nil {
		t.Errorf("%q", got)
	}
	if diff := cmp.Diff([]string{`{"billId":"FR1","new":1}`}, recordsOf(t, p, []string{"FR1"}, `{"new":1,"newer":2}`)); diff != "" {
		t.Error(diff)
	}
}

// The same holds for what a record path finds.
func TestRecordPathToWhatIsNotDescribed(t *testing.T) {
	for body, want := range map[string][]string{
		`{"new":[{"a":1},{"a":2}]}`: {`{"a":1}`, `{"a":2}`},
		`{"new":{"a":1}}`:           {`{"a":1}`},
		`{"new":7}`:                 {`{"value":7}`},
		`{"new":null}`:              nil,
		`{"count":1}`:               nil,
	} {
		if diff := cmp.Diff(want, recordsOf(t, planned(t, get(t, "s", "/shapes/object", recordPath("$.new"))), nil, body)); diff != "" {
			t.Errorf("%s: %s", body, diff)
		}
	}
}
