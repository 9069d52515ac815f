package console

import (
	"net/url"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
)

const everyPlace = `{"resourcePath": "/x", "apis": [{"path": "/x/{a}/y/{b}", "operations": [{"httpMethod": "PUT", "responseType": "void", "parameters": [
	{"name": "a", "paramType": "path", "dataType": "string", "required": true},
	{"name": "q", "paramType": "query", "dataType": "string", "required": true},
	{"name": "l", "paramType": "query", "dataType": "string[]"},
	{"name": "X-Pagination-Size", "paramType": "header", "dataType": "long"},
	{"paramType": "body", "dataType": "x.Change"}]}]}],
	"models": {"x.Change": {"properties": {"id": {"type": "long", "readOnly": true}, "name": {"type": "string"}, "kind": {"type": "x.Kind"}, "self": {"type": "x.Change"}}},
	"x.Kind": {"enum": ["red", "blue"]}}}`

func lookedUp(t *testing.T, section, method, path string) *apischema.Operation {
	t.Helper()
	op, err := apischema.New(document(section)).Operation(t.Context(), method, "v1", path)
	if err != nil {
		t.Fatal(err)
	}
	return op
}

func TestNewRequest(t *testing.T) {
	op := lookedUp(t, everyPlace, "PUT", "/x/{a}/y/{b}")
	for _, test := range []struct {
		values      string
		path, query string
		header      string
		body        string
		fault       string
	}{
		{values: "path:a=1&path:b=2&query:q=v", path: "/x/1/y/2", query: "q=v"},
		{values: "path:a=a/b&path:b= é &query:q=a b%2B", path: "/x/a%2Fb/y/%C3%A9", query: "q=a%20b%2B"},
		{values: "path:a=1&path:b=2&query:q=v&query:l=a, b,,c", path: "/x/1/y/2", query: "q=v&l=a&l=b&l=c"},
		{values: "path:a=1&path:b=2&query:q=v&header:X-Pagination-Size=9&header:X-Ovh-Consumer=no", path: "/x/1/y/2", query: "q=v", header: "9"},
		{values: "path:a=1&path:b=2&query:q=v&body= { \"n\" : 1 } ", path: "/x/1/y/2", query: "q=v", body: `{"n":1}`},
		{values: "", fault: "a is missing: it is a part of the path\nb is missing: it is a part of the path\nq is missing: OVH requires it"},
		{values: "path:a=..&path:b=2&query:q=v", fault: `a cannot be ".."`},
		{values: "path:a=1&path:b=2&query:q=v&body={", fault: "the body is not JSON"},
	} {
		values, err := url.ParseQuery(strings.ReplaceAll(test.values, " ", "%20"))
		if err != nil {
			t.Fatal(err)
		}
		r, err := newRequest(op, values)
		if test.fault != "" {
			if err == nil || !strings.Contains(err.Error(), test.fault) {
				t.Errorf("%s: %v, want %s", test.values, err, test.fault)
			}
			continue
		}
		if err != nil || r.Path != test.path || r.Query != test.query || r.Header.Get("X-Pagination-Size") != test.header || string(r.Body) != test.body ||
			r.Header.Get("X-Ovh-Consumer") != "" || r.Method != "PUT" || r.Route != op.Path {
			t.Errorf("%s: %+v, %v", test.values, r, err)
		}
	}
}

func TestExamples(t *testing.T) {
	op := lookedUp(t, everyPlace, "PUT", "/x/{a}/y/{b}")
	// A model inside itself ends, and what only OVH sets is not asked for.
	want := "{\n  \"kind\": \"red\",\n  \"name\": \"string\",\n  \"self\": {}\n}"
	if got := exampleBody(op); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for name, want := range map[string]string{
		"long": "0", "double": "0.0", "boolean": "false", "date": `"2026-01-31"`, "string[]": "[\n  \"string\"\n]",
		"map[string]long": "{\n  \"key\": 0\n}", "void": "", "any": "null", "x.Kind": `"red"`, "unknown.Type": "null",
	} {
		if got := exampleOf(op.Section.Type(name)); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	tree := viewType(op.Section.Type("x.Change[]"))
	if len(tree.Fields) != 4 || !tree.Fields[3].Cut || tree.Fields[1].Allowed[1] != "blue" || !tree.Fields[0].ReadOnly {
		t.Errorf("%+v", tree)
	}
}

// Keys are variables, and whatever the person filled in is quoted.
func TestCurl(t *testing.T) {
	cfg := &config.Config{Region: "ovh-eu", Credentials: config.Credentials{AuthType: config.ApplicationKeys, ApplicationSecret: "hush"}}
	signed := curlCommand(cfg, ovhapi.Request{Method: "POST", Body: []byte(`{"name":"it's"}`)}, "https://eu.api.ovh.com/1.0/me/document?x='$(id)'")
	has(t, signed, `curl -X POST 'https://eu.api.ovh.com/1.0/me/document?x='\''$(id)'\'''`, `--data-raw '{"name":"it'\''s"}'`,
		`"$OVH_APPLICATION_SECRET+$OVH_CONSUMER_KEY+POST+$URL+$BODY+$NOW"`, "'https://eu.api.ovh.com/1.0'/auth/time")
	lacks(t, signed, "hush")

	cfg.Credentials = config.Credentials{AuthType: config.OAuth2ClientCredentials, ClientSecret: "hush"}
	bearer := curlCommand(cfg, ovhapi.Request{Method: "GET"}, "https://eu.api.ovh.com/1.0/me")
	has(t, bearer, "Authorization: Bearer $TOKEN", "$OVH_CLIENT_SECRET", "https://www.ovh.com/auth/oauth2/token")
	lacks(t, bearer, "hush", "X-Ovh")
	cfg.Credentials = config.Credentials{AuthType: config.AccessToken, AccessToken: "hush"}
	pasted := curlCommand(cfg, ovhapi.Request{Method: "GET"}, "https://eu.api.ovh.com/1.0/me")
	has(t, pasted, `"Authorization: Bearer $OVH_ACCESS_TOKEN"`)
	lacks(t, pasted, "hush", "SIGNATURE")
	lacks(t, curlCommand(cfg, ovhapi.Request{Method: "GET", NoAuth: true}, "https://eu.api.ovh.com/1.0/auth/time"), "Authorization", "TOKEN")
}
