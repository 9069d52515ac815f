package connector

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sandbox"
)

// form is a configuration as a user fills it in.
type form struct {
	Region            string            `json:"region"`
	Credentials       map[string]string `json:"credentials"`
	Endpoints         []json.RawMessage `json:"endpoints"`
	RequestsPerSecond float64           `json:"requests_per_second"`
	StartDate         string            `json:"start_date,omitempty"`
	LookbackDays      *int              `json:"lookback_days,omitempty"`
	APIURL            string            `json:"api_url,omitempty"`
	TokenURL          string            `json:"token_url,omitempty"`
}

// inProcess is a form for the sandbox in process, at OVH's limits.
func inProcess(endpoints ...string) form {
	return form{Region: "sandbox", Credentials: applicationKeys(), RequestsPerSecond: 20}.with(endpoints...)
}

// unlimited is a budget that no test exhausts.
const unlimited = 100_000

// overSocket serves an account without limits over a socket and gives a form for it.
func overSocket(t *testing.T, o sandbox.Options) (*sandbox.Account, form) {
	t.Helper()
	o.RequestsPerSecond = -1
	account := sandbox.New(o)
	server := httptest.NewServer(account)
	t.Cleanup(server.Close)
	return account, form{
		Region: "ovh-eu", Credentials: applicationKeys(), RequestsPerSecond: unlimited,
		APIURL: server.URL + "/1.0", TokenURL: server.URL + "/auth/oauth2/token",
	}
}

// nobody returns an address where connections are refused.
func nobody(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, listener.Close())
	return listener.Addr().String()
}

// with returns the form with these endpoints, each a path or a JSON object.
func (f form) with(endpoints ...string) form {
	f.Endpoints = nil
	for _, e := range endpoints {
		if !strings.HasPrefix(e, "{") {
			e = `{"path":"` + e + `"}`
		}
		f.Endpoints = append(f.Endpoints, json.RawMessage(e))
	}
	return f
}

func (f form) as(credentials map[string]string) form {
	f.Credentials = credentials
	return f
}

func applicationKeys() map[string]string {
	return map[string]string{
		"auth_type": "application_keys", "application_key": sandbox.ApplicationKey,
		"application_secret": sandbox.ApplicationSecret, "consumer_key": sandbox.ConsumerKey,
	}
}

func serviceAccount() map[string]string {
	return map[string]string{
		"auth_type": "oauth2_client_credentials", "client_id": sandbox.ClientID, "client_secret": sandbox.ClientSecret,
	}
}

func accessToken() map[string]string {
	return map[string]string{"auth_type": "access_token", "access_token": sandbox.AccessToken}
}

// changed returns keys of which one is another.
func changed(keys map[string]string, name, value string) map[string]string {
	keys[name] = value
	return keys
}

// before makes a fault: it sees each call of the API but the descriptions and the clock, and tells
// whether it has answered it.
func before(answer func(w http.ResponseWriter, r *http.Request) bool) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			aside := strings.HasSuffix(r.URL.Path, ".json") || strings.HasSuffix(r.URL.Path, "/") || strings.HasSuffix(r.URL.Path, "/auth/time")
			if aside || !answer(w, r) {
				next.ServeHTTP(w, r)
			}
		})
	}
}

// selected is a stream that a catalog selects as a whole.
func selected(name string) protocol.ConfiguredStream {
	return protocol.ConfiguredStream{
		Stream:   protocol.Stream{Name: name, JSONSchema: json.RawMessage(`{}`), SupportedSyncModes: []protocol.SyncMode{protocol.FullRefresh}},
		SyncMode: protocol.FullRefresh, DestinationSyncMode: "overwrite",
	}
}

// whole selects streams as a whole.
func whole(names ...string) []protocol.ConfiguredStream {
	var streams []protocol.ConfiguredStream
	for _, name := range names {
		streams = append(streams, selected(name))
	}
	return streams
}

// write writes a value as JSON to a new file.
func write(t *testing.T, name string, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	must(t, err)
	file := filepath.Join(t.TempDir(), name)
	must(t, os.WriteFile(file, data, 0o600))
	return file
}
