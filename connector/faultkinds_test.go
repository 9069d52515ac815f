package connector

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"
)

// The faults of OVH's gateway and of the network. The errors are those that net/http gives for the
// real thing; faultsocket_test.go has the real thing.

const page = "<html><head><title>Under maintenance</title></head><body>Come back</body></html>"

var (
	tooManyForSeconds = answering(429, `{"message":"Too many requests"}`, "Retry-After", "2")
	tooMany           = answering(429, `{"message":"Too many requests"}`)
	serverError       = answering(500, `{"class":"Server::InternalServerError","message":"Internal server error"}`)
	unavailable       = answering(503, page, "Content-Type", "text/html")
	timedOut          = answering(408, "<html><body><h1>408 Request Time-out</h1></body></html>", "Content-Type", "text/html")
	pageAsJSON        = answering(200, page)
	redirect          = answering(302, page, "Location", "https://login.example/portal?from=api")
	staleTimestamp    = answering(400, `{"errorCode":"QUERY_TIME_OUT","httpCode":"400 Bad Request","message":"Query out of time"}`)
	notGrantedCall    = answering(403, `{"errorCode":"NOT_GRANTED_CALL","httpCode":"403 Forbidden","message":"This call has not been granted"}`)

	errReset    = &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
	reset       = failing(errReset)
	unknownHost = failing(&net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Err: "no such host", Name: "eu.api.ovh.com", IsNotFound: true}})
	untrusted   = failing(&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}})
	tlsAlert    = failing(&net.OpError{Op: "remote error", Err: tls.AlertError(80)}) // internal_error
)

// tooManyUntil names the end of the wait by a date.
func tooManyUntil(r *http.Request, _ http.RoundTripper) (*http.Response, error) {
	now := time.Now().UTC()
	return reply(r, 429, `{"message":"Too many requests"}`,
		"Date", now.Format(http.TimeFormat), "Retry-After", now.Add(2*time.Second).Format(http.TimeFormat)), nil
}

// hang says nothing until the caller gives up.
func hang(r *http.Request, _ http.RoundTripper) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// resetInside cuts the connection in the middle of an answer.
var resetInside = spoiling(func(_ *http.Request, resp *http.Response, body []byte) {
	resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body[:len(body)/2]), cut{}))
})

type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, errReset }

// truncated ends an answer in its middle as if that were its end. Half a number is a number, so the
// clock's is left alone.
var truncated = rewriting(func(body []byte) []byte {
	if isDocument(body) {
		return body[:len(body)/2]
	}
	return body
})

// mislabelled calls JSON a page.
var mislabelled = spoiling(func(_ *http.Request, resp *http.Response, _ []byte) { resp.Header.Set("Content-Type", "text/html") })

// dripping returns so many bytes of an answer each second.
func dripping(perSecond int) fault {
	return func(r *http.Request, account http.RoundTripper) (*http.Response, error) {
		resp, err := account.RoundTrip(r)
		if err == nil {
			resp.Body = &drip{resp.Body, r.Context(), perSecond}
		}
		return resp, err
	}
}

type drip struct {
	io.ReadCloser
	ctx       context.Context
	perSecond int
}

func (d *drip) Read(p []byte) (int, error) {
	select {
	case <-time.After(time.Second):
		return d.ReadCloser.Read(p[:min(len(p), d.perSecond)])
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	}
}
