package sandbox

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"

	"source-ovhcloud-api/connector/sandbox/inventory"
)

// refusal is an answer that is an error. The gateway's have an error code, the services' a class,
// some neither.
type refusal struct {
	Status    int    `json:"-"`
	Class     string `json:"class,omitempty"`
	ErrorCode string `json:"errorCode,omitempty"`
	HTTPCode  string `json:"httpCode,omitempty"`
	Message   string `json:"message"`
}

func (e *refusal) Error() string { return fmt.Sprintf("%d %s", e.Status, e.Message) }

func gateway(status int, code, message string) *refusal {
	return &refusal{Status: status, ErrorCode: code, HTTPCode: fmt.Sprintf("%d %s", status, http.StatusText(status)), Message: message}
}

var (
	errInvalidKey        = gateway(http.StatusForbidden, "INVALID_KEY", "This application key is invalid")
	errNotCredential     = gateway(http.StatusForbidden, "NOT_CREDENTIAL", "This credential does not exist")
	errInvalidCredential = gateway(http.StatusForbidden, "INVALID_CREDENTIAL", "This credential is not valid")
	errForbiddenIP       = gateway(http.StatusForbidden, "FORBIDDEN", "This credential may not be used from this IP")
	errQueryTime         = gateway(http.StatusBadRequest, "QUERY_TIME_OUT", "Query out of time")
	errInvalidSignature  = gateway(http.StatusBadRequest, "INVALID_SIGNATURE", "Invalid signature")
	errNotGranted        = gateway(http.StatusForbidden, "NOT_GRANTED_CALL", "This call has not been granted")

	errInvalidToken = &refusal{Status: http.StatusUnauthorized, Class: "Client::Unauthorized::InvalidAuthToken", Message: "Invalid or expired token"}
	errNoSuchURL    = &refusal{Status: http.StatusNotFound, Class: "Client::NotFound", Message: "Got an invalid (or empty) URL"}
	errNoSuchMethod = &refusal{Status: http.StatusMethodNotAllowed, Class: "Client::MethodNotAllowed", Message: "Method not allowed"}
	// No 429 of OVH's has been published, so clients must do with the barest one.
	errTooManyCalls  = &refusal{Status: http.StatusTooManyRequests, Message: "Too many requests"}
	errInvalidCursor = &refusal{Status: http.StatusBadRequest, Message: "invalid cursor"}
)

func badRequest(format string, args ...any) *refusal {
	return &refusal{Status: http.StatusBadRequest, Class: "Client::BadRequest", Message: fmt.Sprintf(format, args...)}
}

func undescribed(names []string) *refusal {
	return &refusal{Status: http.StatusBadRequest, Message: fmt.Sprintf("Received not described parameters: (%s)", strings.Join(names, ", "))}
}

// statusExpired is OVH's own, for a service that has run out.
const statusExpired = 460

// refusalOf turns the errors of the inventory into OVH's answers.
func refusalOf(err error) *refusal {
	if e, ok := errors.AsType[*refusal](err); ok {
		return e
	}
	if _, ok := errors.AsType[*inventory.NotFound](err); ok {
		return &refusal{Status: http.StatusNotFound, Class: "Client::NotFound", Message: err.Error()}
	}
	if _, ok := errors.AsType[*inventory.Expired](err); ok {
		return &refusal{Status: statusExpired, Message: err.Error()}
	}
	if _, ok := errors.AsType[*inventory.Unavailable](err); ok {
		return &refusal{Status: http.StatusForbidden, Message: err.Error()}
	}
	if _, ok := errors.AsType[*inventory.Invalid](err); ok {
		return badRequest("%v", err)
	}
	return &refusal{Status: http.StatusInternalServerError, Class: "Server::InternalServerError", Message: err.Error()}
}

func (a *Account) refuse(w http.ResponseWriter, name string, err error) {
	e := refusalOf(err)
	if e.Status == http.StatusTooManyRequests && a.options.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(a.options.RetryAfter.Seconds()))))
	}
	a.calls.count(name, e.Status)
	writeJSON(w, e.Status, e)
}
