package connector

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"source-ovhcloud-api/connector/sandbox"
)

// A signal during discover ends it as a signal, without an error.
func TestASignalDuringDiscoverEndsItAsASignal(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	_, f := overSocket(t, sandbox.Options{Intercept: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasSuffix(r.URL.Path, "/me.json") {
				next.ServeHTTP(w, r)
				return
			}
			cancel(&SignalError{syscall.SIGINT})
			<-r.Context().Done()
			panic(http.ErrAbortHandler)
		})
	}})
	o := run(ctx, t, "discover", "--config", write(t, "config.json", f.with("/me")))
	if _, ok := errors.AsType[*SignalError](o.err); !ok || len(o.errors()) > 0 {
		t.Errorf("%v\n%s", o.err, o.stdout)
	}
}

// A closed stdout that one stream meets ends the others, too.
func TestAClosedStdoutEndsTheOtherStreams(t *testing.T) {
	config := write(t, "config.json", inProcess("/me", "/ip"))
	catalog := write(t, "catalog.json", map[string]any{"streams": whole("me", "ip")})
	synctest.Test(t, func(t *testing.T) {
		account := sandbox.New(sandbox.Options{Intercept: before(func(_ http.ResponseWriter, r *http.Request) bool {
			if strings.HasSuffix(r.URL.Path, "/ip") {
				<-r.Context().Done()
			}
			return false
		})})
		// STARTED of both, then nobody is there.
		p := newProcess(&brokenPipe{2, io.ErrClosedPipe}, io.Discard)
		p.network = sandbox.Transport(account)
		began := time.Now()
		_ = p.run(t.Context(), []string{"read", "--config", config, "--catalog", catalog})
		// Otherwise it ends with the attempt, after minutes.
		if took := time.Since(began); took > 3*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

// Items that do not come in batches fill the window, and keep to it.
func TestUnbatchedItemsKeepToTheWindow(t *testing.T) {
	f := inProcess("/me/bill/{billId}")
	f.RequestsPerSecond = unlimited
	config := write(t, "config.json", f)
	catalog := write(t, "catalog.json", map[string]any{"streams": whole("me_bill_each")})
	synctest.Test(t, func(t *testing.T) {
		var under, most atomic.Int64
		account := sandbox.New(sandbox.Options{BatchLimit: -1, RequestsPerSecond: -1, Sizes: sandbox.Sizes{Bills: 1000}, Intercept: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				n := under.Add(1)
				defer under.Add(-1)
				for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
				}
				time.Sleep(time.Second)
				next.ServeHTTP(w, r)
			})
		}})
		runThrough(t, sandbox.Transport(account), "read", "--config", config, "--catalog", catalog).succeeded(t)
		if n := most.Load(); n != 64 {
			t.Errorf("%d calls were under way at once, want 64", n)
		}
	})
}

// A key without the right to read about itself is not failed for that.
func TestANarrowKeyPassesItsCheck(t *testing.T) {
	_, f := overSocket(t, sandbox.Options{Rules: []sandbox.AccessRule{{Method: "GET", Path: "/me/bill*"}}})
	if got := runForm(t, "check", f.with("/me/bill")).status(t); !strings.HasPrefix(got, "SUCCEEDED\n") {
		t.Error(got)
	}
}

// A key that may not be used from here does not lack a right.
func TestAnIPThatIsNotAllowedIsNoMissingRight(t *testing.T) {
	_, f := overSocket(t, sandbox.Options{AllowedIPs: []string{"192.0.2.0/24"}})
	if got := runForm(t, "check", f.with("/me")).status(t); strings.Contains(got, "granted") || strings.Contains(got, "this item") {
		t.Error(got)
	}
}

// A misspelt path is said to be one, under a narrow key, too.
func TestAMisspeltPathIsNamedUnderANarrowKey(t *testing.T) {
	_, f := overSocket(t, sandbox.Options{Rules: []sandbox.AccessRule{{Method: "GET", Path: "/me"}, {Method: "GET", Path: "/auth/currentCredential"}, {Method: "GET", Path: "/me/bill*"}}})
	if got := runForm(t, "check", f.with("/me/bil")).status(t); !strings.Contains(got, "Near it: /me/bill") {
		t.Error(got)
	}
}
