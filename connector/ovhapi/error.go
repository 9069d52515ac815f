package ovhapi

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Error is OVH's refusal of a call: any answer that is not a 2xx, and null in the place of an
// [Item]. It holds no secret.
type Error struct {
	Method string
	// Path has its branch, as in /v1/me/bill, and no query; a long one is cut. For a token it is
	// the whole address.
	Path string
	// Route is the path's template, /me/bill/{billId}, if the request had one.
	Route  string
	Status int
	// Code is OVH's errorCode, such as NOT_GRANTED_CALL, or OAuth2's error. Empty if the answer has
	// none.
	Code string
	// Class is the kind of a business error, such as Client::NotFound. Empty if the answer has
	// none.
	Class string
	// Message is OVH's own text, or what a person would read of an answer that is not JSON.
	Message string
	// Details are OVH's further explanations by name; a value that is not text is its JSON.
	Details map[string]string
	// QueryID names the call in OVH's logs.
	QueryID string

	// CredentialAccepted tells that OVH, asked after a 401, knows the credential: the refusal is of
	// this call alone.
	CredentialAccepted bool

	null       bool   // the answer is null in the place of an item
	html       bool   // the answer is a web page, so its status is not the API's
	advice     string // what the credentials that were presented know about it
	retryAfter time.Duration
}

// The codes that the gateway in front of the API answers with.
const (
	codeNotGranted       = "NOT_GRANTED_CALL"
	codeForbidden        = "FORBIDDEN"
	codeStaleTimestamp   = "QUERY_TIME_OUT"
	codeInvalidKey       = "INVALID_KEY"
	codeInvalidSignature = "INVALID_SIGNATURE"
)

var (
	// credentialCodes say that the consumer key is not, or no longer, one that OVH knows.
	credentialCodes = []string{"INVALID_CREDENTIAL", "NOT_CREDENTIAL", "MISSING_CREDENTIAL"}
	// serviceAccountCodes are what OAuth2 (RFC 6749, 5.2) has for a client that it does not let in.
	serviceAccountCodes = []string{"invalid_client", "unauthorized_client", "invalid_grant"}
)

// Error gives, in this order, the call, the status, what OVH says about it, and what to do about
// it.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: %d", e.Method, e.Path, e.Status)
	if text := http.StatusText(e.Status); text != "" {
		fmt.Fprintf(&b, " %s", text)
	}
	if e.Message != "" && e.Message != http.StatusText(e.Status) {
		fmt.Fprintf(&b, ": %s", e.Message)
	}
	var notes []string
	for _, note := range []string{e.Code, e.Class} {
		if note != "" {
			notes = append(notes, note)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(e.Details)) {
		if e.Details[name] != "" {
			notes = append(notes, name+": "+e.Details[name])
		}
	}
	if e.QueryID != "" {
		notes = append(notes, "query id "+e.QueryID)
	}
	if len(notes) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(notes, ", "))
	}
	if advice := e.Advice(); advice != "" {
		fmt.Fprintf(&b, "; %s", advice)
	}
	return b.String()
}

// Gone tells that the item does not exist, or has expired or is not activated: 404, 460 and null.
// One such item says nothing of others.
func (e *Error) Gone() bool {
	return e.null || !e.html && (e.Status == http.StatusNotFound && !e.noSuchOperation() || e.expired())
}

// foreign tells that a page came of another server than OVH's, whose own front has pages for 408
// and 5xx only.
func (e *Error) foreign() bool {
	return e.html && e.Status/100 == 4 && e.Status != http.StatusRequestTimeout
}

// expired tells it by OVH's own status, or by a class such as Client::BadRequest::OKMSExpired.
func (e *Error) expired() bool {
	return e.Status == statusExpired || e.Status == http.StatusBadRequest && strings.HasSuffix(e.Class, "Expired")
}

// Unavailable tells that the item does not have what was asked for, by the 403 without code or
// class that OVH has for a service without an option.
func (e *Error) Unavailable() bool {
	return e.Forbidden() && e.Code == "" && e.Class == "" && e.MissingActions() == ""
}

// busy tells that the item is being changed, which passes: the 409 that many operations of the
// Public Cloud document.
func (e *Error) busy() bool {
	return e.Status == http.StatusConflict && (strings.HasSuffix(e.Class, "ServiceNotReady") || strings.HasSuffix(e.Class, "ServiceLocked"))
}

// noSuchOperation tells that it is the path that OVH does not know, not the item.
func (e *Error) noSuchOperation() bool {
	return e.Status == http.StatusNotFound && strings.Contains(e.Message, "invalid (or empty) URL")
}

// undescribedParameters tells that the call has query parameters that its operation does not have.
func (e *Error) undescribedParameters() bool {
	return e.Status == http.StatusBadRequest && strings.HasPrefix(e.Message, "Received not described parameters")
}

// OfOperation tells that the call would be refused in the same way for other items: OVH does not
// know its path, or its parameters.
func (e *Error) OfOperation() bool { return e.noSuchOperation() || e.undescribedParameters() }

// Null tells that OVH answered null in the place of an item.
func (e *Error) Null() bool { return e.null }

// statusExpired is OVH's own, for a service that has expired.
const statusExpired = 460

// NotGranted tells that the credential's rules do not cover this operation, whatever the item.
func (e *Error) NotGranted() bool { return e.Code == codeNotGranted }

// BadCredential tells that OVH does not accept the credential for any call.
func (e *Error) BadCredential() bool {
	return e.tokenRefused() || e.Code == codeInvalidKey || e.Code == codeInvalidSignature ||
		slices.Contains(serviceAccountCodes, e.Code)
}

// Forbidden tells that the credential is good but may not have this item.
func (e *Error) Forbidden() bool {
	return !e.html && e.Status == http.StatusForbidden && !e.NotGranted() && !e.BadCredential()
}

// NotInRegion tells that a Public Cloud project has no such thing in the region that was asked
// about.
func (e *Error) NotInRegion() bool {
	return e.Status == http.StatusBadRequest && strings.Contains(strings.ToLower(e.Message), "not available on region")
}

// tokenRefused tells that what proves who is calling was not accepted: a token by its status or by
// the error's class, which has no fixed name, or a consumer key by its code.
func (e *Error) tokenRefused() bool {
	switch {
	case e.html, e.CredentialAccepted:
		return false
	case e.Status == http.StatusUnauthorized, slices.Contains(credentialCodes, e.Code):
		return true
	default:
		return e.Status == http.StatusForbidden && strings.Contains(strings.ToLower(e.Code+e.Class), "token")
	}
}
