package console

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/sandbox"
)

// shellVariables returns what a person sets before running a command, from the sandbox's keys, but
// for one field that is wrong; "" for none.
func shellVariables(t *testing.T, kind config.Kind, wrong string) []string {
	t.Helper()
	keys := map[string]string{
		"application_key": sandbox.ApplicationKey, "application_secret": sandbox.ApplicationSecret, "consumer_key": sandbox.ConsumerKey,
		"client_id": sandbox.ClientID, "client_secret": sandbox.ClientSecret, "access_token": sandbox.AccessToken,
	}
	variables := []string{"PATH=" + os.Getenv("PATH"), "NO_PROXY=*"}
	for _, field := range kind.Fields {
		value, ok := keys[field.Name]
		if !ok {
			t.Fatalf("the sandbox has no %s", field.Name)
		}
		if field.Name == wrong {
			value = "wrong"
		}
		variables = append(variables, "OVH_"+strings.ToUpper(field.Name)+"="+value)
	}
	return variables
}

// TestCurlSignsWithEveryKind has a shell run the commands of each kind against an account behind a
// socket.
func TestCurlSignsWithEveryKind(t *testing.T) {
	for _, tool := range []string{"sh", "curl", "sha1sum", "sed", "cut"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("the commands cannot be run here: %v", err)
		}
	}
	server := httptest.NewServer(sandbox.New(sandbox.Options{RequestsPerSecond: -1}))
	t.Cleanup(server.Close)
	for _, kind := range config.Kinds() {
		t.Run(kind.AuthType, func(t *testing.T) {
			if curlSigning[kind.AuthType] == nil {
				t.Fatal("no command signs with this kind")
			}
			cfg := &config.Config{
				Region: "ovh-eu", APIURL: server.URL + "/1.0", TokenURL: server.URL + "/auth/oauth2/token",
				Credentials: config.Credentials{AuthType: kind.AuthType},
			}
			run := func(request ovhapi.Request, path string, variables []string) string {
				shell := exec.CommandContext(t.Context(), "sh", "-c", curlCommand(cfg, request, server.URL+path))
				shell.Env = variables
				answer, err := shell.Output()
				if err != nil {
					t.Fatalf("%v\n%s", err, shell)
				}
				return string(answer)
			}
			given := shellVariables(t, kind, "")
			has(t, run(ovhapi.Request{Method: http.MethodGet}, "/1.0/me", given), `"nichandle":"sb12345-ovh"`)
			has(t, run(ovhapi.Request{Method: http.MethodGet}, "/1.0/me/bill?date.from=2025-01-01T00%3A00%3A00%2B00%3A00&date.to=2026-01-01", given), `"FR4`)
			has(t, run(ovhapi.Request{Method: http.MethodPost, Body: []byte(`{"name":"it's $HOME+ and é"}`)}, "/1.0/me/document", given), `"name":"it's $HOME+ and é"`)
			for _, field := range kind.Fields {
				lacks(t, run(ovhapi.Request{Method: http.MethodGet}, "/1.0/me", shellVariables(t, kind, field.Name)), "nichandle")
			}
		})
	}
}
