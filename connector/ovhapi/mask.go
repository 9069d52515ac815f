package ovhapi

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// maskedText replaces a secret in what a person may read.
const maskedText = "****"

// minSecretLength keeps the mask from hitting ordinary words: OVH's shortest credential has 16 characters.
const minSecretLength = 8

// newMask returns what removes secrets from a text that came from outside, however the text spells them. The longest goes
// first: a secret that contains another one would otherwise keep what is left of it.
func newMask(secrets []string) func(string) string {
	secrets = slices.DeleteFunc(secrets, func(s string) bool { return len(s) < minSecretLength })
	slices.SortFunc(secrets, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	var steps []func(string) string
	for _, secret := range secrets {
		if plainSecret.MatchString(secret) {
			steps = append(steps, func(text string) string { return strings.ReplaceAll(text, secret, maskedText) })
			continue
		}
		spelt := spellings(secret)
		steps = append(steps, func(text string) string { return spelt.ReplaceAllLiteralString(text, maskedText) })
	}
	return func(text string) string {
		for _, step := range steps {
			text = step(text)
		}
		return text
	}
}

// plainSecret matches what URLs, JSON and HTML leave as it is: all secrets of OVH's own making.
var plainSecret = regexp.MustCompile(`^[A-Za-z0-9._-]*$`)

// spellings matches a secret each of whose characters may stand as it is, behind a backslash, or escaped as in a URL,
// once or several times, or as in JSON: what writes a text escapes as it likes.
func spellings(secret string) *regexp.Regexp {
	var b strings.Builder
	for _, r := range secret {
		fmt.Fprintf(&b, `(?:\\*%s|\\+u(?i:%04x)|`, regexp.QuoteMeta(string(r)), r)
		for _, c := range []byte(string(r)) {
			fmt.Fprintf(&b, `%%(?:25)*(?i:%02x)`, c)
		}
		b.WriteByte(')')
	}
	return regexp.MustCompile(b.String())
}
