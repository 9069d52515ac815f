package config

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"github.com/theory/jsonpath"
)

func readEndpoint(e entry) Endpoint {
	endpoint := Endpoint{
		Path:             readPath(e.field("path")),
		Method:           readMethod(e),
		AllowSideEffects: e.field("allow_side_effects").flag(),
		RecordPath:       readRecordPath(e.field("record_path")),
		Fields:           readFields(e.field("fields")),
		PrimaryKey:       e.field("primary_key").texts(),
		NewParentsOnly:   e.field("new_parents_only").flag(),
		MaxRecords:       int(e.field("max_records").number(0)),
	}
	endpoint.Name = e.field("name").text()
	if endpoint.Name == "" && endpoint.Path != (Path{}) {
		endpoint.Name = DefaultStreamName(endpoint.Path)
	}
	endpoint.PathParameters = readPathParameters(e.field("path_parameters"), endpoint.Path)
	for _, q := range e.field("query_parameters").items() {
		endpoint.QueryParameters = append(endpoint.QueryParameters,
			QueryParameter{Name: q.field("name").text(), Value: q.field("value").text()})
	}
	endpoint.Body = readBody(e.field("body"), endpoint.Method)
	return endpoint
}

// readMethod returns "" for a method that the form does not know, so that no rule
// about methods adds to the complaint.
func readMethod(endpoint entry) string {
	method := cmp.Or(endpoint.field("method").text(), defaultMethod)
	switch method {
	case "GET":
	case "POST", "PUT", "DELETE":
		if allow := endpoint.field("allow_side_effects"); !allow.flag() {
			allow.fault("must be true for %s, which may change the account at every sync", method)
		}
	default:
		return ""
	}
	return method
}

func readPath(e entry) Path {
	p, err := ParsePath(e.text())
	if err != nil {
		e.fault("%s", err)
	}
	return p
}

// readRecordPath accepts "$.[*]", too, which the Data Platform's form teaches
// and RFC 9535 does not allow.
func readRecordPath(e entry) string {
	s := e.text()
	if s == "" {
		return ""
	}
	if rest, ok := strings.CutPrefix(s, "$.["); ok {
		s = "$[" + rest
	}
	if _, err := jsonpath.Parse(s); err != nil {
		reason := strings.TrimPrefix(err.Error(), "jsonpath: ")
		e.fault("is not a JSONPath (%s); write for example $.items[*]", reason)
	}
	return s
}

func readFields(e entry) []string {
	for _, field := range e.items() {
		if slices.Contains(strings.Split(field.text(), "."), "") {
			field.fault("must have a name before and after each dot; write for example priceWithTax.value")
		}
	}
	return e.texts()
}

func readBody(e entry, method string) json.RawMessage {
	body := e.text()
	switch {
	case body == "":
		return nil
	case method == "":
	case method != "POST" && method != "PUT":
		e.fault("cannot be sent with %s; leave it out, or choose POST or PUT", method)
	case !json.Valid([]byte(body)):
		e.fault(`is not JSON; write for example {"name": "report.txt"}`)
	}
	return json.RawMessage(body)
}
