package ovhapi

import (
	"net"
	"net/http"
	"time"
)

// newHTTPClient returns the one HTTP client of all calls. It follows no redirect: the signature
// covers the URL, and a redirect is never part of this API. It has no timeout of its own: the
// watchdog knows better when an attempt is dead.
func newHTTPClient(transport http.RoundTripper) *http.Client {
	return &http.Client{
		Transport:     redirectless{transport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// headerTarget is where redirectless puts what a redirect has as its Location.
const headerTarget = "X-Redirect-Target"

// redirectless makes redirects answers like any other. net/http reads where one points before it
// asks whether to follow, and fails where that is no URL, with an error that quotes it.
type redirectless struct{ http.RoundTripper }

func (t redirectless) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.RoundTripper.RoundTrip(req)
	if err == nil && resp.StatusCode/100 == 3 {
		resp.Header.Set(headerTarget, resp.Header.Get("Location"))
		resp.Header.Del("Location")
	}
	return resp, err
}

// CloseIdleConnections is what http.Client looks for in its transport.
func (t redirectless) CloseIdleConnections() {
	if inner, ok := t.RoundTripper.(interface{ CloseIdleConnections() }); ok {
		inner.CloseIdleConnections()
	}
}

const (
	// connectTimeout bounds the connection and, separately, the TLS handshake: each takes a few
	// round trips, so ten seconds means lost packets, and a new attempt is the better bet.
	connectTimeout = 10 * time.Second
	// idleConnections is as many as the calls that one stream has on their way at once. Fewer would
	// close connections only to open them again.
	idleConnections = 64
	// idleTimeout is what net/http's own transport uses: shorter than the servers' own limits, so
	// that a connection is rarely closed under a request.
	idleTimeout = 90 * time.Second
	// silenceBeforePing finds dead HTTP/2 connections, which all calls share, well before
	// [watchdog.AttemptTimeout] does.
	silenceBeforePing = 20 * time.Second
)

// newTransport returns the transport for a real network. Proxies come from the environment, as in
// every Go program, and certificates are verified.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: connectTimeout}).DialContext,
		TLSHandshakeTimeout: connectTimeout,
		ForceAttemptHTTP2:   true, // which a DialContext of one's own would turn off
		HTTP2:               &http.HTTP2Config{SendPingTimeout: silenceBeforePing},
		MaxIdleConnsPerHost: idleConnections,
		IdleConnTimeout:     idleTimeout,
	}
}
