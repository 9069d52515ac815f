package ovhapi

import (
	"compress/gzip"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// These tests run the client with its own transport over a real socket. They cover what a fake
// transport cannot: what net/http does to a URL, a body or a redirect on its way. Timing is covered
// by the tests in virtual time.

// newSocketClient returns a client of a server with the given handler, which need not answer
// /auth/time.
func newSocketClient(t *testing.T, h http.HandlerFunc) *Client {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /1.0/auth/time", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, time.Now().Unix())
	})
	mux.HandleFunc("/", h)
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return newTestClient(t, nil, func(o *Options) { o.BaseURL, o.RequestsPerSecond = server.URL+"/1.0", 100000 })
}

func TestSocketSignature(t *testing.T) {
	var received []string
	c := newSocketClient(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if r.Header.Get("X-Ovh-Signature") != signature(testKeys, r, "http://"+r.Host+r.RequestURI, body) {
			http.Error(w, `{"errorCode":"INVALID_SIGNATURE"}`, http.StatusBadRequest)
			return
		}
		received = append(received, r.Method+" "+r.RequestURI)
		_, _ = io.WriteString(w, "{}")
	})
	for _, r := range []Request{
		{Method: http.MethodGet, Branch: "v1", Path: "/ip/1.2.3.0%2F24"},
		{Method: http.MethodGet, Branch: "v1", Path: "/ip/2001:db8::%2F64", Query: "q=a%20b%2Bc"},
		{Method: http.MethodGet, Branch: "v1", Path: "/domain/zone/münchen.test"},
		{Method: http.MethodGet, Branch: "v2", Path: "/iam/resource"},
		{Method: http.MethodPost, Branch: "v1", Path: "/me/document", Body: []byte(`{ "name": "x" }`)},
	} {
		if _, err := c.Do(t.Context(), r); err != nil {
			t.Error(err)
		}
	}
	if diff := cmp.Diff([]string{
		"GET /1.0/ip/1.2.3.0%2F24",
		"GET /1.0/ip/2001:db8::%2F64?q=a%20b%2Bc",
		"GET /1.0/domain/zone/m%C3%BCnchen.test",
		"GET /v2/iam/resource",
		"POST /1.0/me/document",
	}, received); diff != "" {
		t.Error("(-want +got):", diff)
	}
}

// TestSocketConcurrency is for the race detector: go-ovh by itself would not pass it.
func TestSocketConcurrency(t *testing.T) {
	c := newSocketClient(t, func(w http.ResponseWriter, r *http.Request) { _, _ = fmt.Fprintf(w, "%q", r.URL.Path) })
	var wg sync.WaitGroup
	var stats Stats
	for i := range 50 {
		wg.Go(func() {
			for j := range 10 {
				r := signedGet(fmt.Sprintf("/x/%d-%d", i, j))
				r.Stats = &stats
				if resp, err := c.Do(t.Context(), r); err != nil || string(resp.Body) != fmt.Sprintf("%q", "/1.0"+r.Path) {
					t.Errorf("%+v, %v", resp, err)
				}
			}
		})
	}
	wg.Wait()
	if stats.Calls.Load() != 500 {
		t.Errorf("%d calls", stats.Calls.Load())
	}
}

func TestSocketRedirectIsNotFollowed(t *testing.T) {
	c := newSocketClient(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/1.0/me" {
			t.Errorf("followed to %s", r.URL.Path)
		}
		http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
	})
	_, err := c.Do(t.Context(), signedGet("/me"))
	if refused, ok := errors.AsType[*Error](err); !ok || refused.Status != http.StatusTemporaryRedirect ||
		!strings.Contains(err.Error(), "redirects are not followed") {
		t.Errorf("error %v", err)
	}
}

func TestSocketCompression(t *testing.T) {
	want := `["` + strings.Repeat("a", 100_000) + `"]`
	c := newSocketClient(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("headers %v", r.Header)
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		_, _ = io.WriteString(z, want)
		_ = z.Close()
	})
	resp, err := c.Do(t.Context(), signedGet("/me"))
	if err != nil || string(resp.Body) != want {
		t.Errorf("error %v", err)
	}
}

// TestSocketTruncation uses a POST, so that the failure is not repeated.
func TestSocketTruncation(t *testing.T) {
	for name, cut := range map[string]func(http.ResponseWriter){
		"announced": func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `["a"]`)
		},
		"chunked": func(w http.ResponseWriter) {
			_, _ = io.WriteString(w, `["a"]`)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		},
		"nothing at all": func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			c := newSocketClient(t, func(w http.ResponseWriter, _ *http.Request) { cut(w) })
			_, err := c.Do(t.Context(), Request{Method: http.MethodPost, Branch: "v1", Path: "/me/document"})
			if _, ok := errors.AsType[*TransientError](err); !ok || !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestSocketCertificateIsVerified(t *testing.T) {
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // the handshake is meant to fail
	server.StartTLS()
	t.Cleanup(server.Close)
	c := newTestClient(t, nil, func(o *Options) { o.BaseURL = server.URL + "/1.0" })
	_, err := c.Do(t.Context(), get("/me"))
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); !ok {
		t.Errorf("error %v", err)
	}
	if _, ok := errors.AsType[*TransientError](err); ok {
		t.Errorf("transient: %v", err)
	}
}
