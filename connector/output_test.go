package connector

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sandbox"
)

// brokenPipe is an output whose reader goes away after so many writes.
type brokenPipe struct {
	left int
	err  error
}

func (p *brokenPipe) Write(b []byte) (int, error) {
	if p.left--; p.left < 0 {
		return 0, p.err
	}
	return len(b), nil
}

// Whoever closed stdout has gone: the verbs end without a word, but not with success.
func TestAClosedStdoutEndsSilently(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		config := write(t, "config.json", inProcess("/me", "/me/bill/{billId}"))
		catalog := write(t, "catalog.json", map[string]any{"streams": whole("me", "me_bill_each")})
		for _, args := range [][]string{
			{"spec"}, {"nonsense"}, {"check", "--config", config}, {"discover", "--config", config},
			{"read", "--config", config, "--catalog", catalog}, {"read", "--config", "missing.json", "--catalog", catalog},
		} {
			for _, gone := range []error{io.ErrClosedPipe, &os.PathError{Op: "write", Path: "stdout", Err: syscall.EPIPE}} {
				var stderr bytes.Buffer
				err := Run(t.Context(), args, &brokenPipe{0, gone}, &stderr)
				if !errors.Is(err, protocol.ErrOutputClosed) || ExitCode(err) != 1 {
					t.Errorf("%q: %v", args, err)
				}
				if stderr.Len() > 0 && args[0] != "nonsense" {
					t.Errorf("%q: stderr: %s", args, stderr.String())
				}
			}
		}
	})
}

// Any moment will do.
func TestStdoutMayCloseAtAnyMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		config := write(t, "config.json", inProcess("/me", "/me/bill/{billId}"))
		catalog := write(t, "catalog.json", map[string]any{"streams": whole("me", "me_bill_each")})
		for left := range 14 {
			err := Run(t.Context(), []string{"read", "--config", config, "--catalog", catalog}, &brokenPipe{left, io.ErrClosedPipe}, io.Discard)
			if err != nil && (!errors.Is(err, protocol.ErrOutputClosed) || ExitCode(err) != 1) {
				t.Errorf("after %d writes: %v", left, err)
			}
			if err == nil && left < 8 { // four of each stream
				t.Errorf("after %d writes nothing was missed", left)
			}
		}
	})
}

// What is wrong with an output that is still there can be told on stderr only.
func TestAFullDiskIsTold(t *testing.T) {
	var stderr bytes.Buffer
	err := Run(t.Context(), []string{"spec"}, &brokenPipe{0, syscall.ENOSPC}, &stderr)
	if !errors.Is(err, syscall.ENOSPC) || ExitCode(err) != 1 {
		t.Error(err)
	}
	if !strings.Contains(stderr.String(), "no space left") {
		t.Errorf("stderr: %s", stderr.String())
	}
}

// A signal ends what is under way, however OVH hangs, and is no answer.
func TestASignalEndsAVerb(t *testing.T) {
	t.Parallel()
	for verb, path := range map[string]string{"check": "/1.0/me", "read": "/1.0/me"} {
		t.Run(verb, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancelCause(t.Context())
			_, f := overSocket(t, sandbox.Options{Intercept: func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path != path {
						next.ServeHTTP(w, r)
						return
					}
					cancel(&SignalError{syscall.SIGINT})
					<-r.Context().Done()
					panic(http.ErrAbortHandler)
				})
			}})
			args := []string{verb, "--config", write(t, "config.json", f.with("/me"))}
			if verb == "read" {
				args = append(args, "--catalog", write(t, "catalog.json", map[string]any{"streams": whole("me")}))
			}
			o := run(ctx, t, args...)
			if cause, ok := errors.AsType[*SignalError](o.err); !ok || cause.Signal != syscall.SIGINT {
				t.Errorf("error: %v", o.err)
			}
			if strings.Contains(o.stdout, `"CONNECTION_STATUS"`) || len(o.errors()) > 0 {
				t.Errorf("an answer: %s", o.stdout)
			}
		})
	}
}
