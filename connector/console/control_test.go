package console

import (
	"strings"
	"testing"

	"source-ovhcloud-api/connector/config"
)

// A control's description is shown as it is: a platform takes HTML, a page of the console does not.
func TestControlsAreExplainedInPlainText(t *testing.T) {
	for _, c := range append(controls(config.FormFields(), formLaidOut, rest{}), endpointControls(endpoint{})...) {
		if c.Description == "" || strings.ContainsAny(c.Description, "<>&") {
			t.Errorf("%s is explained by %q", c.Name, c.Description)
		}
	}
}

func TestControl(t *testing.T) {
	text := config.Field{Name: "x", Type: "string"}
	number := config.Field{Name: "x", Type: "number"}
	texts := config.Field{Name: "x", Type: "array", Items: "string"}
	for _, test := range []struct {
		field         config.Field
		value, shown  string
		typed, parsed string // another text, and what is read of it
	}{
		{text, `"a\nb"`, "a\nb", "c", `"c"`},
		{text, `5`, "5", "6", `"6"`},
		{text, `null`, "", "", ``},
		{number, `0.50`, "0.50", "2.5", `2.5`},
		{number, `"x"`, "x", "many", `"many"`},
		{number, `1`, "1", "1 2", `"1 2"`},
		{texts, `["a", "b,c"]`, "a, b,c", "a b", `["a","b"]`},
		{texts, `{"a": 1}`, `{"a": 1}`, "a", `["a"]`},
	} {
		c := control{Field: test.field}
		if got := c.show([]byte(test.value)); got != test.shown {
			t.Errorf("%s is shown as %s, want %s", test.value, got, test.shown)
		}
		if got := string(c.parse(test.typed)); got != test.parsed {
			t.Errorf("%s is read as %s, want %s", test.typed, got, test.parsed)
		}
	}
}
