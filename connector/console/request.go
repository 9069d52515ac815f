package console

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/internal/percent"
	"source-ovhcloud-api/connector/ovhapi"
)

// newRequest makes the call of an operation with the values that were filled
// in, by "path:billId", "query:date.from", "header:X-Pagination-Size" and
// "body". Whatever is missing or wrong is in the error, a line each.
func newRequest(op *apischema.Operation, values url.Values) (ovhapi.Request, error) {
	request := ovhapi.Request{Method: op.Method, Branch: op.Branch, Route: op.Path, NoAuth: op.NoAuthentication, Expects: ovhapi.Anything}
	path, err := fillPath(op, values)
	request.Path = path
	faults := []error{err}
	var query []string
	for _, p := range op.Query() {
		given := splitValues(op, p, values.Get("query:"+p.Name))
		if p.Required && len(given) == 0 {
			faults = append(faults, fmt.Errorf("%s is missing: OVH requires it", p.Name))
		}
		for _, v := range given {
			query = append(query, percent.Query(p.Name)+"="+percent.Query(v))
		}
	}
	request.Query = strings.Join(query, "&")
	request.Header = http.Header{}
	for _, p := range parametersIn(op, "header") {
		if v := strings.TrimSpace(values.Get("header:" + p.Name)); v != "" {
			request.Header.Set(p.Name, v)
		}
	}
	if len(parametersIn(op, "body")) > 0 {
		request.Body, err = readBody(values.Get("body"))
		faults = append(faults, err)
	}
	return request, errors.Join(faults...)
}

// fillPath returns the percent-encoded path with the values of its placeholders.
func fillPath(op *apischema.Operation, values url.Values) (string, error) {
	path := op.Path
	var faults []error
	for _, p := range op.PathParameters() {
		value := strings.TrimSpace(values.Get("path:" + p.Name))
		switch value {
		case "":
			faults = append(faults, fmt.Errorf("%s is missing: it is a part of the path", p.Name))
		case ".", "..":
			faults = append(faults, fmt.Errorf("%s cannot be %q, which would be another path", p.Name, value))
		}
		path = strings.Replace(path, "{"+p.Name+"}", percent.Segment(value), 1)
	}
	return path, errors.Join(faults...)
}

// splitValues returns the values of a query parameter: several of a list, which
// is sent as a repeated name.
func splitValues(op *apischema.Operation, p apischema.Parameter, text string) []string {
	all := []string{text}
	if op.Section.Type(p.Type).Kind == apischema.Array {
		all = strings.Split(text, ",")
	}
	var given []string
	for _, v := range all {
		if v = strings.TrimSpace(v); v != "" {
			given = append(given, v)
		}
	}
	return given
}

func readBody(text string) (json.RawMessage, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	var body bytes.Buffer
	if err := json.Compact(&body, []byte(text)); err != nil {
		return nil, fmt.Errorf("the body is not JSON: %w", err)
	}
	return body.Bytes(), nil
}
