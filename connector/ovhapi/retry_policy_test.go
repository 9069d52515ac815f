package ovhapi

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"source-ovhcloud-api/connector/internal/bounded"
	"source-ovhcloud-api/connector/internal/watchdog"
)

func TestTransient(t *testing.T) {
	for _, tc := range []struct {
		name string
		err  error
		want bool
	}{
		{"rate", &Error{Status: 429}, true},
		{"request timeout", &Error{Status: 408}, true},
		{"server error", &Error{Status: 500}, true},
		{"bad gateway", &Error{Status: 502}, true},
		{"not ready", &Error{Status: 409, Class: "Client::Conflict::ServiceNotReady"}, true},
		{"locked", &Error{Status: 409, Class: "Client::Conflict::ServiceLocked"}, true},
		{"another conflict", &Error{Status: 409}, false},
		{"bad request", &Error{Status: 400}, false},
		{"forbidden", &Error{Status: 403}, false},
		{"not found", &Error{Status: 404}, false},
		{"expired", &Error{Status: 460}, false},
		{"a web page as a 404", &Error{Status: 404, html: true}, true},
		{"a redirect", &Error{Status: 302}, false},
		{"wrong signature", &Error{Status: 400, Code: codeInvalidSignature}, false},
		{"stale timestamp, after the renewal", &Error{Status: 400, Code: codeStaleTimestamp}, false},
		{"network", &failure{cause: io.ErrUnexpectedEOF}, true},
		{"hang", &failure{cause: watchdog.ErrHang}, true},
		{"too large", &failure{cause: &bounded.Error{}}, false},
		{"certificate", &failure{cause: &tls.CertificateVerificationError{Err: errors.New("unknown authority")}}, false},
		{"http instead of https", &failure{cause: http.ErrSchemeMismatch}, false},
		{"wrapped", fmt.Errorf("getting a token: %w", &Error{Status: 503}), true},
		{"given up already", fmt.Errorf("reading the clock: %w", &TransientError{Err: &Error{Status: 503}}), false},
		{"the caller left", context.Canceled, false},
	} {
		if got := transient(tc.err); got != tc.want {
			t.Errorf("%s: %t", tc.name, got)
		}
	}
}

func TestRepeatable(t *testing.T) {
	dial := &net.OpError{Op: "dial", Err: errors.New("refused")}
	proxy := &net.OpError{Op: "proxyconnect", Err: dial}
	read := &net.OpError{Op: "read", Err: errors.New("reset")}
	for _, tc := range []struct {
		method string
		err    error
		want   bool
	}{
		{http.MethodGet, &failure{sent: true}, true},
		{http.MethodGet, &Error{Status: 503}, true},
		{http.MethodPost, &failure{sent: !notSent(dial)}, true},
		{http.MethodPost, &failure{sent: !notSent(proxy)}, true},
		{http.MethodPost, &failure{sent: !notSent(read)}, false},
		{http.MethodPost, &failure{sent: !notSent(io.ErrUnexpectedEOF)}, false},
		{http.MethodPut, &Error{Status: 429}, false},
		{http.MethodDelete, &Error{Status: 503}, false},
	} {
		if got := repeatable(tc.method, tc.err); got != tc.want {
			t.Errorf("%s %v: %t", tc.method, tc.err, got)
		}
	}
}

func TestPlan(t *testing.T) {
	longest := func(limit time.Duration) time.Duration { return limit }
	none := func(time.Duration) time.Duration { return 0 }
	failed := &failure{sent: true, cause: io.ErrUnexpectedEOF}
	for _, tc := range []struct {
		name  string
		past  history
		err   error
		draw  func(time.Duration) time.Duration
		wait  time.Duration
		again bool
	}{
		{"first", history{maxWait: defaultMaxWait, attempts: 1, failures: 1}, failed, longest, time.Second, true},
		{"third", history{maxWait: defaultMaxWait, attempts: 3, failures: 3}, failed, longest, 4 * time.Second, true},
		{"jitter may be nothing", history{maxWait: defaultMaxWait, attempts: 3, failures: 3}, failed, none, 0, true},
		{"last", history{maxWait: defaultMaxWait, attempts: maxFailures, failures: maxFailures}, failed, none, 0, false},
		{"as many as the caller wants", history{maxWait: defaultMaxWait, attempts: 2, failures: 2, bound: 2}, failed, none, 0, false},
		{"fewer than the caller wants", history{maxWait: defaultMaxWait, attempts: 1, failures: 1, bound: 2}, failed, longest, time.Second, true},
		{"no more than makes sense", history{maxWait: defaultMaxWait, attempts: maxFailures, failures: maxFailures, bound: 99}, failed, none, 0, false},
		{"refusals are not failures", history{maxWait: defaultMaxWait, attempts: 20, failures: 3}, &Error{Status: 429}, longest, time.Minute, true},
		{"what OVH asks for", history{maxWait: defaultMaxWait, attempts: 1}, &Error{Status: 429, retryAfter: time.Hour / 6}, longest, time.Hour / 6, true},
		{"at least the jitter", history{maxWait: defaultMaxWait, attempts: 3}, &Error{Status: 429, retryAfter: time.Second}, longest, 4 * time.Second, true},
		{"more than may be waited", history{maxWait: defaultMaxWait, attempts: 1}, &Error{Status: 429, retryAfter: defaultMaxWait + 1}, none, defaultMaxWait + 1, false},
		{"more in sum", history{maxWait: defaultMaxWait, attempts: 2, elapsed: 14 * time.Minute}, &Error{Status: 503, retryAfter: 2 * time.Minute}, none, 2 * time.Minute, false},
		{"as much in sum", history{maxWait: defaultMaxWait, attempts: 2, elapsed: 14 * time.Minute}, &Error{Status: 503, retryAfter: time.Minute}, none, time.Minute, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if wait, again := nextAttempt(http.MethodGet, tc.past, tc.err, tc.draw); wait != tc.wait || again != tc.again {
				t.Errorf("%s, %t, want %s, %t", wait, again, tc.wait, tc.again)
			}
		})
	}
	if _, again := nextAttempt(http.MethodPost, history{maxWait: defaultMaxWait, attempts: 1}, failed, none); again {
		t.Error("a POST that was sent is repeated")
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	at := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	for _, tc := range []struct {
		name, value, date string
		want              time.Duration
	}{
		{"missing", "", "", 0},
		{"seconds", "30", "", 30 * time.Second},
		{"blanks", " 30 ", "", 30 * time.Second},
		{"none", "0", "", 0},
		{"negative", "-5", "", 0},
		{"beyond a Duration", "9223372036854775807", "", 365 * 24 * time.Hour},
		{"beyond an integer", "99999999999999999999", "", 0},
		{"a fraction", "1.5", "", 0},
		{"a date", at(time.Minute), "", time.Minute},
		{"a date gone by", at(-time.Minute), "", 0},
		{"a date, by the server's clock", at(time.Hour + time.Minute), at(time.Hour), time.Minute},
		{"words", "soon", "", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := http.Header{"Retry-After": {tc.value}, "Date": {tc.date}}
			if got := retryAfter(h, now); got != tc.want {
				t.Errorf("%s, want %s", got, tc.want)
			}
		})
	}
}

// A failure of the network ends with what the user can do about it.
func TestRemedy(t *testing.T) {
	dial := &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	for _, tc := range []struct {
		cause error
		want  string
	}{
		{dial, "firewall"},
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "eu.api.ovh.com"}}, "DNS"},
		{&net.OpError{Op: "proxyconnect", Err: dial}, "HTTPS_PROXY"},
		{http.ErrSchemeMismatch, "API address"},
		{&net.OpError{Op: "read", Err: errors.New("connection reset by peer")}, ""},
	} {
		got := (&failure{call: "GET /v1/me", cause: tc.cause}).Error()
		_, remedy, _ := strings.Cut(got, "; check ")
		if !strings.Contains(remedy, tc.want) || (tc.want == "") != (remedy == "") {
			t.Errorf("%s: want %q", got, tc.want)
		}
	}
}
