package record

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/plan"
)

// A record path over the members of an object yields them in one order.
func TestRecordPathYieldsOneOrder(t *testing.T) {
	p := planned(t, get(t, "s", "/shapes/object", recordPath("$.named[*]")))
	const body = `{"named":{"a":{"id":1},"b":{"id":2},"c":{"id":3},"d":{"id":4},"e":{"id":5}}}`
	first := recordsOf(t, p, nil, body)
	for range 50 {
		if diff := cmp.Diff(first, recordsOf(t, p, nil, body)); diff != "" {
			t.Fatal(diff)
		}
	}
}

// An empty body is no item, with a record path, too.
func TestRecordPathAcceptsAnEmptyBody(t *testing.T) {
	p := planned(t, get(t, "s", "/shapes/object", recordPath("$.things")))
	if _, err := itemsOf(p.Call.Items, ""); err != nil {
		t.Error(err)
	}
}

// A map's entry of null is an entry.
func TestMapEntryOfNullIsARecord(t *testing.T) {
	p := planned(t, get(t, "s", "/shapes/map"))
	if diff := cmp.Diff([]string{`{"key":"a","value":null}`, `{"key":"b","value":1}`}, recordsOf(t, p, nil, `{"a":null,"b":1}`)); diff != "" {
		t.Error(diff)
	}
}

// Fields below the value of a map are kept in the schema and in the records.
func TestFieldsBelowAMapsValueAreKept(t *testing.T) {
	p := planned(t, get(t, "s", "/shapes/mapOfThings", fields("value.name")))
	if diff := cmp.Diff("key value value.name", strings.Join(columnsOf(p.Properties, ""), " ")); diff != "" {
		t.Errorf("schema: %s", diff)
	}
	if diff := cmp.Diff([]string{`{"key":"a","value":{"name":"n"}}`}, recordsOf(t, p, nil, `{"a":{"id":1,"name":"n"}}`)); diff != "" {
		t.Errorf("records: %s", diff)
	}
}

// With a primary key of the user's, the default key's column is one like any other.
func TestFieldsSelectAlikeInSchemaAndRecords(t *testing.T) {
	p := planned(t, get(t, "s", "/shapes/list", fields("size"), primaryKey("name")))
	columns := strings.Join(columnsOf(p.Properties, ""), " ")
	record := recordsOf(t, p, nil, `[{"id":1,"name":"n","size":2}]`)[0]
	if strings.Contains(columns, "id") != strings.Contains(record, `"id"`) {
		t.Errorf("the schema has %s, the record is %s", columns, record)
	}
}

// A detail that came as a scalar keeps its placeholder's column, which is its key.
func TestScalarForObjectKeepsTheKey(t *testing.T) {
	p := planned(t, get(t, "s", "/me/bill/{b}"))
	if diff := cmp.Diff([]string{`{"billId":"FR1","value":"gone"}`}, recordsOf(t, p, []string{"FR1"}, `"gone"`)); diff != "" {
		t.Error(diff)
	}
}

// A detail whose id came as null has the one of its path.
func TestNullForTheOwnIDBecomesTheIDOfThePath(t *testing.T) {
	p := planned(t, get(t, "s", "/me/bill/{b}"))
	if diff := cmp.Diff([]string{`{"billId":"FR1","date":"2023"}`}, recordsOf(t, p, []string{"FR1"}, `{"billId":null,"date":"2023"}`)); diff != "" {
		t.Error(diff)
	}
}

// A property that differs from an added column only by case is the same column.
func TestPropertyOfAnotherCaseIsTheAddedColumn(t *testing.T) {
	p := planned(t, get(t, "s", "/cloud/project/{p}/quota"))
	if diff := cmp.Diff([]string{`{"serviceName":"p1","region":"GRA"}`}, recordsOf(t, p, []string{"p1"}, `[{"servicename":"x","region":"GRA"}]`)); diff != "" {
		t.Error(diff)
	}
}

// A prefixed column does not take the name of another property.
func TestPrefixedColumnKeepsTheProperty(t *testing.T) {
	const section = `{"resourcePath":"/bill","apis":[{"path":"/bill","operations":[{"httpMethod":"GET","responseType":"string[]"}]},
		{"path":"/bill/{id}/line","operations":[{"httpMethod":"GET","responseType":"b.Line"}]}],
		"models":{"b.Line":{"properties":{"id":{"type":"string"},"bill_id":{"type":"string"}}}}}`
	descriptions := apischema.New(func(_ context.Context, _, path string) (io.ReadCloser, error) {
		if path == "/" {
			return io.NopCloser(strings.NewReader(`{"apis":[{"path":"/bill"}]}`)), nil
		}
		return io.NopCloser(strings.NewReader(section)), nil
	})
	p, err := plan.NewPlanner(nil, descriptions, nothingThere).Plan(t.Context(), get(t, "s", "/bill/{id}/line"))
	if err != nil {
		t.Fatal(err)
	}
	if got := recordsOf(t, p, []string{"FR1"}, `{"id":"line","bill_id":"theirs"}`)[0]; !strings.Contains(got, "theirs") {
		t.Errorf("the column %s replaces the property: %s", p.Columns[0].Name, got)
	}
}

// An integer is typed as OVH writes it: 007 and +7 are refused.
func TestTypedIntegerIsWrittenAsOVHWritesIt(t *testing.T) {
	for _, typed := range []string{"007", "+7"} {
		p, err := plannedOr(t, get(t, "s", "/me/order/{o}/status", values("o", typed)))
		if err != nil {
			continue // refusing it is fine
		}
		if got := recordsOf(t, p, p.Chain[0].Values, `"x"`)[0]; strings.Contains(got, `"`+typed) {
			t.Errorf("the record is %s", got)
		}
	}
}
