package connector

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/internal/pace"
	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sync"
)

// inputError is a file of the command line that cannot be used.
type inputError struct {
	flag, file string
	err        error
}

func (e *inputError) Error() string { return fmt.Sprintf("--%s %s: %v", e.flag, e.file, e.err) }
func (e *inputError) Unwrap() error { return e.err }

// trace returns an error as the platform shows it: a sentence for the user, the
// whole chain for the log, and who can do something about it.
func trace(err error) protocol.TraceError {
	t := protocol.TraceError{Message: words.Lines(err), Internal: fmt.Sprintf("%T: %v", err, err), FailureType: failureType(err)}
	if crash, ok := errors.AsType[*crash.Error](err); ok {
		t.Message = fmt.Sprintf("The connector has a bug and cannot go on: %v. Please report it with the log.", crash.Value)
		t.StackTrace = crash.Stack
	}
	return t
}

// failureType tells who can mend an error: the user, time, or the maintainers.
func failureType(err error) protocol.FailureType {
	if _, ok := errors.AsType[*ovhapi.TransientError](err); ok {
		return protocol.TransientError
	}
	for _, users := range []func(error) bool{is[*usageError], is[*inputError], is[*config.SyntaxError], is[config.Faults], is[*plan.ConfigError], is[*sync.UnknownStreamError], is[*sync.ModeError]} {
		if users(err) {
			return protocol.ConfigError
		}
	}
	if api, ok := errors.AsType[*ovhapi.Error](err); ok {
		return apiFailureType(api)
	}
	if late, ok := errors.AsType[*pace.Error](err); ok {
		if late.Limited {
			return protocol.TransientError
		}
		return protocol.ConfigError
	}
	// Who answers is not OVH: the address, the proxy or the certificates of this machine are the
	// user's.
	if is[*tls.CertificateVerificationError](err) || errors.Is(err, http.ErrSchemeMismatch) {
		return protocol.ConfigError
	}
	return protocol.SystemError
}

// apiFailureType judges a refusal of OVH's: what is being changed or locked will be there again;
// of the key, its rights or what was asked for is the user's, and so is an address that redirects;
// anything else is not foreseen.
func apiFailureType(err *ovhapi.Error) protocol.FailureType {
	switch {
	case err.Status == http.StatusConflict, err.Status == http.StatusLocked:
		return protocol.TransientError
	case err.Status/100 == 4, err.Status/100 == 3, err.Gone():
		return protocol.ConfigError
	}
	return protocol.SystemError
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}
