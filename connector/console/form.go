package console

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"source-ovhcloud-api/connector/config"
)

// form is a configuration while a person fills it in: the fields of
// schemas/spec.json, in its order, right or wrong. Only package config judges it.
type form struct {
	Region            string             `json:"region"`
	Credentials       config.Credentials `json:"credentials"`
	Endpoints         []endpoint         `json:"endpoints"`
	StartDate         string             `json:"start_date,omitempty"`
	LookbackDays      json.Number        `json:"lookback_days,omitempty"`
	RequestsPerSecond json.Number        `json:"requests_per_second,omitempty"`
	APIURL            string             `json:"api_url,omitempty"`
	TokenURL          string             `json:"token_url,omitempty"`
}

type endpoint struct {
	Path             string           `json:"path"`
	Name             string           `json:"name,omitempty"`
	PathParameters   []pathParameter  `json:"path_parameters,omitempty"`
	QueryParameters  []queryParameter `json:"query_parameters,omitempty"`
	Fields           []string         `json:"fields,omitempty"`
	RecordPath       string           `json:"record_path,omitempty"`
	PrimaryKey       []string         `json:"primary_key,omitempty"`
	NewParentsOnly   bool             `json:"new_parents_only,omitempty"`
	Method           string           `json:"method,omitempty"`
	AllowSideEffects bool             `json:"allow_side_effects,omitempty"`
	Body             string           `json:"body,omitempty"`
}

type pathParameter struct {
	Name   string `json:"name"`
	Source source `json:"source"`
}

type source struct {
	Type     string `json:"type"`
	Values   string `json:"values,omitempty"`
	Endpoint string `json:"endpoint,omitempty"`
	Field    string `json:"field,omitempty"`
}

type queryParameter struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// parseForm reads a configuration, whether or not it could be used. What is not
// one at all gets the words that package config has for it.
func parseForm(data []byte) (form, error) {
	var f form
	err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), &f)
	if err == nil {
		return f, nil
	}
	if _, _, judged := config.Load(data); judged != nil {
		err = judged
	}
	return form{}, fmt.Errorf("read the configuration: %w", err)
}

// clone gives a form that shares nothing with this one that is ever changed.
func (f form) clone() form {
	f.Endpoints = slices.Clone(f.Endpoints)
	return f
}

// JSON writes the form, secrets and all.
func (f form) JSON() []byte { return f.encode(f.Credentials) }

// withoutSecrets leaves a gap for each key that a person has to fill in.
func (f form) withoutSecrets() []byte {
	kind := f.Credentials.Kind()
	gaps := fmt.Appendf(nil, `{"auth_type": %q`, kind.AuthType)
	for _, field := range kind.Fields {
		gaps = fmt.Appendf(gaps, `, %q: ""`, field.Name)
	}
	return f.encode(json.RawMessage(append(gaps, '}')))
}

// encode writes the form with these credentials. It cannot fail: a number of
// the form has been read as one.
func (f form) encode(credentials any) []byte {
	type rest form
	if f.Endpoints == nil {
		f.Endpoints = []endpoint{} // the list is required, null is no list
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	// What stands outside hides the field of the same name that is embedded.
	err := e.Encode(struct {
		Region      string `json:"region"`
		Credentials any    `json:"credentials"`
		rest
	}{f.Region, credentials, rest(f)})
	if err != nil {
		panic(fmt.Sprintf("writing a form: %v", err))
	}
	return b.Bytes()
}
