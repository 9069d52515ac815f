package console

import (
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/bom"
	"source-ovhcloud-api/connector/internal/rawjson"
)

// form is a configuration while a person fills it in, right or wrong. Only package config judges
// it. The structs name what the console has to know by its name; all else is kept in their rest,
// and what spec.json describes of it has a control in a page.
type form struct {
	Region      string      `json:"region"`
	Credentials credentials `json:"credentials"`
	Endpoints   []endpoint  `json:"endpoints"`
	APIURL      string      `json:"api_url,omitempty"`
	TokenURL    string      `json:"token_url,omitempty"`
	rest

	removed *removed // the endpoint that was removed last; nil for none
}

type credentials struct {
	config.Credentials
	rest
}

type endpoint struct {
	Path            string           `json:"path"`
	Name            string           `json:"name,omitempty"`
	PathParameters  []pathParameter  `json:"path_parameters,omitempty"`
	QueryParameters []queryParameter `json:"query_parameters,omitempty"`
	Method          string           `json:"method,omitempty"`
	rest
}

type pathParameter struct {
	Name   string `json:"name"`
	Source source `json:"source"`
	rest
}

type source struct {
	Type     string `json:"type"`
	Values   string `json:"values,omitempty"`
	Endpoint string `json:"endpoint,omitempty"`
	Field    string `json:"field,omitempty"`
	rest
}

type queryParameter struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	rest
}

// parseForm reads a configuration, whether or not it could be used. What is not
// one at all gets the words that package config has for it.
func parseForm(data []byte) (form, error) {
	var f form
	err := json.Unmarshal(bom.Trim(data), &f, rawjson.Lenient)
	if err == nil {
		return f, nil
	}
	if _, _, judged := config.Load(data); judged != nil {
		err = judged
	}
	return form{}, fmt.Errorf("read the configuration: %w", err)
}

// clone returns a form that shares nothing with this one that is ever changed.
func (f form) clone() form {
	f.Endpoints = slices.Clone(f.Endpoints)
	return f
}

// JSON writes the form, secrets and all.
func (f form) JSON() []byte { return f.encode(f.Credentials) }

// withoutSecrets leaves a gap for each key that a person has to fill in. What the credentials have
// besides is left out: it may be a key under a misspelt name.
func (f form) withoutSecrets() []byte {
	text, err := config.WithoutSecrets(f.encode(f.Credentials.gaps()))
	if err != nil {
		panic(fmt.Sprintf("writing a form: %v", err))
	}
	return text
}

// gaps are the fields of the credentials, all of them empty.
func (c credentials) gaps() jsontext.Value {
	kind := c.Kind()
	gaps := fmt.Appendf(nil, `{"auth_type": %q`, kind.AuthType)
	for _, field := range kind.Fields {
		gaps = fmt.Appendf(gaps, `, %q: ""`, field.Name)
	}
	return append(gaps, '}')
}

// encode writes the form with these credentials.
func (f form) encode(credentials any) []byte {
	return append(encodeJSON(struct {
		Region      string     `json:"region"`
		Credentials any        `json:"credentials"`
		Endpoints   []endpoint `json:"endpoints"`
		APIURL      string     `json:"api_url,omitempty"`
		TokenURL    string     `json:"token_url,omitempty"`
		rest
	}{f.Region, credentials, f.Endpoints, f.APIURL, f.TokenURL, f.rest}, jsontext.WithIndent("  ")), '\n')
}

// encodeJSON writes a value of a form, which is JSON whatever a person did.
func encodeJSON(v any, options ...json.Options) jsontext.Value {
	text, err := json.Marshal(v, rawjson.Lenient, json.JoinOptions(options...))
	if err != nil {
		panic(fmt.Sprintf("writing a form: %v", err))
	}
	return text
}
