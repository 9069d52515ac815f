package console

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/sandbox"
)

// BenchmarkPages measures the server's work for the pages of 200 streams, each a chain of three
// calls.
func BenchmarkPages(b *testing.B) {
	var endpoints []string
	for i := range 200 {
		endpoints = append(endpoints, fmt.Sprintf(`{"path": "/me/bill/{billId}/details/{billDetailId}", "name": "stream_%d"}`, i))
	}
	c, err := New(Options{
		Connector: &sandboxConnector{account: sandbox.New(sandbox.Options{RequestsPerSecond: -1})},
		Form:      sandboxForm(strings.Join(endpoints, ",")), Sandbox: sandboxForm(""), Loopback: true, Log: zerolog.Nop(),
	})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	c.workspace.state().conn.library.wait()
	session := c.sessions.begin()
	for _, path := range []string{"/configure", "/configure/100", "/export", "/account"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, http.NoBody)
				r.Host = "127.0.0.1"
				r.AddCookie(&http.Cookie{Name: sessionCookie(r), Value: session})
				w := httptest.NewRecorder()
				if c.ServeHTTP(w, r); w.Code != http.StatusOK {
					b.Fatal(w.Body)
				}
			}
		})
	}
}
