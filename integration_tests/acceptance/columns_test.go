//go:build image

package acceptance

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/sandbox/descriptions"
)

// duckType is what each of OVH's types has to be in DuckDB, where PyAirbyte keeps what is no scalar
// as JSON. All others that have a name of one word are texts of some form.
var duckType = map[string]string{
	"long": "BIGINT", "int": "BIGINT", "double": "DECIMAL(38,9)", "boolean": "BOOLEAN",
	"datetime": "TIMESTAMP", "date": "DATE",
}

// columnsOf returns the types that the columns of a path have to have, after OVH's description of
// it: those of its placeholders and of the answer's fields, or of the one value that it answers.
func columnsOf(t *testing.T, path string, key []string) map[string]string {
	t.Helper()
	section, operation := described(t, branchOf(path))
	columns, assignment := map[string]string{}, map[string]string{}
	for _, parameter := range operation.Parameters {
		if parameter.In == "path" {
			columns[strings.ToLower(parameter.Name)] = duckTypeOf(section, parameter.Type())
			assignment[parameter.Name] = ""
		}
	}
	answered := strings.TrimSuffix(operation.ResponseType, "[]")
	model := section.Models[answered]
	if model.Properties == nil {
		columns[scalarColumn(assignment, key)] = duckTypeOf(section, answered)
	}
	for name, property := range model.Properties {
		columns[strings.ToLower(name)] = duckTypeOf(section, fullType(property))
	}
	return columns
}

func described(t *testing.T, path string) (descriptions.Section, descriptions.Operation) {
	t.Helper()
	for _, section := range descriptions.Sections() {
		for _, api := range section.APIs {
			for _, operation := range api.Operations {
				if operation.Method == "GET" && "/"+section.Branch+api.Path == path {
					return section, operation
				}
			}
		}
	}
	t.Fatalf("%s is not described", path)
	return descriptions.Section{}, descriptions.Operation{}
}

func fullType(p descriptions.Property) string {
	if p.FullType != "" {
		return p.FullType
	}
	return p.Type
}

func duckTypeOf(section descriptions.Section, ovh string) string {
	if strings.HasSuffix(ovh, "[]") || strings.HasPrefix(ovh, "map[") {
		return "JSON"
	}
	if duck, known := duckType[ovh]; known {
		return duck
	}
	name, _, _ := strings.Cut(ovh, "<")
	model, known := section.Models[name]
	if known && model.Enum == nil {
		return "JSON"
	}
	if known && enumType(section, name) == "long" {
		return "BIGINT"
	}
	return "VARCHAR"
}

// enumType is the type of an enumeration's values, which the description has beside them as texts.
func enumType(section descriptions.Section, name string) string {
	text, _ := descriptions.File(section.Branch, section.Path)
	var document struct {
		Models map[string]struct {
			EnumType string `json:"enumType"`
		}
	}
	if err := json.Unmarshal(text, &document); err != nil {
		panic(err) // it has been decoded before
	}
	return document.Models[name].EnumType
}

// exactly decodes JSON and keeps numbers as they were written.
func exactly(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	return value, decoder.Decode(&value)
}
