package connector

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox"
)

// The faults of the network that the matrix imitates, as they really are.

// hijacked takes the connection of an answer over.
func hijacked(t *testing.T, w http.ResponseWriter) *net.TCPConn {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		panic(http.ErrAbortHandler)
	}
	return conn.(*net.TCPConn)
}

// resetting makes the end of a connection a reset.
func resetting(t *testing.T, conn *net.TCPConn) {
	if err := errors.Join(conn.SetLinger(0), conn.Close()); err != nil {
		t.Error(err)
	}
}

func TestFaultsOfASocketPass(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault  func(*testing.T, http.ResponseWriter)
		reason string
	}{
		"reset before an answer": {func(t *testing.T, w http.ResponseWriter) {
			resetting(t, hijacked(t, w))
		}, `connection reset by peer|EOF`},
		"closed before an answer": {func(t *testing.T, w http.ResponseWriter) {
			_ = hijacked(t, w).Close()
		}, `EOF`},
		"reset in the middle of an answer": {func(t *testing.T, w http.ResponseWriter) {
			conn := hijacked(t, w)
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"nichandle\":")
			resetting(t, conn)
		}, `connection reset by peer|the answer broke off after \d+ of 100 bytes`},
		"closed in the middle of an answer": {func(t *testing.T, w http.ResponseWriter) {
			conn := hijacked(t, w)
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"nichandle\":")
			_ = conn.Close()
		}, `the answer broke off after 13 of 100 bytes: unexpected EOF`},
		"closed in the middle of a chunk": {func(t *testing.T, w http.ResponseWriter) {
			conn := hijacked(t, w)
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{\"nichandle\":")
			_ = conn.Close()
		}, `the answer broke off after 13 bytes: unexpected EOF`},
		"something else than HTTP": {func(t *testing.T, w http.ResponseWriter) {
			conn := hijacked(t, w)
			_, _ = io.WriteString(conn, "SSH-2.0-OpenSSH_9.6\r\n\r\n")
			_ = conn.Close()
		}, `malformed HTTP`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var attempts attempts
			_, f := overSocket(t, sandbox.Options{Intercept: func(next http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					// A connection that was used before, net/http replaces by itself.
					w.Header().Set("Connection", "close")
					if r.URL.Path == "/1.0/me" && attempts.next(r) == 1 {
						test.fault(t, w)
						return
					}
					next.ServeHTTP(w, r)
				})
			}})
			o := runRead(t.Context(), t, f.with("/me"), whole("me"), nil).succeeded(t)
			if diff := cmp.Diff(complete(1), o.story("me")); diff != "" {
				t.Error(diff)
			}
			warnings := strings.Join(o.logs("WARN"), "\n")
			if !regexp.MustCompile(`repeating the call .*(` + test.reason + `)`).MatchString(warnings) {
				t.Errorf("warnings: %s", warnings)
			}
		})
	}
}

// However little comes, a verb ends with its context.
func TestASlowSocketEndsWithTheContext(t *testing.T) {
	t.Parallel()
	for name, slow := range map[string]func(w http.ResponseWriter){
		"a hang": func(http.ResponseWriter) {},
		"a hang within an answer": func(w http.ResponseWriter) {
			_, _ = io.WriteString(w, `{"nichandle":`)
			_ = http.NewResponseController(w).Flush()
		},
	} {
		for _, verb := range []string{"check", "read"} {
			t.Run(name+", "+verb, func(t *testing.T) {
				t.Parallel()
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				_, f := overSocket(t, sandbox.Options{Intercept: before(func(w http.ResponseWriter, r *http.Request) bool {
					if r.URL.Path != "/1.0/me" {
						return false
					}
					slow(w)
					cancel(&SignalError{syscall.SIGTERM})
					<-r.Context().Done()
					panic(http.ErrAbortHandler)
				})})
				args := []string{verb, "--config", write(t, "config.json", f.with("/me"))}
				if verb == "read" {
					args = append(args, "--catalog", write(t, "catalog.json", map[string]any{"streams": whole("me")}))
				}
				began := time.Now()
				o := run(ctx, t, args...)
				if took := time.Since(began); took > 10*time.Second { // an attempt would take three minutes
					t.Errorf("it took %s", took)
				}
				if _, ok := errors.AsType[*SignalError](o.err); !ok || len(o.errors()) > 0 {
					t.Errorf("%v, %q", o.err, o.errors())
				}
			})
		}
	}
}

// A server that cannot prove that it is OVH is told nothing, by any verb.
func TestAnUntrustedSocketIsToldNothing(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("it was sent %s %s", r.Method, r.URL)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // the handshakes are meant to fail
	server.StartTLS()
	t.Cleanup(server.Close)
	for name, credentials := range map[string]map[string]string{"keys": applicationKeys(), "service account": serviceAccount()} {
		f := form{
			Region: "ovh-eu", Credentials: credentials, RequestsPerSecond: unlimited,
			APIURL: server.URL + "/1.0", TokenURL: server.URL + "/auth/oauth2/token",
		}.with("/me")
		const want = "tls: failed to verify certificate: x509: certificate signed by unknown authority; check the API address"
		if got := runForm(t, "check", f).succeeded(t).status(t); !strings.HasPrefix(got, "FAILED\n") || !strings.Contains(got, want) {
			t.Errorf("%s: check: %s", name, got)
		}
		for verb, o := range map[string]outcome{"discover": runForm(t, "discover", f), "read": runRead(t.Context(), t, f, whole("me"), nil)} {
			if got := o.errors(); ExitCode(o.err) != 1 || len(got) != 1 || !strings.Contains(got[0], ": config_error: ") || !strings.Contains(got[0], want) {
				t.Errorf("%s: %s: %q", name, verb, got)
			}
		}
	}
}
