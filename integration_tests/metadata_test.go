package integrationtests_test

import (
	"regexp"
	"testing"
)

// TestMetadataHasWhatAirbyteRequires checks without Airbyte's schema what that requires.
func TestMetadataHasWhatAirbyteRequires(t *testing.T) {
	document := parseYAML(t, moduleFile(t, "metadata.yaml"))
	if version, ok := document["metadataSpecVersion"].(string); !ok || version == "" {
		t.Errorf("metadataSpecVersion is %v, want text", document["metadataSpecVersion"])
	}
	data, _ := document["data"].(map[string]any)
	for key, pattern := range map[string]string{
		"name":             `.`,
		"definitionId":     `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`,
		"connectorType":    `^source$`,
		"dockerRepository": `^[a-z0-9-]+/source-[a-z0-9-]+$`,
		"dockerImageTag":   `^\d+\.\d+\.\d+$`,
		"license":          `^MIT$`,
		"documentationUrl": `^https://`,
		"githubIssueLabel": `^source-`,
		"connectorSubtype": `^api$`,
		"releaseStage":     `^(alpha|beta|generally_available)$`,
		"supportLevel":     `^community$`,
	} {
		if text, _ := data[key].(string); !regexp.MustCompile(pattern).MatchString(text) {
			t.Errorf("data.%s is %q, want %s", key, text, pattern)
		}
	}
	moduleFile(t, loadMetadata(t).Icon)
}

func TestMetadataMatchesAirbytesSchema(t *testing.T) {
	schema := airbyteDocument(t, "ConnectorMetadataDefinitionV0.json")
	if schema == nil {
		t.Skip("Airbyte's schema of metadata.yaml is not there")
	}
	compiled := compileSchema(t, legalSchema(schema))
	document := parseYAML(t, moduleFile(t, "metadata.yaml"))
	if err := compiled.Validate(document); err != nil {
		t.Errorf("%#v", err)
	}
	// A schema that lets everything pass shows nothing.
	document["data"].(map[string]any)["releaseStage"] = "done"
	if compiled.Validate(document) == nil {
		t.Error("an unknown release stage is valid")
	}
}

// legalSchema makes a legal JSON Schema of Airbyte's bundle: "generated", which no author writes,
// names types that do not exist, and each bundled file keeps its own address, at which the
// references between them then find nothing.
func legalSchema(schema map[string]any) map[string]any {
	data := schema["properties"].(map[string]any)["data"].(map[string]any)
	delete(data["properties"].(map[string]any), "generated")
	dropAddresses(schema)
	return schema
}

func dropAddresses(node any) {
	switch node := node.(type) {
	case map[string]any:
		delete(node, "$id")
		delete(node, "$schema")
		for _, child := range node {
			dropAddresses(child)
		}
	case []any:
		for _, child := range node {
			dropAddresses(child)
		}
	}
}
