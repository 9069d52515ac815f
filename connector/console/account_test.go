package console

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/check"
	"source-ovhcloud-api/connector/config"
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

// A consumer key is asked for where the page has the fields for application keys chosen, and where
// OVH, not the sandbox, makes it.
func TestWhereAConsumerKeyIsAskedFor(t *testing.T) {
	b := open(t, nil)
	const button = `<button class="by-rules" formaction="/account/request">`
	lacks(t, b.get(http.StatusOK, "/account"), button)
	b.post(http.StatusSeeOther, "/account", "region", "ovh-eu", "auth_type", "application_keys")
	page := b.get(http.StatusOK, "/account")
	has(t, page, button)
	for _, kind := range config.Kinds() {
		radio := regexp.MustCompile(`<input type="radio" id="` + kind.AuthType + `"[^>]*>`).FindString(page)
		if has := strings.Contains(radio, " data-rules "); radio == "" || has != (kind.AuthType == config.ApplicationKeys) {
			t.Errorf("%s: %q", kind.AuthType, radio)
		}
	}
	has(t, b.get(http.StatusOK, "/assets/console.css"), "form:not(:has([data-rules]:checked)) .by-rules { display: none; }")
}

// A consumer key is asked for with the rights that the endpoints need, and used once its owner has
// allowed it.
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
	has(t, page, "OVHcloud is waiting for your consent")
	link := regexp.MustCompile(`https://api\.test(/auth/\?credentialToken=\w+)`).FindStringSubmatch(page)
	if link == nil {
		t.Fatal(page)
	}
	has(t, b.post(http.StatusUnprocessableEntity, "/account/granted"), "problem", "OVHcloud is waiting for your consent")
	// A page that waits is told nothing until the key is allowed.
	if page := b.post(http.StatusNoContent, "/account/granted", "waiting", "yes"); page != "" {
		t.Errorf("a page that waits gets %s", page)
	}
	b.connector.account.ServeHTTP(httptest.NewRecorder(), newGet(t, link[1]))
	b.post(http.StatusSeeOther, "/account/granted", "waiting", "yes")
	page = b.get(http.StatusOK, "/account")
	has(t, page, "Signed in as <b>sb12345-ovh</b>")
	lacks(t, page, "waiting for your consent")
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

// What was shown, asked or allowed under one account says nothing under another,
// even when the account is changed while a request is under way.
func TestNothingOutlivesItsAccount(t *testing.T) {
	for _, change := range []string{"/account/forget", "/account/sandbox"} {
		b := open(t, nil)
		if change == "/account/sandbox" {
			b.post(http.StatusSeeOther, "/account/forget")
		}
		w := b.console.workspace
		before := w.state().conn
		const call = "POST /me/document"
		whole := w.keep(before, []byte("{}"), "answer.json")
		b.get(http.StatusOK, "/answers/"+whole)
		early := w.ask(before, call)
		b.post(http.StatusSeeOther, change)

		b.get(http.StatusNotFound, "/answers/"+whole)
		after := w.state().conn
		late := w.ask(before, call)
		for name, allowed := range map[string]bool{
			"asked before, made before": w.allowed(early, before, call), "asked before, made after": w.allowed(early, after, call),
			"asked late, made before": w.allowed(late, before, call), "asked late, made after": w.allowed(late, after, call),
		} {
			if allowed {
				t.Errorf("%s: %s", change, name)
			}
		}
		if id := w.keep(before, []byte("{}"), "answer.json"); id != "" {
			t.Errorf("%s: the answer of the account before is kept", change)
		}
		if w.await(before, &consent{page: "https://api.test"}) || w.state().pending != nil {
			t.Errorf("%s: the consent that the account before asked for is waited for", change)
		}
		if !w.allowed(w.ask(after, call), after, call) {
			t.Errorf("%s: a call of the account itself is refused", change)
		}
	}
}

// An account's name is noted for its own keys, whatever the person does meanwhile.
func TestUpdateGivesItsConnection(t *testing.T) {
	b := open(t, nil)
	w := b.console.workspace
	conn, err := w.update(func(f *form) error {
		f.Credentials = credentials{Credentials: config.Credentials{AuthType: f.Credentials.AuthType}}
		return nil
	})
	if err != nil || conn != w.state().conn || conn.signed() {
		t.Fatalf("%v, %v", conn, err)
	}
	b.post(http.StatusSeeOther, "/account/sandbox")
	conn.reported(&check.Report{Account: "someone else"})
	if got := w.state().account; got != "sb12345-ovh" {
		t.Errorf("the account is named %s", got)
	}
}

// A configuration from elsewhere may name other hosts for the calls and the secret: both are told
// before one is typed.
func TestForeignAddressesAreTold(t *testing.T) {
	b := open(t, func(o *Options) {
		o.Form = []byte(`{"region": "ovh-eu", "api_url": "https://api.attacker.example/1.0", "token_url": "https://token.attacker.example/t",
			"credentials": {"auth_type": "oauth2_client_credentials"}, "endpoints": [{"path": "/me"}]}`)
	})
	for _, path := range []string{"/account", "/configure"} {
		has(t, b.get(http.StatusOK, path), "not those of OVHcloud Europe", "https://api.attacker.example/1.0", "https://token.attacker.example/t")
	}
	lacks(t, open(t, nil).get(http.StatusOK, "/account"), "not those of")
}
