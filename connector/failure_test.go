package connector

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/crash"
	"source-ovhcloud-api/connector/internal/pace"
	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sync"
)

func TestFailureType(t *testing.T) {
	for _, test := range []struct {
		name string
		err  error
		want protocol.FailureType
	}{
		{"usage", &usageError{fault: "a command is missing"}, protocol.ConfigError},
		{"a file", &inputError{"config", "c.json", io.EOF}, protocol.ConfigError},
		{"a form that is no JSON", &config.SyntaxError{}, protocol.ConfigError},
		{"a form", config.Faults{}, protocol.ConfigError},
		{"an endpoint", &plan.ConfigError{Place: config.Endpoint{Name: "me"}.Place("path"), Message: "none"}, protocol.ConfigError},
		{"a stream of the catalog", &sync.UnknownStreamError{Name: "x"}, protocol.ConfigError},
		{"a mode of the catalog", &sync.ModeError{Stream: "x", Mode: "y"}, protocol.ConfigError},
		{"the credential", &ovhapi.Error{Status: 403, Code: "INVALID_CREDENTIAL"}, protocol.ConfigError},
		{"the application", &ovhapi.Error{Status: 403, Code: "INVALID_KEY"}, protocol.ConfigError},
		{"the token", &ovhapi.Error{Status: 401}, protocol.ConfigError},
		{"the service account", &ovhapi.Error{Status: 400, Code: "invalid_client"}, protocol.ConfigError},
		{"a right", &ovhapi.Error{Status: 403, Code: "NOT_GRANTED_CALL"}, protocol.ConfigError},
		{"an item of someone else", &ovhapi.Error{Status: 403}, protocol.ConfigError},
		{"an item that is gone", &ovhapi.Error{Status: 404}, protocol.ConfigError},
		{"an expired service", &ovhapi.Error{Status: 460}, protocol.ConfigError},
		{"a parameter", &ovhapi.Error{Status: 400}, protocol.ConfigError},
		{"a redirect", &ovhapi.Error{Status: 302}, protocol.ConfigError},
		{"a certificate", fmt.Errorf("reading: %w", &tls.CertificateVerificationError{Err: io.EOF}), protocol.ConfigError},
		{"http at a port for https", fmt.Errorf("reading: %w", http.ErrSchemeMismatch), protocol.ConfigError},
		{"a method", &ovhapi.Error{Status: 405}, protocol.ConfigError},
		{"a 401 of a key that is good", &ovhapi.Error{Status: 401, CredentialAccepted: true}, protocol.ConfigError},
		{"a conflict", &ovhapi.Error{Status: 409}, protocol.TransientError},
		{"a lock", &ovhapi.Error{Status: 423}, protocol.TransientError},
		{"a server error", &ovhapi.Error{Status: 500}, protocol.SystemError},
		{"given up", &ovhapi.TransientError{Err: &ovhapi.Error{Status: 500}}, protocol.TransientError},
		{"given up, whatever it wraps", &ovhapi.TransientError{Err: &ovhapi.Error{Status: 400}}, protocol.TransientError},
		{"a budget that is too small", fmt.Errorf("waiting: %w", &pace.Error{Budget: 0.01}), protocol.ConfigError},
		{"a budget that OVH does not give", fmt.Errorf("waiting: %w", &pace.Error{Budget: 20, Limited: true}), protocol.TransientError},
		{"a crash", &crash.Error{Value: "x"}, protocol.SystemError},
		{"anything else", errors.New("x"), protocol.SystemError},
		{"wrapped", fmt.Errorf("reading: %w", &ovhapi.TransientError{Err: io.EOF}), protocol.TransientError},
		{"joined", errors.Join(io.EOF, &plan.ConfigError{}), protocol.ConfigError},
	} {
		if got := failureType(test.err); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestTrace(t *testing.T) {
	got := trace(fmt.Errorf("reading: %w", &inputError{"config", "c.json", io.EOF}))
	want := protocol.TraceError{Message: "Reading: --config c.json: EOF", Internal: "*fmt.wrapError: reading: --config c.json: EOF", FailureType: protocol.ConfigError}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	crash := trace(&crash.Error{Value: "index out of range", Stack: "goroutine 1"})
	if crash.StackTrace != "goroutine 1" || crash.FailureType != protocol.SystemError || !strings.Contains(crash.Message, "index out of range") {
		t.Errorf("%+v", crash)
	}
}

func TestSentences(t *testing.T) {
	for text, want := range map[string]string{
		"":              "",
		"one":           "One",
		"one\ntwo\n":    "One\nTwo\n",
		"--config x: y": "--config x: y",
		"GET /me: 404":  "GET /me: 404",
	} {
		if got := words.Lines(errors.New(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// crashing is a verb with a bug.
type crashing struct{}

func (crashing) flags(*flagSet) {}

func (crashing) run(_ context.Context, p *process) error {
	p.out.Mask("aLongSecret")
	panic("a bug that knows aLongSecret")
}

// A panic is a TRACE like any other error, with its stack and without secrets. The test adds a
// verb, so it is not parallel.
func TestACrashIsReported(t *testing.T) {
	was := verbs
	defer func() { verbs = was }()
	verbs = append(verbs[:len(verbs):len(verbs)], was[0])
	verbs[len(was)].name, verbs[len(was)].make = "crash", func() verb { return crashing{} }
	o := run(t.Context(), t, "crash")
	if reported := o.errors(); ExitCode(o.err) != 1 || len(reported) != 1 || !strings.HasPrefix(reported[0], ": system_error: The connector has a bug and cannot go on: a bug that knows ****.") {
		t.Errorf("%v: %q", o.err, reported)
	}
	if !strings.Contains(o.stdout, `"stack_trace":"goroutine `) || !strings.Contains(o.stdout, "failure_test.go") || strings.Contains(o.stdout+o.stderr, "aLongSecret") {
		t.Errorf("%s\n%s", o.stdout, o.stderr)
	}
}
