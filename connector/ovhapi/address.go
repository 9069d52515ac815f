package ovhapi

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// address knows where the branches of the API are.
type address struct {
	base string // the v1 branch, as configured
	root string // base without its /1.0 or /v1: what v2 stands beside, and what go-ovh takes as its endpoint
}

func parseAddress(base string) (address, error) {
	base = strings.TrimRight(base, "/")
	u, err := url.Parse(base)
	switch {
	case err != nil:
		return address{}, errors.New("API address: not a URL") // url.Parse quotes its input, which may hold a password
	case u.Scheme != "https" && u.Scheme != "http":
		return address{}, errors.New("API address: must start with https:// or http://")
	case u.Host == "":
		return address{}, errors.New("API address: the host is missing")
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return address{}, errors.New("API address: user, query and fragment are not allowed")
	}
	root := strings.TrimSuffix(strings.TrimSuffix(base, "/1.0"), "/v1")
	return address{base: base, root: root}, nil
}

// url returns the URL of an operation, byte for byte as it goes over the wire. The signature covers
// these bytes, so a character that net/http would encode on its way out is encoded here.
func (a address) url(branch, path, query string) (string, error) {
	var target string
	switch branch {
	case "v1":
		target = a.base
	case "v2":
		target = a.root + "/v2"
	default:
		return "", fmt.Errorf("API branch %q: must be v1 or v2", branch)
	}
	if !strings.HasPrefix(path, "/") {
		return "", fmt.Errorf("API path %q: must start with /", path)
	}
	target += escape(path, "?#")
	if query != "" {
		target += "?" + escape(query, "#")
	}
	u, err := url.Parse(target)
	if err != nil {
		return "", fmt.Errorf("API path %q: %w", path, errors.Unwrap(err))
	}
	if wire := u.String(); wire != target {
		return "", fmt.Errorf("API path %q: not percent-encoded: it would be signed as %s but sent as %s", path, target, wire)
	}
	return target, nil
}

// escape percent-encodes the bytes that no URL may contain as they are, and those of reserved. A
// percent sign is left alone: it belongs to the encoding that the caller did.
func escape(s, reserved string) string {
	const unsafe = "\"<>\\^`{|}"
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(unsafe, c) >= 0 || strings.IndexByte(reserved, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
