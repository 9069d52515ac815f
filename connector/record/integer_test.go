package record

import (
	"encoding/json"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestIntegerText(t *testing.T) {
	for number, want := range map[string]string{
		"100.0": "100", "100.000": "100", "-7.0": "-7", "0.0": "0", "-0.0": "0", "0.0e9": "0",
		"1.0E10": "10000000000", "-1.0e+3": "-1000", "12.0e0": "12",
		"9223372036854775807.0": "9223372036854775807", "1.0e18": "1000000000000000000",
		"100.5": "", "0.1": "", "100.01": "", "1e3": "", "1.5E10": "", "10.0e-1": "", "1.0e19": "", "1.0e400": "", "1.0e99999999999999999999": "", "1.0E9223372036854775807": "",
	} {
		if got := integerText([]byte(number)); got != want {
			t.Errorf("%s: %q, want %q", number, got, want)
		}
	}
}

// No number becomes another.
func TestIntegerTextIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`-?(0|[1-9][0-9]{0,6})(\.[0-9]{1,6})?([eE][+-]?[0-9]{1,2})?`).Draw(t, "number")
		exact, ok := new(big.Rat).SetString(number)
		if !ok {
			t.Fatal(number)
		}
		if got := integerText([]byte(number)); got != "" && (!exact.IsInt() || exact.Num().Text(10) != got) {
			t.Fatalf("%s is %s, not %s", number, exact, got)
		}
	})
}

// Integers are written as such wherever they are described, and nothing else is changed.
func TestIntegersOfRecords(t *testing.T) {
	tests := []struct {
		name, path string
		partition  []string
		body, want string
	}{
		{"a column", "/domain/zone/{z}/record/{r}", []string{"a.com", "11"}, `{"ttl":100.0, "target":"1.0"}`, `{"zoneName":"a.com","id":11,"ttl":100,"target":"1.0"}`},
		{"a fraction", "/domain/zone/{z}/record/{r}", []string{"a.com", "11"}, `{"ttl":100.5}`, `{"zoneName":"a.com","id":11,"ttl":100.5}`},
		{"an exponent", "/domain/zone/{z}/record/{r}", []string{"a.com", "11"}, `{"ttl":1.0E3}`, `{"zoneName":"a.com","id":11,"ttl":1000}`},
		{"its own id", "/domain/zone/{z}/record/{r}", []string{"a.com", "11"}, `{"id":11.0}`, `{"zoneName":"a.com","id":11}`},
		{"inside of columns", "/cloud/project/{p}/instance", []string{"p1"},
			`[{"flavor":{"vcpus": 2.0,"name":"x:2.0"},"ipAddresses":[{"version":4.0},null,{"version":6}],"created":"08:12:44.000Z"}]`,
			`{"serviceName":"p1","flavor":{"vcpus":2,"name":"x:2.0"},"ipAddresses":[{"version":4},null,{"version":6}],"created":"08:12:44.000Z"}`},
		{"a number of another kind", "/cloud/project/{p}/quota", []string{"p1"}, `[{"new":1.0,"maxCores":-3.0}]`, `{"serviceName":"p1","new":1.0,"maxCores":-3}`},
		{"an array for an integer", "/cloud/project/{p}/quota", []string{"p1"}, `[{"maxCores":[1.0]}]`, `{"serviceName":"p1","maxCores":[1.0]}`},
		{"scalars", "/me/order", nil, `[7.0]`, `{"orderId":7}`},
		{"no integers", "/shapes/scalars", nil, `[7.0]`, `{"value":7.0}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff([]string{tt.want}, recordsOf(t, planned(t, get(t, "s", tt.path)), tt.partition, tt.body)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What is looked for in a hurry is found wherever it stands.
func TestNoDisguisedIntegerIsOverlooked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		blank := func() string { return rapid.SampledFrom([]string{"", " ", "\n\t"}).Draw(t, "blank") }
		v := rapid.SampledFrom([]string{"7.0", "-7.00", "7.0e2", "1.0E10"}).Draw(t, "number")
		for range rapid.IntRange(0, 4).Draw(t, "depth") {
			switch rapid.IntRange(0, 2).Draw(t, "around") {
			case 0:
				v = "{" + blank() + `"a:1"` + blank() + ":" + blank() + v + blank() + "}"
			case 1:
				v = "[" + blank() + rapid.SampledFrom([]string{"", "1,", "-1 ,", "1.5,"}).Draw(t, "before") + v + blank() + "]"
			default:
				v = `{"time":"08:12:44.000Z","x":1.5,"y":` + v + `,"z":null}`
			}
		}
		if v = `{"b":` + v + `}`; !json.Valid([]byte(v)) {
			t.Fatal(v)
		}
		if !mayDisguiseIntegers([]byte(v)) {
			t.Fatal(v)
		}
	})
	for _, v := range []string{`{}`, `{"a":1}`, `{"a":-1}`, `{"a":[1,-2,3]}`, `{"a":1.5}`, `{"a":1.05}`, `{"a":"10.00 EUR"}`, `{"a":"10.00 euros"}`, `{"a":"10.00 €"}`, `{"a":1e3}`, `{"t":"08:12:44.000Z","i":"192.0.2.0"}`, `{"a":"1.0"}`, `{"a":`} {
		if mayDisguiseIntegers([]byte(v)) {
			t.Errorf("%s has no integer that looks otherwise", v)
		}
	}
}
