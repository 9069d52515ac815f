package ovhapi

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"source-ovhcloud-api/connector/internal/bounded"
	"source-ovhcloud-api/connector/internal/excerpt"
	"source-ovhcloud-api/connector/internal/pace"
	"source-ovhcloud-api/connector/internal/watchdog"
)

// refusal decodes an answer to GET /v1/me/bill.
func refusal(status int, body string, headers ...string) *Error {
	h := make(http.Header)
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return decodeError(exchange{
		method: http.MethodGet, path: "/v1/me/bill", status: status, header: h, body: []byte(body), mask: masking(testKeys), with: testKeys,
	})
}

func TestDecodeError(t *testing.T) {
	for _, tc := range []struct {
		name    string
		status  int
		body    string
		headers []string
		want    Error
	}{
		{"gateway", 403, `{"errorCode":"INVALID_CREDENTIAL","httpCode":"403 Forbidden","message":"This credential is not valid"}`,
			[]string{"X-Ovh-QueryID", "EU.ext-2.68f64f81.842220.afb3a70c"},
			Error{Code: "INVALID_CREDENTIAL", Message: "This credential is not valid", QueryID: "EU.ext-2.68f64f81.842220.afb3a70c"}},
		{"business", 404, `{"class":"Client::NotFound","message":"This service does not exist"}`, nil,
			Error{Class: "Client::NotFound", Message: "This service does not exist"}},
		{"message only", 460, `{"message":"This Service is expired"}`, nil, Error{Message: "This Service is expired"}},
		{"token server", 400, `{"error":"invalid_client","error_description":"no such client"}`, nil,
			Error{Code: "invalid_client", Message: "no such client"}},
		{"details of all types", 403, `{"class":"Client::Forbidden","message":"No","code":"X","details":{"a":"text","b":{"c": [1, 2]},"d":null,"e":5123456789012345678}}`, nil,
			Error{Class: "Client::Forbidden", Message: "No", Details: map[string]string{"a": "text", "b": `{"c":[1,2]}`, "d": "", "e": "5123456789012345678"}}},
		{"details that are none", 400, `{"message":"No","details":[]}`, nil, Error{Message: "No"}},
		{"a message that is no text", 400, `{"message":{"en": "No"}}`, nil, Error{Message: `{"en":"No"}`}},
		{"several lines", 400, `{"message":"one\n\ttwo\u0007  three"}`, nil, Error{Message: "one two three"}},
		{"Retry-After", 429, `{"message":"Slow down"}`, []string{"Retry-After", "7"}, Error{Message: "Slow down", retryAfter: 7 * time.Second}},
		{"a page with a title", 502, "<html><head><title>502 Bad\nGateway</title></head><body>nginx</body></html>", nil,
			Error{Message: "502 Bad Gateway", html: true}},
		{"a page without a title", 408, "<html><body><h1>408 Request Time-out</h1>\nYour browser didn&#39;t send.<script>x()</script></body></html>", nil,
			Error{Message: "408 Request Time-out Your browser didn't send.", html: true}},
		{"a page by its label", 404, "not found", []string{"Content-Type", "text/html"}, Error{Message: "not found", html: true}},
		{"JSON with the label of a page", 404, `{"message":"Gone"}`, []string{"Content-Type", "text/html"}, Error{Message: "Gone"}},
		{"plain text", 500, "boom", nil, Error{Message: "boom"}},
		{"nothing", 500, "", nil, Error{}},
		{"JSON that is no object", 500, `["x"]`, nil, Error{Message: "the answer is not in the form of an error"}},
		{"JSON that is cut off", 500, `{"message":"x`, nil, Error{Message: "the answer is not in the form of an error"}},
		{"a JSON text", 500, `"x"`, nil, Error{Message: `"x"`}},
		{"a redirect", 302, "", []string{headerTarget, "https://login.test/here?secret=1"}, Error{Message: "redirected to https://login.test/here"}},
		{"a redirect to nowhere", 301, "", nil, Error{Message: "redirected to an unknown address"}},
		{"a key in the message", 400, `{"message":"Key 7kbG7Bk7S9Nt7ZSV is unknown"}`, nil, Error{Message: "Key **** is unknown"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			want := tc.want
			want.Method, want.Path, want.Status = http.MethodGet, "/v1/me/bill", tc.status
			got := refusal(tc.status, tc.body, tc.headers...)
			if diff := cmp.Diff(&want, got, cmp.AllowUnexported(Error{}), cmpopts.EquateEmpty()); diff != "" {
				t.Error("(-want +got):", diff)
			}
		})
	}
}

// FuzzDecodeError holds that any answer becomes one printable line of bounded length.
func FuzzDecodeError(f *testing.F) {
	for _, seed := range []string{`{"message":"x","details":{"a":1}}`, "<title>x</title>", "<", "\xff", `{"message":`, "null", "&#0;"} {
		f.Add(403, seed, "text/html")
	}
	f.Fuzz(func(t *testing.T, status int, body, contentType string) {
		e := refusal(status, body, "Content-Type", contentType, headerTarget, body, "X-Ovh-QueryID", body, "Retry-After", body)
		if n := utf8.RuneCountInString(e.Message); n > excerpt.MaxLine {
			t.Errorf("%d characters", n)
		}
		if s := e.Error(); !utf8.ValidString(s) || strings.ContainsAny(s, "\n\r\x1b") {
			t.Errorf("not one line of text: %q", s)
		}
		if e.retryAfter < 0 {
			t.Errorf("a wait of %s", e.retryAfter)
		}
	})
}

// TestErrorText holds what a person reads: the whole text, with the advice, of each kind of
// refusal.
func TestErrorText(t *testing.T) {
	for _, tc := range []struct {
		err  *Error
		want string
	}{
		{refusal(403, `{"errorCode":"NOT_GRANTED_CALL","httpCode":"403 Forbidden","message":"This call has not been granted"}`, "X-Ovh-QueryID", "EU.1"),
			"GET /v1/me/bill: 403 Forbidden: This call has not been granted (NOT_GRANTED_CALL, query id EU.1); " +
				"the consumer key's rules do not cover this call: create one with the rule GET /me/bill"},
		{refusal(403, `{"class":"Client::Forbidden","message":"User not granted for this request","details":{"unauthorizedActionsByAuthentication":"","unauthorizedActionsByIAM":"account:apiovh:me/get"}}`),
			"GET /v1/me/bill: 403 Forbidden: User not granted for this request (Client::Forbidden, unauthorizedActionsByIAM: account:apiovh:me/get); " +
				"grant this identity the IAM action account:apiovh:me/get"},
		{refusal(460, `{"message":"This Service is expired"}`),
			"GET /v1/me/bill: 460: This Service is expired; the service has expired: renew it, or leave it out"},
		{refusal(500, ``), "GET /v1/me/bill: 500 Internal Server Error; OVH has a problem: try again later"},
		{refusal(409, `{"message":"Conflict"}`), "GET /v1/me/bill: 409 Conflict"},
	} {
		if diff := cmp.Diff(tc.want, tc.err.Error()); diff != "" {
			t.Error("(-want +got):", diff)
		}
	}
}

func TestAdvice(t *testing.T) {
	for _, tc := range []struct {
		err  Error
		want string // a part
	}{
		{Error{Status: 302}, "redirects are not followed"},
		{Error{Status: 404, html: true}, "something between"},
		{Error{Status: 400, Code: codeInvalidSignature}, "application secret or the consumer key"},
		{Error{Status: 403, Code: codeInvalidKey}, "does not exist in this region"},
		{Error{Status: 403, Code: "INVALID_CREDENTIAL"}, "create a new one"},
		{Error{Status: 403, Code: "NOT_CREDENTIAL"}, "create a new one"},
		{Error{Status: 400, Code: codeStaleTimestamp}, "time synchronization"},
		{Error{Status: 401, Code: "invalid_client"}, "client secret"},
		{Error{Status: 401}, "not accepted"},
		{Error{Method: "GET", Path: "/v2/iam/policy", Status: 403, Code: codeNotGranted}, "rule GET /v2/iam/policy"},
		{Error{Status: 403}, "does not have this"},
		{Error{Status: 403, Class: "Client::Forbidden"}, "may not read this item"},
		{Error{Status: 401, CredentialAccepted: true}, "not for this call"},
		{Error{Status: 409, Class: "Client::Conflict::ServiceLocked"}, "is being changed"},
		{Error{Status: 400, Class: "Client::BadRequest::OKMSExpired"}, "renew it"},
		{Error{Status: 404, Message: "Got an invalid (or empty) URL"}, "no such operation"},
		{Error{Status: 404}, "does not exist any more"},
		{Error{Status: 404, Route: "/me/bill/{billId}"}, "the item does not exist any more"},
		{Error{Status: 404, Route: "/me/bill/{billId}/debt/operation"}, "the item has no debt/operation, or is gone"},
		{Error{Status: 404, Route: "/me/bill"}, "the item does not exist any more"},
		{Error{Status: 403, Code: codeInvalidKey, advice: "what the keys say"}, "what the keys say"},
		{Error{Status: statusExpired}, "expired"},
		{Error{Status: 400, Message: "Received not described parameters: (enabled)"}, "remove these parameters"},
		{Error{Status: 400, Message: "Instances are not available on region GRA1"}, "leave this region out"},
		{Error{Status: 429}, "lower the requests per second"},
		{Error{Status: 408}, "try again later"},
		{Error{Status: 503}, "try again later"},
		{Error{Status: 400}, ""},
	} {
		if got := tc.err.Advice(); !strings.Contains(got, tc.want) || (tc.want == "") != (got == "") {
			t.Errorf("%+v: %q, want %q", tc.err, got, tc.want)
		}
	}
}

func TestErrorKinds(t *testing.T) {
	type kinds struct{ Gone, Forbidden, NotGranted, BadCredential, NotInRegion bool }
	for _, tc := range []struct {
		err  Error
		want kinds
	}{
		{Error{Status: 404}, kinds{Gone: true}},
		{Error{Status: 460}, kinds{Gone: true}},
		{Error{Status: 400, Class: "Client::BadRequest::OKMSExpired"}, kinds{Gone: true}},
		{Error{Status: 404, html: true}, kinds{}},
		{Error{Status: 403}, kinds{Forbidden: true}},
		{Error{Status: 403, html: true}, kinds{}},
		{Error{Status: 403, Class: "Client::Forbidden"}, kinds{Forbidden: true}},
		{Error{Status: 403, Code: "NOT_GRANTED_CALL"}, kinds{NotGranted: true}},
		{Error{Status: 403, Code: "INVALID_CREDENTIAL"}, kinds{BadCredential: true}},
		{Error{Status: 403, Code: "NOT_CREDENTIAL"}, kinds{BadCredential: true}},
		{Error{Status: 403, Code: "INVALID_KEY"}, kinds{BadCredential: true}},
		{Error{Status: 400, Code: "INVALID_SIGNATURE"}, kinds{BadCredential: true}},
		{Error{Status: 400, Code: "invalid_client"}, kinds{BadCredential: true}},
		{Error{Status: 401}, kinds{BadCredential: true}},
		{Error{Status: 401, CredentialAccepted: true}, kinds{}},
		{Error{Status: 403, Class: "Client::Forbidden::InvalidToken"}, kinds{BadCredential: true}},
		{Error{Status: 400, Message: "Service not available on region GRA1"}, kinds{NotInRegion: true}},
		{Error{Status: 400}, kinds{}},
	} {
		got := kinds{tc.err.Gone(), tc.err.Forbidden(), tc.err.NotGranted(), tc.err.BadCredential(), tc.err.NotInRegion()}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%+v (-want +got): %s", tc.err, diff)
		}
	}
}

func TestUnavailable(t *testing.T) {
	for _, tc := range []struct {
		err  Error
		want bool
	}{
		{Error{Status: 403, Message: "Not available for this server"}, true},
		{Error{Status: 403, Class: "Client::Forbidden"}, false},
		{Error{Status: 403, Code: "FORBIDDEN"}, false},
		{Error{Status: 403, Details: map[string]string{"unauthorizedActionsByIAM": "vps:apiovh:get"}}, false},
		{Error{Status: 403, html: true}, false},
		{Error{Status: 404}, false},
	} {
		if got := tc.err.Unavailable(); got != tc.want {
			t.Errorf("%+v: %t", tc.err, got)
		}
	}
}

func TestOfOneCall(t *testing.T) {
	for _, tc := range []struct {
		err  error
		want bool
	}{
		{&Error{Status: 404}, true},
		{&Error{Status: 403}, true},
		{&Error{Status: 401, CredentialAccepted: true}, true},
		{&TransientError{Attempts: 10, Err: &Error{Status: 500}}, true},
		{&TransientError{Err: &Error{Status: 403, html: true}}, true},
		{&TransientError{Err: &failure{sent: true, cause: watchdog.ErrHang}}, true},
		{&failure{sent: true, cause: &bounded.Error{}}, true},
		{&TransientError{Err: &failure{cause: errors.New("connection refused")}}, false},
		{&failure{sent: true, cause: http.ErrSchemeMismatch}, false},
		{&TransientError{Err: &Error{Status: 429}}, false},
		{&Error{Status: 302}, false},
		{&Error{Status: 400, Code: codeStaleTimestamp}, false},
		{&Error{Status: 401}, false},
		{&Error{Status: 403, Code: "NOT_GRANTED_CALL"}, false},
		{&PreparationError{&Error{Status: 500}}, false},
		{&pace.Error{}, false},
		{context.Canceled, false},
	} {
		if got := OfOneCall(tc.err); got != tc.want {
			t.Errorf("%v: %t", tc.err, got)
		}
	}
}
