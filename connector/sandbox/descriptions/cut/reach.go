package main

import (
	"encoding/json"
	"fmt"
	"regexp"
)

type operation struct {
	Method     string `json:"httpMethod"`
	Response   string `json:"responseType"`
	Parameters []struct {
		Name     string `json:"name"`
		DataType string `json:"dataType"`
		FullType string `json:"fullType"`
	} `json:"parameters"`
}

func (o operation) types() []string {
	types := []string{o.Response}
	for _, p := range o.Parameters {
		types = append(types, p.DataType, p.FullType)
	}
	return types
}

// generic matches an instantiated model such as complexType.SafeKeyValue<string>, which is a model
// of its own; word matches the names that a type is composed of:
// map[string][]iam.resource.TagFilter, coreTypes.ServiceId:long.
var (
	generic = regexp.MustCompile(`[\w.]+<[\w.<>]+>`)
	word    = regexp.MustCompile(`[\w.]+`)
)

func names(typ string) []string {
	return append(generic.FindAllString(typ, -1), word.FindAllString(typ, -1)...)
}

// reach returns those of the models that the types name, directly or through other models.
func reach(models map[string]json.RawMessage, types []string) (map[string]json.RawMessage, error) {
	reached := map[string]json.RawMessage{}
	for len(types) > 0 {
		typ := types[len(types)-1]
		types = types[:len(types)-1]
		for _, name := range names(typ) {
			raw, described := models[name]
			if _, known := reached[name]; known || !described {
				continue
			}
			reached[name] = raw
			var model struct {
				Properties map[string]struct {
					Type     string `json:"type"`
					FullType string `json:"fullType"`
				} `json:"properties"`
			}
			if err := json.Unmarshal(raw, &model); err != nil {
				return nil, fmt.Errorf("model %s: %w", name, err)
			}
			for _, p := range model.Properties {
				types = append(types, p.Type, p.FullType)
			}
		}
	}
	return reached, nil
}
