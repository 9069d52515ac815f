package console

import "testing"

func TestRest(t *testing.T) {
	r := rest{[]byte(`{"b": 1.0, "a": {"x": null}, "b": 2}`)}
	for _, test := range []struct{ name, value, want string }{
		{"a", "true", `{"b":1.0,"a":true,"b":2}`},
		{"b", "3", `{"b":3,"a":{"x":null}}`}, // once is enough
		{"c", `"é"`, `{"b":1.0,"a":{"x":null},"b":2,"c":"é"}`},
		{"b", "", `{"a":{"x":null}}`},
		{"c", "", `{"b":1.0,"a":{"x":null},"b":2}`},
	} {
		if got := string(r.with(test.name, []byte(test.value)).Members); got != test.want {
			t.Errorf("%s: got %s, want %s", test.name, got, test.want)
		}
	}
	if got := string(r.get("b")); got != "2" {
		t.Errorf("got %s, of two the last counts", got)
	}
	if got := (rest{}).with("a", []byte("1")); string(got.Members) != `{"a":1}` || got.get("b") != nil {
		t.Errorf("got %s", got.Members)
	}
}
