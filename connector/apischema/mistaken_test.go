package apischema

import (
	"strings"
	"testing"
)

func TestMistaken(t *testing.T) {
	const document = `{"resourcePath": "/x", "apis": [], "models": {
		"billing.order.followUp.History": {"properties": {"date": {"type": "datetime", "fullType": "datetime"}, "label": {"type": "datetime"}}},
		"billing.order.followUp.Other": {"properties": {"date": {"type": "datetime"}}}}}`
	section, err := decodeSection(strings.NewReader(document), "v1", "/x")
	if err != nil {
		t.Fatal(err)
	}
	for column, want := range map[[2]string]string{
		{"billing.order.followUp.History", "date"}:  "",
		{"billing.order.followUp.History", "label"}: "date-time",
		{"billing.order.followUp.Other", "date"}:    "date-time",
	} {
		schema := section.Type(column[0]).JSONSchema()
		if got := schema.Properties[column[1]]; got.JSONType() != "string" || got.Format != want {
			t.Errorf("%s: a %s of the format %q, want %q", column, got.JSONType(), got.Format, want)
		}
	}
}

// A type that OVH has renamed or mended need not be corrected any more.
func TestMistakenIsStillDescribed(t *testing.T) {
	for name, properties := range mistaken {
		described := map[string]bool{}
		for _, section := range sections(t, published(t)) {
			for _, p := range section.Type(name).Properties() {
				described[p.Name] = true
			}
		}
		for property := range properties {
			if !described[property] {
				t.Errorf("OVH describes no %s of %s", property, name)
			}
		}
	}
}
