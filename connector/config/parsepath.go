package config

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/internal/pathtemplate"
)

var (
	placeholderName = regexp.MustCompile(`^[A-Za-z0-9_.-]+$`)
	// literalSegment is a segment of RFC 3986 as it stands in a URL: what the
	// connector signs must be what goes over the wire, so nothing is left to encode.
	literalSegment = regexp.MustCompile(`^([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+$`)
	letter         = regexp.MustCompile(`[A-Za-z]`)
)

// ParsePath checks the path of an operation. Its error is a phrase that
// continues "the path …" and says what to write instead.
func ParsePath(s string) (Path, error) {
	if err := checkWhole(s); err != nil {
		return Path{}, err
	}
	p := Path{written: joinBlocks(s)}
	seen := map[string]bool{}
	for i, segment := range p.Segments() {
		if err := checkSegment(segment); err != nil {
			return Path{}, err
		}
		name, ok := pathtemplate.Placeholder(segment)
		if i == 0 && (ok || !letter.MatchString(segment)) {
			return Path{}, errors.New("must begin with a section of the API; write for example /me/bill")
		}
		if !ok {
			continue
		}
		// Placeholders become columns, and columns must differ by more than case.
		if folded := strings.ToLower(name); seen[folded] {
			return Path{}, fmt.Errorf("has the placeholder {%s} twice; give the second one another name", name)
		} else {
			seen[folded] = true
		}
	}
	return p, nil
}

// joinBlocks writes the slash of an IP block as a part of its segment: /ip/192.0.2.0/28/mitigation
// is /ip/192.0.2.0%2F28/mitigation. No operation of the API has a number behind an address.
func joinBlocks(path string) string {
	segments := strings.Split(path, "/")
	for i := 1; i < len(segments); i++ {
		if block := segments[i-1] + "/" + segments[i]; isBlock(block) {
			segments[i-1] = strings.ReplaceAll(block, "/", "%2F")
			segments = slices.Delete(segments, i, i+1)
		}
	}
	return strings.Join(segments, "/")
}

// isBlock reports whether a text is an IP block, such as 192.0.2.0/28.
func isBlock(text string) bool {
	_, err := netip.ParsePrefix(text)
	return err == nil
}

// checkWhole judges what concerns the path as a whole.
func checkWhole(s string) error {
	switch {
	case s == "":
		return errors.New("is empty; write for example /me/bill")
	case strings.Contains(s, "://"):
		return errors.New("must not contain a host; write only what follows it, for example /me/bill")
	case !strings.HasPrefix(s, "/"):
		return errors.New(`must begin with "/"; write for example /me/bill`)
	case strings.Contains(s, "?"):
		return errors.New(`must not contain "?"; write what follows it as Query Parameters`)
	case strings.Contains(s, "#"):
		return errors.New(`must not contain "#"; leave out what follows it, or write %23 for the character itself`)
	case strings.Contains(s, "//"):
		return errors.New(`must not contain "//"; write a single "/"`)
	case s == "/1.0" || strings.HasPrefix(s, "/1.0/"):
		return errors.New("must not begin with /1.0; leave it out, or write /v1")
	case s == "/" || s == "/v1" || s == "/v2" || s == "/v1/" || s == "/v2/":
		return errors.New("names no operation; write for example /me/bill or /v2/iam/resource")
	case strings.HasSuffix(s, "/"):
		return errors.New(`must not end in "/"; leave it out`)
	}
	return nil
}

// bracketed returns the name in a placeholder as other programs write it: <billId>, [billId].
func bracketed(segment string) (name string, ok bool) {
	for _, brackets := range []string{"<>", "[]"} {
		if inner, opened := strings.CutPrefix(segment, brackets[:1]); opened {
			name, ok = strings.CutSuffix(inner, brackets[1:])
			if ok && placeholderName.MatchString(name) {
				return name, true
			}
		}
	}
	return "", false
}

// checkSegment judges one segment, which is never empty.
func checkSegment(s string) error {
	if name, ok := pathtemplate.Placeholder(s); ok && placeholderName.MatchString(name) {
		return nil
	}
	if name, ok := bracketed(s); ok {
		return fmt.Errorf("has the placeholder %s in other brackets; write it as {%s}", s, name)
	}
	if strings.ContainsAny(s, "{}") {
		return errors.New(`has braces that are no placeholder; write it as a segment of its own, such as /{billId}, in letters, digits, "_", "-" and "."`)
	}
	// A server resolves %2e%2e like "..", so the decoded form counts.
	if plain, err := url.PathUnescape(s); err == nil && (plain == "." || plain == "..") {
		return errors.New(`must not contain "." or ".." as a segment; write the path in full`)
	}
	if !literalSegment.MatchString(s) {
		return errors.New(`has a character that cannot stand in a URL; write it percent-encoded, such as %20 for a blank and %25 for "%"`)
	}
	return nil
}
