package rawjson

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
)

func TestWithGaps(t *testing.T) {
	for text, want := range map[string]string{
		`{"key":"x","n":1.50}`:                   `{"key":"-","n":1.50}`,
		`{"key":["x",{"n":1}],"n":[{"key":{}}]}`: `{"key":"-","n":[{"key":"-"}]}`,
		`{"key":null,"a":"key","b":["key","x"]}`: `{"key":null,"a":"key","b":["key","x"]}`,
		`{"key":1,"key":2}`:                      `{"key":"-","key":"-"}`,
		`["key","x"]`:                            `["key","x"]`,
		`"key"`:                                  `"key"`,
	} {
		shown, some, err := WithGaps([]byte(text), "-", func(name string, value jsontext.Kind) bool { return name == "key" && value != jsontext.KindNull })
		if got := strings.TrimSpace(string(shown)); err != nil || got != want || some != (text != want) {
			t.Errorf("%s: %s, %t, %v, want %s", text, got, some, err, want)
		}
	}
}

// What is cut off has a secret in no part of it.
func TestWithGapsOfWhatIsNotJSON(t *testing.T) {
	const whole = `{"a":{"key":{"deep":["hidden"]}},"b":1}`
	for end := range len(whole) {
		shown, _, err := WithGaps([]byte(whole[:end]), "-", func(name string, _ jsontext.Kind) bool { return name == "key" })
		if err == nil && end > 0 || strings.Contains(string(shown), "hidden") {
			t.Errorf("%s: %s, %v", whole[:end], shown, err)
		}
	}
}
