//go:build browser

package browser

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"source-ovhcloud-api/connector/sandbox"
)

// behind starts a console on the sandbox's account behind a handler, which answers some calls itself.
func behind(t *testing.T, handler func(account http.Handler) http.Handler) (address string) {
	t.Helper()
	server := httptest.NewServer(handler(sandbox.New(sandbox.Options{RequestsPerSecond: -1})))
	t.Cleanup(server.Close)
	form, err := json.Marshal(map[string]any{
		"region": "sandbox", "api_url": server.URL + "/1.0", "endpoints": []any{},
		"credentials": map[string]string{
			"auth_type": "application_keys", "application_key": sandbox.ApplicationKey,
			"application_secret": sandbox.ApplicationSecret, "consumer_key": sandbox.ConsumerKey,
		},
	})
	check(t, err)
	address, _ = startConsole(t, loopback, "--config", write(t, "config.json", form))
	return address
}

// TestWhatIsSlowCanBeCancelled has OVH not answer calls: each pane says that it waits, and stops when
// it is told to.
func TestWhatIsSlowCanBeCancelled(t *testing.T) {
	gone := make(chan string, 10)
	b := openTab(t, behind(t, func(account http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if path := strings.TrimPrefix(r.URL.Path, "/1.0"); path == "/me/bill" || path == "/auth/currentCredential" {
				<-r.Context().Done()
				gone <- path
				return
			}
			account.ServeHTTP(w, r)
		})
	}))
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

	b.visit("/configure/new?path=/me/bill/{billId}")
	b.click("Read the first records")
	b.waits(`document.querySelector(".builder .slow") !== null`)
	b.look("slow-preview")
	b.is(`document.querySelector(".slow button").click() === undefined`)
	b.sees("Cancelled.")
	<-gone

	// A form that leads to another page. Nothing can be asked of a page that is being left, so it
	// cancels by itself what a person would.
	b.visit("/account")
	evaluate[bool](b, `new MutationObserver(() => {
		const slow = document.querySelector("header ~ .slow");
		if (!slow || window.slow) return;
		window.slow = slow;
		slow.querySelector("button").click();
	}).observe(document.body, {childList: true}), true`)
	b.click("Sign in")
	<-gone
	b.waits(`window.slow?.innerText.includes("Waiting for 1 s")`)
	b.is(`!document.querySelector(".slow") && location.pathname === "/account"`)
	b.is(`document.querySelector("main").before(window.slow) === undefined`)
	b.look("slow-leaving")
}

// TestALargeAnswer has OVH answer with 200 MB, of which the page shows a part at once.
func TestALargeAnswer(t *testing.T) {
	const item = `{"id": 123456, "name": "a name", "price": {"value": 12.50, "text": "12.50 €"}, "tags": ["a", "b"]},`
	block := strings.Repeat(item, 10_000)
	b := openTab(t, behind(t, func(account http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path != "/1.0/me/bill" {
				account.ServeHTTP(w, r)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, "[")
			for range 200_000_000 / len(block) {
				_, _ = io.WriteString(w, block)
			}
			_, _ = io.WriteString(w, "1]")
		})
	}))
	b.visit("/operation/v1/GET/me/bill")
	evaluate[bool](b, `performance.clearResourceTimings(), true`)
	b.click("Try it")
	b.sees("more, in the whole answer")
	if sent := evaluate[int](b, `performance.getEntriesByType("resource").reduce((sum, e) => sum + e.transferSize, 0)`); sent > 1_500_000 {
		t.Errorf("the page has %d bytes", sent)
	}
	if took := b.paints(`document.querySelector(".json details").open = !document.querySelector(".json details").open`); took > longestPaint {
		t.Errorf("folding it takes %v ms", took)
	}
	b.click("Raw")
	b.sees("download all of it")
	b.click("Answer")
	b.do(chromedp.Click(".json summary"))
	b.click("Copy value")
	b.waits(`document.querySelector(".picked").innerText.includes("Too large to copy")`)
	b.look("large")
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
	b.look("unreachable")
	b.press("/")
	b.waits(`document.querySelector("dialog[open]")?.innerText.includes("The console does not answer. Is it still running?")`)
	b.look("unreachable-palette")
	b.press(kb.Escape)
	// Whoever comes back to the window is told, too, and that it answers again.
	b.returns()
	b.waits(`document.querySelector(".offline") !== null`)
	b.look("offline")
	// Its new address is opened in another tab.
	_, _, _ = startConsoleAt(t, loopback, port(t, address))
	b.waits(`!document.querySelector(".offline") && document.querySelector(".restarted") !== null`)
	b.click("Try again")
	b.sees("sb12345-ovh")
	b.is(`document.querySelector(".restarted").innerText.includes("What it held in memory is gone")`)
	b.look("restarted")
}

// returns is a person who comes back to the window.
func (b *tab) returns() {
	b.t.Helper()
	evaluate[bool](b, `dispatchEvent(new Event("focus"))`)
}

// TestARestartedConsoleAsksForItsToken types into a form of a console that is started again meanwhile,
// with another token.
func TestARestartedConsoleAsksForItsToken(t *testing.T) {
	const everywhere = "0.0.0.0"
	address, token, stop := startConsoleAt(t, everywhere, "0")
	b := openTab(t, address)
	b.visit("/configure/new?path=/me/bill")
	b.fill("token", token)
	b.click("Open the console")
	b.sees("Add the stream") // the page that was asked for
	stop()
	_, token, _ = startConsoleAt(t, everywhere, port(t, address))
	b.returns()
	b.waits(`document.querySelector(".restarted")?.innerText.includes("Enter its new token")`)
	b.look("restarted-token")
	b.fill("name", "typed_before")

	other := openTab(t, address)
	other.visit("/token")
	other.fill("token", token)
	other.click("Open the console")
	other.sees("/dedicated/server")

	b.returns()
	b.waits(`document.querySelector(".restarted")?.innerText.includes("Send this form again")`)
	b.look("restarted-form")
	b.do(chromedp.Click(`//button[text()="Send this form again"]`))
	b.sees("Add it as a new endpoint")
	b.look("resend")
	b.click("Add it as a new endpoint")
	b.sees("Update the stream")
	b.is(`document.querySelector(".stream-name").textContent === "typed_before"`)
}

// TestReducedMotion holds still what moves, for whoever asks for that.
func TestReducedMotion(t *testing.T) {
	address, _ := startConsole(t, loopback)
	b := openTab(t, address)
	b.visit("/explore/v1/me")
	moves := func() bool {
		return evaluate[bool](b, `document.getElementById("request").setAttribute("aria-busy", "true"), document.getAnimations().length > 0`)
	}
	if !moves() {
		t.Error("nothing moves while it is loaded")
	}
	b.do(emulate("prefers-reduced-motion", "reduce"))
	if moves() {
		t.Error("what is loaded moves")
	}
}
