package record

import (
	"errors"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/plan"
)

// itemsOf returns the items of an answer, an entry of a map as key=value.
func itemsOf(items plan.Items, body string) (got []string, err error) {
	err = Split(items, []byte(body), func(key, item jsontext.Value) error {
		text := string(item)
		if key != nil {
			text = string(key) + "=" + text
		}
		got = append(got, text)
		return nil
	})
	return got, err
}

func TestSplit(t *testing.T) {
	list, one, entries := plan.Items{List: true}, plan.Items{}, plan.Items{Map: true}
	tests := []struct {
		name  string
		items plan.Items
		body  string
		want  []string
	}{
		{"strings", list, `["a", "b\u00e9", "é/\\"]`, []string{`"a"`, `"b\u00e9"`, `"é/\\"`}},
		{"numbers keep their digits", list, `[12345678901234567890, 1.10, 1e400, -0]`, []string{"12345678901234567890", "1.10", "1e400", "-0"}},
		{"objects", list, `[{"id": 1}, {"id": 2}]`, []string{`{"id": 1}`, `{"id": 2}`}},
		{"arrays in an array", list, `[[1,2],[]]`, []string{"[1,2]", "[]"}},
		{"null elements", list, `[null, 1, null]`, []string{"1"}},
		{"empty list", list, " [ ]\n", nil},
		{"null", list, "null", nil},
		{"nothing", list, "", nil},
		{"blanks", list, " \r\n", nil},

		{"object", one, "{\n  \"id\": 1\n}\n", []string{"{\n  \"id\": 1\n}"}},
		{"empty object", one, "{}", []string{"{}"}},
		{"scalar", one, ` "notPaid" `, []string{`"notPaid"`}},
		{"false is a value", one, "false", []string{"false"}},
		{"no value", one, "null", nil},
		{"a name twice", one, `{"a":1,"a":2}`, []string{`{"a":1,"a":2}`}},
		{"bytes that are no UTF-8", one, "\"\xff\"", []string{"\"\xff\""}},

		{"map", entries, `{"b": 1, "a": {"x": []}}`, []string{`"b"=1`, `"a"={"x": []}`}},
		{"a key twice", entries, `{"b": 1, "b": 2}`, []string{`"b"=1`, `"b"=2`}},
		{"empty map", entries, "{}", nil},

		{"a list that came as an object", list, `{"id": 1}`, []string{`{"id": 1}`}},
		{"an object that came as a list", one, `[{"id": 1}, 2]`, []string{`{"id": 1}`, "2"}},
		{"a map that came as a list", entries, `[1, 2]`, []string{"1", "2"}},
		{"a map that came as a scalar", entries, `7`, []string{"7"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := itemsOf(tt.items, tt.body)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What comes whole is JSON, as the client sees to; what falls into items must fall into them.
func TestSplitRefusesWhatIsNoJSON(t *testing.T) {
	for items, bodies := range map[*plan.Items][]string{
		{List: true}: {`[1, 2`, `[1 2]`},
		{}:           {`[1, 2`, `[1 2]`},
		{Map: true}:  {`[1, 2`, `[1 2]`, `{"a": 1`, `{"a"`},
	} {
		for _, body := range bodies {
			_, err := itemsOf(*items, body)
			if err == nil || !strings.HasPrefix(err.Error(), "reading the answer: ") {
				t.Errorf("%+v, %s: %v", *items, body, err)
			}
		}
	}
}

func TestSplitEndsWithItsConsumer(t *testing.T) {
	full := errors.New("full")
	for body, items := range map[string]plan.Items{`[1,2]`: {}, `{"a":1,"b":2}`: {Map: true}, `3`: {}} {
		calls := 0
		err := Split(items, []byte(body), func(_, _ jsontext.Value) error { calls++; return full })
		if !errors.Is(err, full) || calls != 1 {
			t.Errorf("%s: %d items, %v", body, calls, err)
		}
	}
}

func TestFieldBytes(t *testing.T) {
	const object = `{"id":7,"name":"a\/b","flavor":{"id":"b2-7","none":null,"list":[1]},"big":12345678901234567890,"on":true}`
	tests := []struct {
		item, field, want string
		ok                bool
	}{
		{`"FR1"`, "", "FR1", true},
		{`"é\u00e9"`, "", "éé", true},
		{`1.10`, "", "1.10", true},
		{`null`, "", "", false},
		{`{}`, "", "", false},
		{object, "id", "7", true},
		{object, "name", "a/b", true},
		{object, "big", "12345678901234567890", true},
		{object, "on", "true", true},
		{object, "flavor.id", "b2-7", true},
		{object, "flavor.none", "", false},
		{object, "flavor.list", "", false},
		{object, "flavor", "", false},
		{object, "id.x", "", false},
		{object, "absent", "", false},
		{`"FR1"`, "id", "", false},
		{`[{"id":1}]`, "id", "", false},
	}
	for _, tt := range tests {
		got, ok := Field(jsontext.Value(tt.item), tt.field)
		if string(got) != tt.want || ok != tt.ok {
			t.Errorf("%q of %s: got %q, %t; want %q, %t", tt.field, tt.item, got, ok, tt.want, tt.ok)
		}
	}
}
