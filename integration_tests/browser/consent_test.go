//go:build browser

package browser

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"

	"source-ovhcloud-api/connector/sandbox"
)

// TestConsent asks for a consumer key, and allows it on another page.
func TestConsent(t *testing.T) {
	account := httptest.NewServer(sandbox.New(sandbox.Options{}))
	defer account.Close()
	form := fmt.Appendf(nil, `{"region": "sandbox", "api_url": %q, "credentials": {"auth_type": "application_keys"}, "endpoints": [{"path": "/me/bill"}]}`, account.URL+"/1.0")
	address, _ := startConsole(t, loopback, "--config", write(t, "config.json", form))
	b := openTab(t, address)
	b.visit("/account")
	b.look("keys")
	b.fill("application_key", sandbox.ApplicationKey)
	b.fill("application_secret", sandbox.ApplicationSecret)
	b.click("Ask OVH for a consumer key")
	b.sees("This page notices by itself.")
	b.look("waiting")
	page := get(b, chromedp.Evaluate[string](`document.querySelector(".note a[target]").href`))
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, page, http.NoBody)
	check(t, err)
	response, err := http.DefaultClient.Do(request)
	check(t, err)
	check(t, response.Body.Close())
	b.sees("Signed in as sb12345-ovh")
	b.lacks(sandbox.ApplicationSecret)
	// What the ready sets need beyond the rights of that key is told.
	wait(b)
	b.visit("/configure")
	b.sees("The keys do not have the rights for what is not granted")
	b.do(chromedp.Click(`//summary[starts-with(normalize-space(), "Billing")]`))
	b.look("not-granted")
}
