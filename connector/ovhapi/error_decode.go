package ovhapi

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

// exchange is what decodeError knows of a call and its answer.
type exchange struct {
	method, path string
	status       int
	header       http.Header
	body         []byte
	mask         func(string) string // removes secrets from what the server wrote
}

// decodeError reads a refusal in any of the shapes that OVH, its gateway, its token server and the machines before them
// use: none of them is guaranteed, so every field is taken if it is there, whatever its type.
func decodeError(x exchange) *Error {
	e := &Error{
		Method: x.method, Path: x.path, Status: x.status,
		QueryID:    x.mask(shorten(x.header.Get(headerQueryID))),
		html:       isHTML(x.header, x.body),
		retryAfter: retryAfter(x.header, time.Now()),
	}
	var fields map[string]json.RawMessage
	switch {
	case x.status/100 == 3:
		e.Message = "redirected to " + x.mask(redirectTarget(x.header))
	case json.Unmarshal(x.body, &fields) != nil:
		e.Message = x.mask(plainText(x.body))
	default:
		e.Code = x.mask(first(fields, "errorCode", "error"))
		e.Class = x.mask(first(fields, "class"))
		e.Message = x.mask(first(fields, "message", "error_description"))
		e.Details = decodeDetails(fields["details"], x.mask)
	}
	return e
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

// text returns a JSON string's value, and any other value's JSON; null and nothing are empty.
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return shorten(s)
	}
	var compact bytes.Buffer
	if json.Compact(&compact, raw) != nil {
		return ""
	}
	return shorten(compact.String())
}

func decodeDetails(raw json.RawMessage, mask func(string) string) map[string]string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || len(fields) == 0 {
		return nil
	}
	details := make(map[string]string, len(fields))
	for name, value := range fields {
		details[shorten(name)] = mask(text(value))
	}
	return details
}

// redirectTarget returns where a redirect points, without its query, which may hold what was sent.
func redirectTarget(h http.Header) string {
	target, err := url.Parse(h.Get("Location"))
	if err != nil || target.String() == "" {
		return "an unknown address"
	}
	return shorten(target.Scheme + "://" + target.Host + target.EscapedPath())
}
