package ovhapi

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// Advice says what a person can do about the refusal, in one clause; empty if there is nothing to
// say beyond OVH's message.
func (e *Error) Advice() string {
	switch {
	case e.null:
		return "OVH has nothing to tell of it: look it up in OVH's control panel"
	case e.html:
		return "something between this program and the API answered: try again later, and check the API address and any proxy"
	case e.Status/100 == 3:
		return "redirects are not followed, because the signature covers the address: check the API address"
	}
	if advice := e.credentialAdvice(); advice != "" {
		return advice
	}
	return e.callAdvice()
}

// credentialAdvice is about what was presented.
func (e *Error) credentialAdvice() string {
	switch {
	case e.advice != "":
		return e.advice
	case e.Code == codeInvalidSignature:
		return "the application secret or the consumer key is wrong, or the two are swapped, or the consumer key has not been validated yet"
	case e.Code == codeInvalidKey:
		return "the application key does not exist in this region: check the key and the region"
	case e.Code == codeStaleTimestamp:
		return "this machine's clock jumps, or something delays its calls: check its time synchronization"
	case slices.Contains(serviceAccountCodes, e.Code):
		return "the client id or the client secret is wrong, or belongs to another region"
	case slices.Contains(credentialCodes, e.Code):
		return "the consumer key has expired, was revoked, was never validated, or belongs to another application or region: create a new one"
	case e.tokenRefused():
		return "the credential is not accepted: check that it still exists and has not expired"
	case e.Code == codeForbidden:
		return "the consumer key may not be used from here: check the IP addresses that it is restricted to"
	case e.NotGranted():
		return fmt.Sprintf("the consumer key's rules do not cover this call: create one with the rule %s %s", e.Method, e.rulePath())
	default:
		return ""
	}
}

// callAdvice is about what was asked for.
func (e *Error) callAdvice() string {
	switch {
	case e.Status == http.StatusForbidden && e.MissingActions() != "":
		return "grant this identity the IAM action " + e.MissingActions()
	case e.Unavailable():
		return "the item does not have this, or is not yours: leave it out, or ask its owner for the right"
	case e.Status == http.StatusForbidden:
		return "the credential may not read this item: ask its owner for the right, or leave it out"
	case e.noSuchOperation():
		return "the API has no such operation: check the path in OVH's API console"
	case e.Status == http.StatusNotFound && e.part() != "":
		return fmt.Sprintf("the item has no %s, or is gone, or belongs to another account", e.part())
	case e.Status == http.StatusNotFound:
		return "the item does not exist any more, or belongs to another account"
	case e.CredentialAccepted:
		return "OVH accepts the credential, but not for this call: leave the item out, or report the query id to OVH"
	case e.busy():
		return "the service is being changed: try again later"
	case e.expired():
		return "the service has expired: renew it, or leave it out"
	case e.undescribedParameters():
		return "remove these parameters: the operation does not have them"
	case e.NotInRegion():
		return "leave this region out: the project does not have this service there"
	case e.Status == http.StatusTooManyRequests:
		return "lower the requests per second, or stop the other programs that use this account"
	case e.Status == http.StatusRequestTimeout, e.Status >= http.StatusInternalServerError:
		return "OVH has a problem: try again later"
	default:
		return ""
	}
}

// MissingActions returns the IAM actions that OVH names as not granted, with commas between them.
func (e *Error) MissingActions() string {
	var actions []string
	for _, name := range []string{"unauthorizedActionsByAuthentication", "unauthorizedActionsByIAM"} {
		if named := e.Details[name]; named != "" {
			actions = append(actions, named)
		}
	}
	return strings.Join(actions, ", ")
}

// part returns what of an item was asked for, the segments behind the last placeholder: debt of
// /me/bill/{billId}/debt. It is empty for an item itself.
func (e *Error) part() string {
	_, part, _ := strings.Cut(e.Route[strings.LastIndexByte(e.Route, '}')+1:], "/")
	if !strings.Contains(e.Route, "}") {
		return ""
	}
	return part
}

// rulePath returns the call's path as access rules spell it: without a prefix in the v1 branch,
// with a star for any item.
func (e *Error) rulePath() string {
	if e.Route == "" {
		return strings.TrimPrefix(e.Path, "/v1")
	}
	branch := ""
	if strings.HasPrefix(e.Path, "/v2/") {
		branch = "/v2"
	}
	return branch + placeholders.ReplaceAllString(e.Route, "*")
}

var placeholders = regexp.MustCompile(`\{[^}]*\}`)
