package console

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/internal/rawjson"
	"source-ovhcloud-api/connector/ovhapi"
)

// secretField fits the names of fields whose values are nobody else's.
var secretField = regexp.MustCompile(`(?i)password|passphrase|secret|token|private_?key`)

// noSecrets are the values that are no secret whatever their name: a password may be wanted or not.
var noSecrets = []jsontext.Kind{jsontext.KindTrue, jsontext.KindFalse, jsontext.KindNull}

// leftOut stands for a secret.
const leftOut = "********"

// withoutSecrets returns a call to an address with gaps for its secrets: in the query, the headers and
// the body.
func withoutSecrets(request ovhapi.Request, address string) (ovhapi.Request, string) {
	bare, _ := strings.CutSuffix(address, request.Query)
	pairs := strings.Split(request.Query, "&")
	for i, pair := range pairs {
		if name, _, ok := strings.Cut(pair, "="); ok && secretField.MatchString(name) {
			pairs[i] = name + "=" + leftOut
		}
	}
	request.Query = strings.Join(pairs, "&")
	request.Header = request.Header.Clone()
	for name := range request.Header {
		if secretField.MatchString(name) {
			request.Header.Set(name, leftOut)
		}
	}
	request.Body, _ = withoutSecretFields(request.Body)
	return request, bare + request.Query
}

// withoutSecretFields returns a body with a gap for each value that its name says is a secret, and
// reports whether there was one.
func withoutSecretFields(body json.RawMessage) (shown json.RawMessage, some bool) {
	if !secretField.Match(body) {
		return body, false
	}
	// What is no JSON gets no further than that, and neither do its secrets.
	shown, some, _ = rawjson.WithGaps(body, leftOut, func(name string, value jsontext.Kind) bool {
		return secretField.MatchString(name) && !slices.Contains(noSecrets, value)
	})
	return bytes.TrimSpace(shown), some
}
