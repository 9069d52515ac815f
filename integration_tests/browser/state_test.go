//go:build browser

package browser

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/sandbox"
)

// TestASlowCallCanBeCancelled has OVH not answer a call: the console says that it waits, and stops
// when it is told to.
func TestASlowCallCanBeCancelled(t *testing.T) {
	account := sandbox.New(sandbox.Options{RequestsPerSecond: -1})
	gone := make(chan struct{}, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/me/bill") {
			<-r.Context().Done()
			gone <- struct{}{}
			return
		}
		account.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	form, err := json.Marshal(map[string]any{
		"region": "sandbox", "api_url": server.URL + "/1.0", "endpoints": []any{},
		"credentials": map[string]string{
			"auth_type": "application_keys", "application_key": sandbox.ApplicationKey,
			"application_secret": sandbox.ApplicationSecret, "consumer_key": sandbox.ConsumerKey,
		},
	})
	check(t, err)
	address, _ := startConsole(t, loopback, "--config", write(t, "config.json", form))
	b := openTab(t, address)
	b.visit("/operation/v1/GET/me/bill")
	b.click("Try it")
	b.waits(`document.querySelector("[data-pane] .slow") !== null`)
	b.look("slow")
	b.is(`document.querySelector(".slow button").click() === undefined`)
	b.sees("Cancelled.")
	<-gone // the call itself ended, too
	// What was typed is still there, and another call can be made.
	b.visit("/operation/v1/GET/me")
	b.click("Try it")
	b.sees("sb12345-ovh")
}

// TestAConsoleThatIsRestarted is one that goes away while a person works, and comes back.
func TestAConsoleThatIsRestarted(t *testing.T) {
	address, _, stop := startConsoleAt(t, loopback, "0")
	b := openTab(t, address)
	b.visit("/operation/v1/GET/me")
	b.click("Try it")
	b.sees("sb12345-ovh")
	stop()
	b.click("Try it")
	b.waits(`document.querySelector("main").innerText.includes("The console does not answer. Is it still running?")`)
	b.refused()
	b.look("unreachable")
	// Its new address is opened in another tab.
	_, _, _ = startConsoleAt(t, loopback, port(t, address))
	b.click("Try again")
	b.sees("sb12345-ovh")
	b.is(`document.querySelector(".restarted").innerText.includes("What it held in memory is gone")`)
	b.look("restarted")
}
