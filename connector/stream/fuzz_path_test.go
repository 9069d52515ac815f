package stream

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/theory/jsonpath"

	"source-ovhcloud-api/connector/config"
)

// FuzzFill takes any path that the form accepts and any id: each segment stays one, the fixed ones mean
// what was written, and a server reads the id back as it was.
func FuzzFill(f *testing.F) {
	for _, id := range []string{"FR1", "1.2.3.0/24", "2001:db8::/32", "../..", "?q=1#f", "a,b c+d%2e", "Zürich 東京", "\x00\xff", "%2F", ";a=b", "{x}"} {
		f.Add("/me/bill/{billId}/details/{d}", id)
		f.Add("/v2/iam/%20;x=y/{a.b}", id)
	}
	f.Fuzz(func(t *testing.T, path, id string) {
		parsed, err := config.ParsePath(path)
		if err != nil || !sendable(id) {
			return
		}
		filled := newTemplate(parsed.Template(), func(int) int { return 0 }).fill([]string{id})
		segments := strings.Split(strings.TrimPrefix(filled, "/"), "/")
		if len(segments) != len(parsed.Segments()) || strings.ContainsAny(filled, "?# \x00\n") {
			t.Fatalf("%q in %s leaves its segment: %s", id, path, filled)
		}
		for i, written := range parsed.Segments() {
			got, err := url.PathUnescape(segments[i])
			want := id
			if !isPlaceholder(written) {
				want, err = url.PathUnescape(written)
			}
			if err != nil || got != want {
				t.Errorf("segment %s of %s became %q, want %q: %v", written, path, got, want, err)
			}
		}
		if sent, err := url.Parse("https://api.test/1.0" + filled); err != nil || sent.EscapedPath() != "/1.0"+filled {
			t.Errorf("%s is sent as %v, %v", filled, sent, err)
		}
	})
}

// FuzzRecordPath takes any record path and answer: the path is refused with a reason, or each record is
// one object of values that stand in the answer, with all their digits.
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
		partition := make([]string, p.variables())
		for i := range partition {
			partition[i] = "x"
		}
		compile(t, p)
		literals := literalsOf(answer)
		records := newRecorder(p, p.selection(nil))
		records.partition(partition)
		err = records.records(answer, partition, func(record []byte) error {
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
		if err != nil {
			t.Errorf("%s of %s: %v", recordPath, answer, err)
		}
	})
}

// literalsOf gives the numbers of a JSON text as they are written.
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
