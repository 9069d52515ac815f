package ovhapi

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"source-ovhcloud-api/connector/internal/bounded"
	"source-ovhcloud-api/connector/internal/excerpt"
)

// TransientError says that a call was given up although its last failure may pass by itself: the
// same call may succeed later. It wraps that failure, an *Error if OVH answered at all. It holds no
// secret.
type TransientError struct {
	// Attempts and Elapsed tell what was tried; no attempts mean that OVH had asked for silence for
	// too long.
	Attempts int
	Elapsed  time.Duration
	Err      error
}

func (e *TransientError) Error() string {
	if e.Attempts <= 1 {
		return e.Err.Error()
	}
	return fmt.Sprintf("gave up after %d attempts in %s: %s", e.Attempts, e.Elapsed.Round(time.Second), e.Err)
}

func (e *TransientError) Unwrap() error { return e.Err }

// OfOneCall reports whether an error says nothing of calls for other items: OVH, or what stands
// before it, has been asked, and answered this call with something that is neither about the
// credential nor about the rate of calls.
func OfOneCall(err error) bool {
	if isPreparation(err) {
		return false
	}
	if refused, ok := errors.AsType[*Error](err); ok {
		return refused.Status/100 != 3 && refused.Status != http.StatusTooManyRequests && refused.Code != codeStaleTimestamp &&
			!refused.BadCredential() && !refused.NotGranted()
	}
	failed, ok := errors.AsType[*failure](err)
	return ok && failed.sent && !failed.misdirected()
}

// failure is an attempt without a usable answer.
type failure struct {
	call  string
	sent  bool // the request may have been received
	cause error
	mask  func(string) string // removes secrets from what the cause quotes; nil if it quotes nothing
}

func (f *failure) Error() string {
	text := f.cause.Error()
	if f.mask != nil {
		text = excerpt.Line(f.mask(text))
	}
	text = f.call + ": " + text
	if remedy := f.remedy(); remedy != "" {
		text += "; " + remedy
	}
	return text
}

// remedy says what the user can do, empty for nothing but to wait.
func (f *failure) remedy() string {
	_, unknown := errors.AsType[*net.DNSError](f.cause)
	op, unconnected := errors.AsType[*net.OpError](f.cause)
	switch {
	case f.misdirected():
		return "check the API address, this machine's clock and any proxy; on Linux SSL_CERT_FILE may name a company's own CA"
	case unconnected && op.Op == opProxy:
		return "check the proxy that HTTPS_PROXY names"
	case unknown:
		return "check the network and the DNS of this machine, and the API address"
	case notSent(f.cause):
		return "check the network and the firewall of this machine, and the API address"
	}
	return ""
}

func (f *failure) Unwrap() error { return f.cause }

// lasting tells that another attempt would fail in the same way.
func (f *failure) lasting() bool {
	_, beyond := errors.AsType[*bounded.Error](f.cause)
	return beyond || f.misdirected()
}

// misdirected tells that what answered is not OVH, or cannot prove that it is.
func (f *failure) misdirected() bool {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](f.cause)
	return untrusted || errors.Is(f.cause, http.ErrSchemeMismatch)
}

// The operations of a [net.OpError] that come before a connection to the API.
const (
	opDial  = "dial"
	opProxy = "proxyconnect"
)

// notSent tells that an error came before anything of the request could have left.
func notSent(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && (op.Op == opDial || op.Op == opProxy)
}

// withoutURL strips what net/http prefixes its errors with: the method and the whole URL, which our
// own errors name better.
func withoutURL(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}
