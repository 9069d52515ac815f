package apischema

import (
	"strings"
	"testing"
)

func TestParseExpr(t *testing.T) {
	tests := []struct{ text, want string }{
		{"string", "string"},
		{"billing.Bill[]", "billing.Bill[]"},
		{"long[][]", "long[][]"},
		{"[]long", "long[]"},
		{"map[string]long", "map[string]long"},
		{"map[string][]iam.resource.TagFilter", "map[string]iam.resource.TagFilter[]"},
		{"map[string]long[]", "map[string]long[]"},
		{"[]map[string]long", "[]map[string]long"},
		{"map[a.Enum]map[string]b.Model", "map[a.Enum]map[string]b.Model"},
		{"coreTypes.AccountId:string", "string"},
		{"coreTypes.ServiceId[]:long[]", "long[]"},
		{"map[x.Key:string]x.Value:long", "long"}, // an alias of the whole
		{"map[x.Key:string]y.Value", "map[string]y.Value"},
		{"complexType.UnitAndValue<long>", "complexType.UnitAndValue<long>"},
		{"complexType.ChartSerie<complexType.ChartTimestampValue>[]", "complexType.ChartSerie<complexType.ChartTimestampValue>[]"},
		{"a.A<b.B<c.C<long[]>>,map[string]d.D>", "a.A<b.B<c.C<long[]>>,map[string]d.D>"},
		{"a.A<b.Id:string>", "a.A<string>"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			e, err := parseExpr(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if e.String() != tt.want {
				t.Errorf("got %s, want %s", e, tt.want)
			}
		})
	}
}

func TestParseExprRefuses(t *testing.T) {
	texts := []string{
		"", "[]", "map[string]", "map[string", "map[]long", "a<", "a<b", "a<>", "a<b>c", "a<b,>", ":", "a:", ":a",
		"a]", "a>", "a[", "a[b]", "[]:a", "map", "[]map",
		strings.Repeat("x", maxExprText+1),
	}
	for _, text := range texts {
		if e, err := parseExpr(text); err == nil {
			t.Errorf("%q was read as %s", text, e)
		}
	}
}

func TestSubstitute(t *testing.T) {
	parse := func(text string) *expr {
		e, err := parseExpr(text)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	env := map[string]*expr{"T": parse("long"), "U": parse("map[string]x.X")}
	tests := []struct{ text, want string }{
		{"T", "long"},
		{"T[]", "long[]"},
		{"U[]", "[]map[string]x.X"},
		{"map[string]T", "map[string]long"},
		{"a.A<T,U>", "a.A<long,map[string]x.X>"},
		{"a.T", "a.T"},
		{"T<T>", "T<long>"},
		{"string", "string"},
	}
	for _, tt := range tests {
		if got := parse(tt.text).substitute(env).String(); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestSubstitutionStopsGrowing(t *testing.T) {
	grow, err := parseExpr("a.A<T,T>")
	if err != nil {
		t.Fatal(err)
	}
	e := &expr{form: named, name: "long", size: 1}
	for range 1000 {
		e = grow.substitute(map[string]*expr{"T": e})
		if e.size > maxExprSize {
			t.Fatalf("grew to %d", e.size)
		}
	}
}
