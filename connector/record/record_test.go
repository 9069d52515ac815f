package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"
	"pgregory.net/rapid"

	"source-ovhcloud-api/connector/internal/plainjson"
	"source-ovhcloud-api/connector/plan"
)

// recordsOf returns the records that a plan makes of an answer, byte by byte: these
// columns of them, or all.
func recordsOf(t testing.TB, p *plan.Plan, partition []string, body string, columns ...string) []string {
	t.Helper()
	properties := map[string]any{}
	for _, column := range columns {
		properties[column] = map[string]any{}
	}
	raw, err := plainjson.Encode(map[string]any{"properties": properties})
	if err != nil {
		t.Fatal(err)
	}
	return recordsSelected(t, p, partition, body, raw)
}

// recordsSelected returns the records that a plan makes of an answer, what a catalog's schema
// selects of them.
func recordsSelected(t testing.TB, p *plan.Plan, partition []string, body string, schema []byte) []string {
	t.Helper()
	var got []string
	r := New(p, p.Selected(schema), zerolog.Nop(), func(record []byte) error {
		got = append(got, string(record))
		return nil
	})
	r.Partition(partition)
	if err := r.Records([]byte(body)); err != nil {
		t.Fatal(err)
	}
	return got
}

func TestRecords(t *testing.T) {
	tests := []struct {
		name, path string
		partition  []string
		body       string
		want       []string
	}{
		{"object", "/me", nil, `{"nichandle":"ab1-ovh","email":null}`, []string{`{"nichandle":"ab1-ovh","email":null}`}},
		{"list of scalars", "/me/bill", nil, `["FR1","FR2"]`, []string{`{"billId":"FR1"}`, `{"billId":"FR2"}`}},
		{"scalars without a detail", "/shapes/scalars", nil, `["a"]`, []string{`{"value":"a"}`}},
		{"scalar", "/me/order/{o}/status", []string{"7"}, `"notPaid"`, []string{`{"orderId":7,"value":"notPaid"}`}},
		{"list of objects", "/cloud/project/{p}/instance", []string{"p1"}, `[{"id":"a"},{"id":"b"}]`,
			[]string{`{"serviceName":"p1","id":"a"}`, `{"serviceName":"p1","id":"b"}`}},
		{"arrays", "/shapes/matrix", nil, `[[1,2],[]]`, []string{`{"value":[1,2]}`, `{"value":[]}`}},
		{"map", "/v2/iam/resource/{urn}/tags", []string{"urn:1"}, `{"env":"prod","a\"b":"é"}`,
			[]string{`{"resourceURN":"urn:1","key":"env","value":"prod"}`, `{"resourceURN":"urn:1","key":"a\"b","value":"é"}`}},
		{"a placeholder's name, escaped", "/me/bill/{b}/details/{d}", []string{"FR1", "1"}, `{"bill\u0049d":"FR2","x":1}`,
			[]string{`{"billId":"FR1","billDetailId":"1","x":1}`}},
		{"null", "/me", nil, `null`, nil},
		{"an empty object without columns", "/me", nil, `{}`, nil},
		{"an empty object", "/me/bill/{b}/payment", []string{"FR1"}, `{}`, []string{`{"bill_billId":"FR1"}`}},

		{"its own id in the answer", "/me/bill/{b}", []string{"FR1"}, `{"date":"2023","billId":"FR1"}`, []string{`{"date":"2023","billId":"FR1"}`}},
		{"its own id not in the answer", "/me/bill/{b}", []string{"FR1"}, `{"date":"2023"}`, []string{`{"billId":"FR1","date":"2023"}`}},
		{"its own id of a number", "/me/order/{o}", []string{"7"}, `{}`, []string{`{"orderId":7}`}},
		{"two columns", "/domain/zone/{z}/record/{r}", []string{"a.com", "11"}, `{"ttl":0}`, []string{`{"zoneName":"a.com","id":11,"ttl":0}`}},

		{"numbers and escapes as they came", "/me", nil, `{"a":12345678901234567890,"b":1.10,"c":1e400,"d":"\u00e9\/<&>é"}`,
			[]string{`{"a":12345678901234567890,"b":1.10,"c":1e400,"d":"\u00e9\/<&>é"}`}},
		{"blanks as they came", "/me/bill/{b}/payment", []string{"FR1"}, "\n{\n  \"billId\": \"FR1\",\n  \"x\": [ ]\n}\n",
			[]string{"{\"bill_billId\":\"FR1\",\"billId\": \"FR1\",\n  \"x\": [ ]}"}},
		{"a name twice", "/me", nil, `{"a":1,"a":2}`, []string{`{"a":1,"a":2}`}},
		{"a column that needs escapes", "/me/bill/{b}/payment", []string{"a\"\\\n\u2028é"}, `{"x":1}`,
			[]string{"{\"bill_billId\":\"a\\\"\\\\\\n\u2028é\",\"x\":1}"}},

		{"an object that came as a list", "/me/bill/{b}", []string{"FR1"}, `[{"date":"2023"}]`, []string{`{"billId":"FR1","date":"2023"}`}},
		{"a list that came as an object", "/cloud/project/{p}/instance", []string{"p1"}, `{"id":"a"}`, []string{`{"serviceName":"p1","id":"a"}`}},
		{"a list of objects that came as scalars", "/cloud/project/{p}/quota", []string{"p1"}, `["GRA"]`, []string{`{"serviceName":"p1","value":"GRA"}`}},
		{"a property that a column has", "/cloud/project/{p}/quota", []string{"p1"}, `[{"region":"GRA","serviceName":"other"}]`,
			[]string{`{"serviceName":"p1","region":"GRA"}`}},
		{"a value that only looks like a column's name", "/cloud/project/{p}/quota", []string{"p1"}, `[{"region": "serviceName"}]`,
			[]string{`{"serviceName":"p1","region":"serviceName"}`}},
		{"a column's name further inside", "/cloud/project/{p}/quota", []string{"p1"}, `[{"of":{"serviceName":"x"}}]`,
			[]string{`{"serviceName":"p1","of":{"serviceName":"x"}}`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := recordsOf(t, planned(t, get(t, "s", tt.path)), tt.partition, tt.body)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What the catalog does not select is left out, columns of placeholders and of the key and what
// OVH does not describe too.
func TestSelectedColumns(t *testing.T) {
	tests := []struct {
		name, path string
		partition  []string
		body       string
		columns    []string
		want       []string
	}{
		{"a property", "/me", nil, `{"a": 1, "b": [1, 2], "a": 3}`, []string{"b"}, []string{`{"b":[1, 2]}`}},
		{"what OVH does not describe", "/me", nil, `{"nichandle":"ab1-ovh","secretOfTomorrow":"x"}`, []string{"nichandle"}, []string{`{"nichandle":"ab1-ovh"}`}},
		{"nothing described", "/me", nil, `{"secretOfTomorrow":"x"}`, []string{"nichandle"}, nil},
		{"a placeholder, the key and no more", "/cloud/project/{p}/instance", []string{"p1"}, `[{"id":"a","name":"b"}]`, []string{"serviceName", "id"},
			[]string{`{"serviceName":"p1","id":"a"}`}},
		{"a placeholder", "/cloud/project/{p}/instance", []string{"p1"}, `[{"id":"a"}]`, []string{"id"}, []string{`{"id":"a"}`}},
		{"its own id in the answer", "/me/bill/{b}", []string{"FR1"}, `{"billId":"FR1","date":"2023"}`, []string{"date"}, []string{`{"date":"2023"}`}},
		{"its own id not in the answer", "/me/bill/{b}", []string{"FR1"}, `{"date":"2023"}`, []string{"date"}, []string{`{"date":"2023"}`}},
		{"only its own id, in the answer", "/me/bill/{b}", []string{"FR1"}, `{"date":"2023","billId":"FR1"}`, []string{"billId"}, []string{`{"billId":"FR1"}`}},
		{"only its own id, not in the answer", "/me/bill/{b}", []string{"FR1"}, `{"date":"2023"}`, []string{"billId"}, []string{`{"billId":"FR1"}`}},
		{"a map's value", "/shapes/map", nil, `{"a":1}`, []string{"key"}, []string{`{"key":"a"}`}},
		{"none", "/me/bill", nil, `["FR1"]`, []string{"gone"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := recordsOf(t, planned(t, get(t, "s", tt.path)), tt.partition, tt.body, tt.columns...)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What a catalog leaves out inside of a column is left out as well, and so is what OVH does not
// describe there: at once, where anything is left out at all.
func TestSelectedInsideOfColumns(t *testing.T) {
	const body = `{"billId":"FR1","priceWithTax":{"value":1,"text":"1 €","ofTomorrow":2},"ofTomorrow":3}`
	const date, value = `"date":{}`, `"priceWithTax":{"type":["null","object"],"properties":{"value":{}}}`
	for schema, want := range map[string]string{
		`{"properties":{"billId":{},` + value + `}}`:          `{"billId":"FR1","priceWithTax":{"value":1}}`,
		`{"properties":{"billId":{},"priceWithTax":{}}}`:      `{"billId":"FR1","priceWithTax":{"value":1,"text":"1 €","ofTomorrow":2}}`,
		`{"properties":{` + date + `}}`:                       ``,
		`{"properties":{"billId":{},"ofTomorrow":{}}}`:        `{"billId":"FR1","ofTomorrow":3}`,
		`{"properties":{"priceWithTax":{"properties":true}}}`: `{"priceWithTax":{"value":1,"text":"1 €","ofTomorrow":2}}`,
	} {
		got := strings.Join(recordsSelected(t, planned(t, get(t, "s", "/me/bill/{b}")), []string{"FR1"}, body, []byte(schema)), "\n")
		if got != want {
			t.Errorf("%s: %s, want %s", schema, got, want)
		}
	}
	inList := recordsSelected(t, planned(t, get(t, "s", "/cloud/project/{p}/instance")), []string{"p"}, `[{"id":"a","ipAddresses":[{"ip":"192.0.2.1","version":4},null,{"ofTomorrow":1}]}]`,
		[]byte(`{"properties":{"ipAddresses":{"items":{"properties":{"ip":{}}}}}}`))
	if diff := cmp.Diff([]string{`{"ipAddresses":[{"ip":"192.0.2.1"},null,{}]}`}, inList); diff != "" {
		t.Error(diff)
	}
}

// A recorder is reused from partition to partition: nothing of one stays for the next.
func TestRecorderIsReused(t *testing.T) {
	p := planned(t, get(t, "s", "/domain/zone/{z}/record/{r}"))
	var got []string
	r := New(p, nil, zerolog.Nop(), func(record []byte) error { got = append(got, string(record)); return nil })
	for _, partition := range [][]string{{"a-long-name.com", "11"}, {"b.com", "2"}} {
		r.Partition(partition)
		if err := r.Records([]byte(`{"x":1}`)); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{`{"zoneName":"a-long-name.com","id":11,"x":1}`, `{"zoneName":"b.com","id":2,"x":1}`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRecordsPassTheConsumersErrorOn(t *testing.T) {
	full := errors.New("full")
	p := planned(t, get(t, "s", "/me/bill"))
	err := New(p, nil, zerolog.Nop(), func([]byte) error { return full }).Records([]byte(`["a","b"]`))
	if !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

// Whatever an object holds and whatever is selected, a record is JSON, and what
// stays in it has the bytes that came.
func TestRecordsAreJSON(t *testing.T) {
	p := planned(t, get(t, "s", "/cloud/project/{p}/quota"))
	value := rapid.SampledFrom([]string{`1.10`, `"é\n"`, `null`, `[]`, `[{"a": 1}]`, `{}`, `{"serviceName": 1}`, `"]}"`})
	name := rapid.SampledFrom([]string{"a", "region", "serviceName", "é", "", `q"`, "b.c"})
	rapid.Check(t, func(rt *rapid.T) {
		members := rapid.MapOf(name, value).Draw(rt, "members")
		columns := rapid.SliceOfDistinct(name, rapid.ID).Draw(rt, "columns")
		raw := map[string]json.RawMessage{}
		for n, v := range members {
			raw[n] = json.RawMessage(v)
		}
		body, err := json.MarshalIndent(raw, "", "\t")
		if err != nil {
			rt.Fatal(err)
		}
		want := map[string]string{"serviceName": `"p1"`}
		for n := range members {
			if n != "serviceName" {
				want[n] = compact(raw[n])
			}
		}
		if len(columns) > 0 {
			maps.DeleteFunc(want, func(n, _ string) bool { return !slices.Contains(columns, n) })
		}
		got := map[string]string{}
		for _, record := range recordsOf(t, p, []string{"p1"}, string(body), columns...) {
			var members map[string]json.RawMessage
			if err := json.Unmarshal([]byte(record), &members); err != nil {
				rt.Fatalf("%s: %v", record, err)
			}
			for n, v := range members {
				got[n] = compact(v)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Error(diff)
		}
	})
}

func TestColumnValue(t *testing.T) {
	long := planned(t, get(t, "s", "/me/order/{o}/status")).Columns[0]
	text := planned(t, get(t, "s", "/me/bill/{b}/details")).Columns[0]
	tests := []struct {
		column      plan.Column
		Value, want string
	}{
		{long, "7", `7`},
		{long, "12345678901234567890", `12345678901234567890`},
		{long, "0123", `"0123"`}, // no JSON number: better a string than a broken record
		{long, "seven", `"seven"`},
		{text, "7", `"7"`},
		{text, "a\xffb", "\"a\uFFFDb\""},
	}
	for _, tt := range tests {
		if got := string(columnValue(tt.column, tt.Value)); got != tt.want {
			t.Errorf("%s %q: got %s, want %s", tt.column.Name, tt.Value, got, tt.want)
		}
	}
}

func compact(raw []byte) string {
	encoded, err := plainjson.Encode(json.RawMessage(raw))
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

// An answer about another item than the one that was asked for is said once, whatever it has.
func TestAnotherItemIsSaid(t *testing.T) {
	for _, tt := range []struct {
		name, path, partition string
		bodies                []string
		want                  int
	}{
		{"the same", "/me/bill/{b}", "FR1", []string{`{"billId":"FR1"}`}, 0},
		{"the same in another case", "/me/bill/{b}", "FR1", []string{`{"billId":"fr1"}`}, 0},
		{"the same number", "/me/order/{o}", "7", []string{`{"orderId":7}`}, 0},
		{"none", "/me/bill/{b}", "FR1", []string{`{"billId":null}`, `{}`}, 0},
		{"another, twice", "/me/bill/{b}", "FR1", []string{`{"billId":"FR2"}`, `{"billId":"FR3"}`}, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			p := planned(t, get(t, "s", tt.path))
			r := New(p, nil, zerolog.New(&log), func([]byte) error { return nil })
			r.Partition([]string{tt.partition})
			for _, body := range tt.bodies {
				if err := r.Records([]byte(body)); err != nil {
					t.Fatal(err)
				}
			}
			const want = "GET /me/bill/{billId} answered /me/bill/FR1 with the billId of another item"
			if strings.Count(log.String(), "\n") != tt.want || strings.Count(log.String(), want) != tt.want {
				t.Errorf("%s", &log)
			}
		})
	}
}
