package record

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/rs/zerolog"
	"github.com/theory/jsonpath"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/plan/plantest"
)

// FuzzRecordPath takes any record path and answer: the path is refused with a reason, or each
// record is one object of values that stand in the answer, with all their digits.
func FuzzRecordPath(f *testing.F) {
	for path, answer := range map[string]string{
		"$":                        `{"billId":"FR1"}`,
		"$[*]":                     `[{"a":1.10},[2]]`,
		"$.priceWithTax":           `{"priceWithTax":{"value":9007199254740993.10,"currencyCode":"EUR"}}`,
		"$..value":                 `{"priceWithTax":{"value":1e400},"x":[{"value":-0.0}]}`,
		"$[?@.a > 1]":              `[{"a":1},{"a":2},null]`,
		"$[?length(@.a) == 2].a":   `[{"a":"é\u0000"},{"a":"\ud800\udc00"}]`,
		"$['priceWithTax','tax']":  `{"tax":null}`,
		"$[-1:0:-1]":               `[1,2,3]`,
		"$[?match(@.a, '(a*)*b')]": `[{"a":"aaaaaaaaaaaaaaaaaaaaaaaa"}]`,
	} {
		f.Add("/me/bill/{b}", path, []byte(answer))
		f.Add("/shapes/any", path, []byte(answer))
		f.Add("/shapes/mapOfThings", path, []byte(answer))
	}
	f.Fuzz(func(t *testing.T, path, recordPath string, answer []byte) {
		parsed, err := config.ParsePath(path)
		if err != nil {
			return
		}
		if _, err := jsonpath.Parse(recordPath); err != nil {
			return
		}
		// Each descent multiplies what the next one walks: long ones are slow by what they ask for.
		if strings.Count(recordPath, "..") > 2 || len(recordPath) > 200 || len(answer) > 500 || !json.Valid(answer) {
			t.Skip()
		}
		p, err := plannedOr(t, config.Endpoint{Name: "s", Path: parsed, Method: "GET", RecordPath: recordPath})
		if err != nil {
			return
		}
		partition := make([]string, p.Variables())
		for i := range partition {
			partition[i] = "x"
		}
		plantest.Compile(t, p)
		literals := literalsOf(answer)
		records := New(p, nil, zerolog.Nop(), func(record []byte) error {
			var object map[string]json.RawMessage
			if err := json.Unmarshal(record, &object); err != nil || len(object) == 0 {
				t.Errorf("no record: %s, %v", record, err)
			}
			for number := range literalsOf(record) {
				if !literals[number] {
					t.Errorf("%s is not in the answer: %s", number, record)
				}
			}
			return nil
		})
		records.Partition(partition)
		if err := records.Records(answer); err != nil {
			t.Errorf("%s of %s: %v", recordPath, answer, err)
		}
	})
}

// literalsOf returns the numbers of a JSON text as they are written.
func literalsOf(text []byte) map[string]bool {
	literals := map[string]bool{}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	for {
		token, err := decoder.Token()
		if err != nil {
			return literals
		}
		if number, ok := token.(json.Number); ok {
			literals[number.String()] = true
		}
	}
}
