package sandbox

import (
	"crypto/sha1"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// caller is who makes a call: an application with a consumer key, or an OAuth2 client, which has no
// credential.
type caller struct {
	rules      []AccessRule
	credential *credential
}

// timeWindow is how far a call's time may be from OVH's clock. OVH has a bound and does not
// document it; a minute tells a wrong clock from a slow network.
const timeWindow = time.Minute

func (a *Account) identify(c *call) (caller, error) {
	if token, ok := strings.CutPrefix(c.request.Header.Get("Authorization"), "Bearer "); ok {
		if !same(token, AccessToken) && !a.tokens.valid(token, a.options.Clock()) {
			return caller{}, errInvalidToken
		}
		return caller{rules: everything}, nil
	}
	h := c.request.Header
	if h.Get("X-Ovh-Application") != ApplicationKey {
		return caller{}, errInvalidKey
	}
	found, ok := a.credentials.get(h.Get("X-Ovh-Consumer"))
	if !ok {
		return caller{}, errNotCredential
	}
	now := a.options.Clock()
	if !found.valid(now) {
		return caller{}, errInvalidCredential
	}
	if !found.allows(c.request.RemoteAddr) {
		return caller{}, errForbiddenIP
	}
	seconds, err := strconv.ParseInt(h.Get("X-Ovh-Timestamp"), 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)).Abs() > timeWindow {
		return caller{}, errQueryTime
	}
	want := signature(ApplicationSecret, found.ConsumerKey, c.request.Method, requested(c.request), c.body, h.Get("X-Ovh-Timestamp"))
	if !same(want, h.Get("X-Ovh-Signature")) {
		return caller{}, errInvalidSignature
	}
	return caller{rules: found.Rules, credential: &found}, nil
}

// signature is OVH's: version 1, the SHA-1 of the parts joined by plus signs.
func signature(secret, consumerKey, method, url string, body []byte, timestamp string) string {
	signed := strings.Join([]string{secret, consumerKey, method, url, string(body), timestamp}, "+")
	return fmt.Sprintf("$1$%x", sha1.Sum([]byte(signed)))
}

// requested is the URL as it was received, byte for byte: that is what the caller has to have
// signed.
func requested(r *http.Request) string {
	return origin(r) + r.RequestURI
}

func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// allows reports whether the credential may be used from an address with port; without blocks, from
// everywhere.
func (c credential) allows(address string) bool {
	if len(c.AllowedIPs) == 0 {
		return true
	}
	from, err := netip.ParseAddrPort(address)
	return err == nil && slices.ContainsFunc(c.AllowedIPs, func(block string) bool {
		prefix, err := netip.ParsePrefix(block)
		return err == nil && prefix.Contains(from.Addr().Unmap())
	})
}
