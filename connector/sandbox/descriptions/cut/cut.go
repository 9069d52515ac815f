package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// sections are the parts of the API that the sandbox serves: each is one file at OVH. A section may
// lie under another one's path (/dedicated/server), so it cannot be read off the paths of its
// operations.
var sections = map[string][]string{
	"v1": {"/allDom", "/auth", "/cloud", "/dedicated/server", "/domain", "/ip", "/ipLoadbalancing", "/me", "/price", "/services", "/vps", "/vrack"},
	"v2": {"/iam"},
}

// basePath replaces the host in the descriptions, so that a client which trusts them does not carry
// sandbox keys to OVH.
const basePath = "https://sandbox.invalid/"

// document is a description file, decoded as far as cutting it takes; operations and models stay
// the bytes that OVH sent.
type document struct {
	APIVersion   string                     `json:"apiVersion"`
	APIs         []api                      `json:"apis"`
	BasePath     string                     `json:"basePath"`
	ResourcePath string                     `json:"resourcePath"`
	Models       map[string]json.RawMessage `json:"models"`
}

type api struct {
	Path        string            `json:"path"`
	Operations  []json.RawMessage `json:"operations"`
	Description string            `json:"description"`
}

// cut returns the files of package descriptions by name: one per section, and one listing of
// sections per branch. An operation of the list that no section describes is an error that names
// it.
func cut(from origin, list string) (map[string][]byte, error) {
	wanted := map[string]bool{} // by line of the list, true once it was found
	for line := range strings.Lines(list) {
		wanted[strings.TrimSpace(line)] = false
	}
	files := map[string][]byte{}
	for branch, names := range sections {
		for _, section := range names {
			content, err := from(branch, section)
			if err != nil {
				return nil, err
			}
			doc, err := cutSection(content, branch, wanted)
			if err != nil {
				return nil, fmt.Errorf("section %s of %s: %w", section, branch, err)
			}
			if files[branch+section+".json"], err = layout(doc); err != nil {
				return nil, err
			}
		}
		var err error
		if files[branch+".json"], err = layout(listing(branch, names)); err != nil {
			return nil, err
		}
	}
	for _, line := range slices.Sorted(maps.Keys(wanted)) {
		if !wanted[line] {
			return nil, fmt.Errorf("%s is described nowhere", line)
		}
	}
	return files, nil
}

func cutSection(content []byte, branch string, wanted map[string]bool) (document, error) {
	var doc document
	if err := json.Unmarshal(content, &doc); err != nil {
		return doc, err
	}
	var kept []api
	var types []string
	for _, a := range doc.APIs {
		var operations []json.RawMessage
		for _, raw := range a.Operations {
			var o operation
			if err := json.Unmarshal(raw, &o); err != nil {
				return doc, fmt.Errorf("an operation of %s: %w", a.Path, err)
			}
			line := o.Method + " /" + branch + a.Path
			if _, ok := wanted[line]; !ok {
				continue
			}
			wanted[line] = true
			operations = append(operations, raw)
			types = append(types, o.types()...)
		}
		if len(operations) > 0 {
			kept = append(kept, api{a.Path, operations, a.Description})
		}
	}
	models, err := reach(doc.Models, types)
	if err != nil {
		return doc, err
	}
	doc.APIs, doc.Models, doc.BasePath = kept, models, basePath+branch
	return doc, nil
}

func listing(branch string, names []string) any {
	type entry struct {
		Path        string   `json:"path"`
		Schema      string   `json:"schema"`
		Format      []string `json:"format"`
		Description string   `json:"description"`
	}
	entries := make([]entry, len(names))
	for i, name := range names {
		entries[i] = entry{name, "{path}.{format}", []string{"json"}, ""}
	}
	return struct {
		APIs     []entry `json:"apis"`
		BasePath string  `json:"basePath"`
	}{entries, basePath + branch}
}

func layout(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	err := encoder.Encode(v)
	return out.Bytes(), err
}
