package console

import (
	"go/format"
	"net/http"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
)

func snippetsOf(t *testing.T, cfg *config.Config, request ovhapi.Request) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, s := range newSnippets(cfg, request, "https://eu.api.ovh.com/1.0/x") {
		texts[s.Title] = s.Text
		lacks(t, s.Text, "hush", "<no value>")
		if s.Title != "Go" {
			continue
		}
		if formatted, err := format.Source([]byte(s.Text)); err != nil || string(formatted) != s.Text {
			t.Errorf("%v, or not as gofmt writes it:\n%s", err, s.Text)
		}
	}
	return texts
}

// What the snippets do is tested against their clients in integration_tests/browser.
func TestSnippets(t *testing.T) {
	keys := &config.Config{Region: "ovh-eu", Credentials: config.Credentials{AuthType: config.ApplicationKeys, ApplicationSecret: "hush", ConsumerKey: "hush"}}
	post := ovhapi.Request{
		Method: "POST", Branch: "v2", Path: "/x/a%2Fb", Query: "q=%27%22", Header: http.Header{"X-Pagination-Size": {"9"}},
		Body: []byte(`{"name":"it's \"<b>\" \\ $HOME","password":"hush"}`),
	}
	texts := snippetsOf(t, keys, post)
	if len(texts) != 5 {
		t.Errorf("%d snippets, want curl and four clients", len(texts))
	}
	has(t, texts["Go"], `ovh.NewClient("ovh-eu", os.Getenv("OVH_APPLICATION_KEY"),`, `client.NewRequest("POST", "/v2/x/a%2Fb?q=%27%22", body, true)`, `request.Header.Set("X-Pagination-Size", "9")`, leftOut)
	has(t, texts["Python"], `endpoint="ovh-eu"`, `client.raw_call("POST", "/v2/x/a%2Fb?q=%27%22", body, True, headers=headers)`, `headers = {"X-Pagination-Size": "9"}`)
	has(t, texts["Node"], `endpoint: "ovh-eu"`, `requestPromised("POST", "/v2/x/a%2Fb?q=%27%22", {"name":`, "X-Pagination-Size is left out")
	has(t, texts["PHP"], `$client->post('/v2/x/a%2Fb?q=%27%22', $body, ['X-Pagination-Size' => '9']);`, `it\'s \\"<b>\\" \\\\ $HOME`)

	// A secret may stand elsewhere than in the body; what the call itself has stays as it is.
	secret := ovhapi.Request{Method: "GET", Branch: "v1", Path: "/x", Query: "a=1&authToken=hush", Header: http.Header{"X-Secret": {"hush"}}}
	for _, s := range newSnippets(keys, secret, "https://eu.api.ovh.com/1.0/x?a=1&authToken=hush") {
		has(t, s.Text, "/x?a=1&authToken="+leftOut)
		lacks(t, s.Text, "hush")
	}
	if secret.Header.Get("X-Secret") != "hush" {
		t.Error("the call itself has lost its header")
	}

	oauth2 := &config.Config{Region: "ovh-ca", Credentials: config.Credentials{AuthType: config.OAuth2ClientCredentials, ClientSecret: "hush"}}
	texts = snippetsOf(t, oauth2, ovhapi.Request{Method: "GET", Branch: "v1", Path: "/me"})
	has(t, texts["Go"], "NewOAuth2Client", `client.CallAPI("GET", "/me", nil, &answer, true)`)
	has(t, texts["Python"], "client_secret=", `client.call("GET", "/me", None, True)`)
	has(t, texts["Node"], "clientSecret:", `requestPromised("GET", "/me").then(`)
	has(t, texts["PHP"], "withOAuth2", `$client->get('/me');`)

	// Only one of OVH's clients takes an access token.
	token := &config.Config{Region: "ovh-eu", Credentials: config.Credentials{AuthType: config.AccessToken, AccessToken: "hush"}}
	texts = snippetsOf(t, token, ovhapi.Request{Method: "GET", Branch: "v1", Path: "/me"})
	if len(texts) != 2 || !strings.Contains(texts["Go"], "NewAccessTokenClient") {
		t.Errorf("%d snippets, want curl and Go", len(texts))
	}

	// An address of one's own is given in full, and a call that needs no keys says so.
	own := &config.Config{Region: "sandbox", APIURL: "https://127.0.0.1:8443/1.0", Credentials: keys.Credentials}
	texts = snippetsOf(t, own, ovhapi.Request{Method: "GET", Branch: "v1", Path: "/auth/time", NoAuth: true})
	has(t, texts["Go"], `ovh.NewClient("https://127.0.0.1:8443/1.0",`, "&answer, false)")
	has(t, texts["Python"], `ovh.client.ENDPOINTS["custom"] = "https://127.0.0.1:8443/1.0"`, "None, False)")
	has(t, texts["Node"], `host: "127.0.0.1"`, "port: 8443", `basePath: "/1.0"`)
	has(t, texts["PHP"], `$client->get('/auth/time', null, null, false);`)
}
