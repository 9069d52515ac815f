package console

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/sandbox"
)

// A ready set says before it is added what of it the keys may not read: at once where they were
// just checked, else when a person asks.
func TestReadySetsSayWhatTheKeysMayNotRead(t *testing.T) {
	b := open(t, nil)
	lacks(t, b.get(http.StatusOK, "/configure"), "not granted", "may read all")
	has(t, b.get(http.StatusOK, "/configure"), "Show what the keys may read")
	has(t, b.post(http.StatusOK, "/configure/rights"), "The keys may read all of these.")
	has(t, b.get(http.StatusOK, "/configure"), "The keys may read all of these.")
	b.post(http.StatusSeeOther, "/account/forget")
	b.console.workspace.state().conn.library.wait()
	lacks(t, b.get(http.StatusOK, "/configure"), "keys may read")

	// A service account has policies, of which OVH tells nothing.
	b.post(http.StatusSeeOther, "/account", "region", "sandbox", "auth_type", "oauth2_client_credentials", "client_id", sandbox.ClientID, "client_secret", sandbox.ClientSecret)
	has(t, b.post(http.StatusOK, "/configure/rights"), "OVHcloud does not list what these credentials may read")
}

// The rights of a key that was asked for are those of the endpoints of that time.
func TestReadySetsKnowTheRightsOfANewKey(t *testing.T) {
	b := open(t, func(o *Options) {
		o.Form = []byte(`{"region": "sandbox", "api_url": "https://api.test/1.0", "credentials": {"auth_type": "application_keys"}, "endpoints": [{"path": "/me/bill/{billId}"}]}`)
	})
	b.post(http.StatusSeeOther, "/account/request", "region", "sandbox", "auth_type", "application_keys", "application_key", sandbox.ApplicationKey, "application_secret", sandbox.ApplicationSecret)
	page := regexp.MustCompile(`https://api\.test(/auth/\?credentialToken=\w+)`).FindStringSubmatch(b.get(http.StatusOK, "/account"))
	b.connector.account.ServeHTTP(httptest.NewRecorder(), newGet(t, page[1]))
	b.post(http.StatusSeeOther, "/account/granted")
	b.console.workspace.state().conn.library.wait()

	configure := b.get(http.StatusOK, "/configure")
	has(t, configure, "The keys do not have the rights for", `<code>/vps/{serviceName}</code> <span class="badge badge-beta">not granted</span>`)
	if !strings.Contains(configure, `<code>/me/bill/{billId}</code></li>`) {
		t.Errorf("what the keys may read is not granted:\n%s", configure)
	}
}
