package ovhapi

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// FuzzUnpackBatch takes any JSON for the answer to a batch: it is refused as a whole, or each id
// gets a value that is there under its own key, and nothing gets another's.
func FuzzUnpackBatch(f *testing.F) {
	for _, body := range []string{
		`[{"key":"a","value":{"n":1}},{"key":5,"value":"x","error":null}]`, `[{"key":"a","value":null,"error":{"message":"gone"}}]`,
		`[{"key":"\u0061","value":[]}]`, `[{"key":"a","key":"5","value":1,"value":2}]`, `[{"key":"a","value":1},{"key":"a"}]`,
		`[{"KEY":"a","value":1}]`, `[null]`, `[[]]`, `{}`, `[]`, `"a"`, `[{"key":null,"value":1}]`, `[{"key":5.0,"value":1}]`,
	} {
		f.Add([]byte(body), "a,5")
	}
	f.Fuzz(func(t *testing.T, body []byte, joined string) {
		ids := strings.Split(joined, batchSeparator)
		if !isJSON(body) || slices.ContainsFunc(ids, func(id string) bool { return !Batchable(id) }) || len(slices.Compact(slices.Sorted(slices.Values(ids)))) != len(ids) {
			t.Skip()
		}
		elements, _ := splitBatch(body)
		values, reason := unpackBatch(elements, ids)
		if (reason == "") != (len(values) == len(ids)) {
			t.Fatalf("%d values for %d ids, reason %q", len(values), len(ids), reason)
		}
		for i, value := range values {
			if value == nil {
				continue
			}
			if !isJSON(value) || isNull(value) || !holds(body, ids[i], value) {
				t.Errorf("%q got %s of %s", ids[i], value, body)
			}
		}
	})
}

// holds reports whether a batch has an element with this key and value. Of a member that stands
// twice, encoding/json takes the last, as unpackBatch does.
func holds(body []byte, id string, value json.RawMessage) bool {
	var elements []map[string]json.RawMessage
	if json.Unmarshal(body, &elements) != nil {
		return false
	}
	return slices.ContainsFunc(elements, func(e map[string]json.RawMessage) bool {
		var key any
		decoder := json.NewDecoder(strings.NewReader(string(e["key"])))
		decoder.UseNumber()
		decoder.Decode(&key)
		text, isText := key.(string)
		number, isNumber := key.(json.Number)
		return (isText && text == id || isNumber && number.String() == id || string(e["key"]) == id) && string(e["value"]) == string(value)
	})
}
