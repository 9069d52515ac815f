package ovhapi

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/internal/excerpt"
	"source-ovhcloud-api/connector/internal/rawjson"
)

// exchange is what decodeError knows of a call and its answer.
type exchange struct {
	method, path, route string
	status              int
	header              http.Header
	body                []byte
	mask                func(string) string // removes secrets from what the server wrote
	with                Credentials         // that the call presented, nil for none
}

// decodeError reads a refusal in any of the shapes that OVH, its gateway, its token server and the
// machines before them use: none of them is guaranteed, so every field is taken if it is there,
// whatever its type.
func decodeError(x exchange) *Error {
	e := &Error{
		Method: x.method, Path: x.path, Route: x.route, Status: x.status,
		QueryID:    x.clean(x.header.Get(headerQueryID)),
		html:       x.status/100 != 3 && excerpt.IsPage(x.header, x.body), // every redirect brings a page along
		retryAfter: retryAfter(x.header, time.Now()),
	}
	var fields map[string]json.RawMessage
	broken := json.Unmarshal(x.body, &fields)
	switch {
	case x.status/100 == 3:
		e.Message = x.clean("redirected to " + redirectTarget(x.mask(x.header.Get(headerTarget))))
	case broken == nil:
		e.Code = x.clean(first(fields, "errorCode", "error"))
		e.Class = x.clean(first(fields, "class"))
		e.Message = x.clean(first(fields, "message", "error_description"))
		e.Details = x.details(fields["details"])
	case bytes.IndexAny(bytes.TrimSpace(x.body), "{[") == 0:
		e.Message = "the answer is not in the form of an error" // and what it is may be of a record
	default:
		e.Message = x.clean(excerpt.OfPage(x.body))
	}
	if x.with != nil {
		e.advice = x.with.advise(e)
	}
	return e
}

// nullItem returns the error of null in the place of an item.
func nullItem(x exchange) *Error {
	e := decodeError(x)
	e.null, e.Message = true, "null in the place of an item"
	return e
}

// clean makes what a server wrote fit for a log: without secrets, and then, so that none is cut in
// two, on one short line.
func (x exchange) clean(s string) string { return excerpt.Line(x.mask(s)) }

func (x exchange) details(raw json.RawMessage) map[string]string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || len(fields) == 0 {
		return nil
	}
	details := make(map[string]string, len(fields))
	for name, value := range fields {
		details[x.clean(name)] = x.clean(text(value))
	}
	return details
}

// first returns the first of the named fields that has a text.
func first(fields map[string]json.RawMessage, names ...string) string {
	for _, name := range names {
		if s := text(fields[name]); s != "" {
			return s
		}
	}
	return ""
}

// text returns a JSON string's value, and any other value's JSON; null and nothing are empty. The
// JSON is spelt anew, so that a secret in it is found whatever escapes the server used.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	canonical := jsontext.Value(bytes.Clone(raw))
	if canonical.Format(rawjson.Lenient) != nil {
		return ""
	}
	return string(canonical)
}

// redirectTarget returns where a redirect points, without its user and query, which may hold what
// was sent.
func redirectTarget(location string) string {
	target, err := url.Parse(location)
	if err != nil {
		return "an unknown address"
	}
	target.User, target.RawQuery, target.ForceQuery, target.Fragment, target.RawFragment = nil, "", false, "", ""
	return cmp.Or(target.String(), "an unknown address")
}
