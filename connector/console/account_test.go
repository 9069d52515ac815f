package console

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/sandbox"
)

func TestSignIn(t *testing.T) {
	b := open(t, withEndpoint)
	b.post(http.StatusSeeOther, "/account/forget")
	has(t, b.get(http.StatusOK, "/account"), "can be explored without keys")

	keys := []string{"region", "sandbox", "auth_type", "application_keys", "application_key", sandbox.ApplicationKey, "application_secret", sandbox.ApplicationSecret}
	has(t, b.post(http.StatusUnprocessableEntity, "/account", keys...), "Nothing was changed")
	has(t, b.post(http.StatusUnprocessableEntity, "/account", append(keys, "consumer_key", "a b")...), `class="fault"`, "has a blank")
	has(t, b.post(http.StatusUnprocessableEntity, "/account", append(keys, "consumer_key", "wrongwrongwrongw")...), "1 problem")
	b.post(http.StatusSeeOther, "/account", append(keys, "consumer_key", " "+sandbox.ConsumerKey)...)
	has(t, b.get(http.StatusOK, "/account"), "Signed in as <b>sb12345-ovh</b>", "held in memory")
	// The endpoints stay, and a key that is not typed again is the one that is held.
	b.post(http.StatusSeeOther, "/account", "region", "sandbox", "auth_type", "application_keys")
	has(t, b.get(http.StatusOK, "/configure"), "me_bill_each")

	b.post(http.StatusSeeOther, "/account", "region", "sandbox", "auth_type", "oauth2_client_credentials", "client_id", sandbox.ClientID, "client_secret", sandbox.ClientSecret)
	has(t, b.get(http.StatusOK, "/export/config.json"), "oauth2_client_credentials")
	lacks(t, b.get(http.StatusOK, "/export/config.json"), "consumer_key")

	// Another region knows none of the keys.
	b.post(http.StatusSeeOther, "/account", "region", "ovh-eu", "auth_type", "application_keys")
	has(t, b.get(http.StatusOK, "/account"), "OVHcloud Europe can be explored without keys")
	has(t, b.post(http.StatusUnprocessableEntity, "/account", "region", "mars", "auth_type", "application_keys"), "must be ovh-eu")
	b.post(http.StatusSeeOther, "/account/sandbox")
	has(t, b.get(http.StatusOK, "/account"), "Signed in as <b>sb12345-ovh</b>")
}

// A consumer key is asked for with the rights that the endpoints need, and used once its owner has allowed it.
func TestConsent(t *testing.T) {
	b := open(t, nil)
	has(t, b.post(http.StatusUnprocessableEntity, "/account/request", "region", "sandbox", "auth_type", "application_keys"), "The sandbox is inside the connector")

	var asked []byte
	b = open(t, func(o *Options) {
		o.Connector.(*sandboxConnector).account = sandbox.New(sandbox.Options{RequestsPerSecond: -1, Intercept: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPost {
					var body bytes.Buffer
					body.ReadFrom(r.Body)
					asked = body.Bytes()
					r.Body = http.NoBody
					r = r.Clone(r.Context())
					r.Body = readCloser{bytes.NewReader(asked)}
				}
				next.ServeHTTP(w, r)
			})
		}})
		o.Form = fmt.Appendf(nil, `{"region": "sandbox", "api_url": "https://api.test/1.0", "credentials": {"auth_type": "application_keys"}, "endpoints": [{"path": "/me/bill/{billId}"}]}`)
	})
	b.post(http.StatusUnprocessableEntity, "/account/granted")
	request := []string{"region", "sandbox", "auth_type", "application_keys", "application_key", sandbox.ApplicationKey, "application_secret", sandbox.ApplicationSecret}
	has(t, b.post(http.StatusUnprocessableEntity, "/account/request", "region", "sandbox", "auth_type", "application_keys"), "fill in both")
	has(t, b.post(http.StatusUnprocessableEntity, "/account/request", append([]string{"region", "ovh-eu"}, request[2:]...)...), "Choose the region first")
	b.post(http.StatusSeeOther, "/account/request", request...)
	has(t, string(asked), `{"method":"GET","path":"/me/bill/*"}`, `{"method":"GET","path":"/auth/currentCredential"}`)

	page := b.get(http.StatusOK, "/account")
	has(t, page, "OVH waits for your consent")
	link := regexp.MustCompile(`https://api\.test(/auth/\?credentialToken=\w+)`).FindStringSubmatch(page)
	if link == nil {
		t.Fatal(page)
	}
	has(t, b.post(http.StatusUnprocessableEntity, "/account/granted"), "problem", "OVH waits for your consent")
	b.connector.account.ServeHTTP(httptest.NewRecorder(), newGet(t, link[1]))
	b.post(http.StatusSeeOther, "/account/granted")
	page = b.get(http.StatusOK, "/account")
	has(t, page, "Signed in as <b>sb12345-ovh</b>")
	lacks(t, page, "waits for your consent")
	// The key may do what it was asked for, and nothing else.
	has(t, b.post(http.StatusOK, "/try/v1/GET/me/bill/%7BbillId%7D", "path:billId", "FR40000006"), "status-good")
	has(t, b.post(http.StatusOK, "/try/v1/GET/vps"), "NOT_GRANTED_CALL")
	if key := b.console.workspace.state().form.Credentials.ConsumerKey; !b.connector.has(key) {
		t.Error("the key is not kept out of the log")
	}
}

type readCloser struct{ *bytes.Reader }

func (readCloser) Close() error { return nil }

// A call that is made while the person signs in elsewhere ends as it began.
func TestReconnecting(t *testing.T) {
	b := open(t, nil)
	before := b.console.workspace.state().conn
	b.post(http.StatusSeeOther, "/account/forget")
	if _, err := before.client.Do(t.Context(), ovhapi.Request{Method: http.MethodGet, Branch: "v1", Path: "/me"}); err != nil {
		t.Error(err)
	}
	after := b.console.workspace.state().conn
	b.post(http.StatusSeeOther, "/account/forget")
	if before == after || after != b.console.workspace.state().conn {
		t.Error("there is one connection for each account")
	}
}
