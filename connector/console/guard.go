package console

import (
	"net"
	"net/http"
	"strings"
)

// maxRequest bounds what a browser may send: the largest is a configuration
// that is opened, of a few kilobytes.
const maxRequest = 4 << 20

// securityHeaders are on every answer. Nothing is loaded from elsewhere, no
// script or style stands in a page, and no page is put into a frame or a cache.
// The referrer stays within the console; without one, browsers would hide the
// origin of its own forms, by which they are told from those of others.
var securityHeaders = map[string]string{
	"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Cache-Control":                "no-store",
}

// guard lets only the person's own browser through: one that has given the token.
// No page of another site may post here by it, and no name of a stranger's may be
// pointed at this machine (DNS rebinding).
func (c *Console) guard(next http.Handler) http.Handler {
	next = c.demandToken(next)
	sameOrigin := http.NewCrossOriginProtection()
	sameOrigin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "This request came from another site. Open the console itself and try again.", http.StatusForbidden)
	}))
	next = sameOrigin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range securityHeaders {
			w.Header().Set(name, value)
		}
		if c.Loopback && !isLoopback(r.Host) {
			http.Error(w, "This console answers under the names of this machine only: localhost, 127.0.0.1 and [::1].", http.StatusMisdirectedRequest)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
		next.ServeHTTP(w, r)
	})
}

// isLoopback reports whether a Host header names this machine's loopback.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}
