//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"source-ovhcloud-api/connector/sandbox"
)

// mostStops is how often a person would press Tab at most to come around a page.
const mostStops = 150

// seenFocus tells what is wrong with where the focus is: it can be seen, and is not below a bar.
const seenFocus = `(() => {
	const e = document.activeElement;
	if (e === document.body || e.tabIndex < 0) return ""; // a heading to go on from
	const shown = e.closest("label") ?? e;
	const style = getComputedStyle(shown);
	const box = shown.getBoundingClientRect();
	const what = e.outerHTML.slice(0, 120);
	if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return "no outline: " + what;
	if (!box.width || !box.height) return "no size: " + what;
	// Some of it is on top, of what is on the screen.
	for (const x of [0.05, 0.5, 0.95]) for (const y of [0.1, 0.5, 0.9]) {
		const top = document.elementFromPoint(box.left + x * box.width, box.top + y * box.height);
		if (top && (shown.contains(top) || top.contains(shown))) return "";
	}
	return "covered: " + what;
})()`

// reach presses Tab until the focus is on what the selector means. Wherever it is on the way, a
// person sees it.
func (b *tab) reach(selector string) {
	b.t.Helper()
	for range mostStops {
		if fault := evaluate[string](b, seenFocus); fault != "" {
			b.t.Errorf("on the way to %s: %s", selector, fault)
		}
		if evaluate[bool](b, `document.activeElement.matches(`+quote(selector)+`)`) {
			return
		}
		b.press(kb.Tab)
	}
	b.fail("Tab does not lead to " + selector)
}

// enter reaches something, and presses Enter on it.
func (b *tab) enter(selector string) {
	b.t.Helper()
	b.reach(selector)
	b.press(kb.Enter)
}

// TestByKeyboard does without a mouse all that a person does, from the first page to the files.
func TestByKeyboard(t *testing.T) {
	address, _ := startConsole(t, loopback)
	b := openTab(t, address)
	wait(b)

	// Explore: a section, an operation.
	b.visit("/")
	b.reach("#filter")
	b.press("/me" + kb.Enter)
	b.rests(`location.pathname === "/explore/v1/me" && document.querySelector("[data-ops]")`)
	b.reach("#filter-operations")
	b.press("bill/{billid}")
	b.press(kb.ArrowDown + kb.Enter)
	b.rests(`document.getElementById("path:billId")`)
	b.at("/operation/v1/GET/me/bill/{billId}")

	// Try, and what came of it.
	b.reach(`[id="path:billId"]`)
	b.press("FR40000006" + kb.Enter)
	b.sees("priceWithTax")
	b.is(`document.activeElement.id === "result-title"`)
	b.reach(`[role="tab"]`)
	b.press(kb.ArrowRight)
	b.is(`document.activeElement.textContent === "Raw" && document.querySelector('[data-tab="Raw"]').checkVisibility()`)
	b.press(kb.ArrowLeft)
	b.reach(".json")
	b.press(kb.ArrowDown + kb.ArrowDown)
	b.is(`document.querySelector(".picked code").textContent === "$.billId"`)
	b.enter(".calls summary")
	b.enter(".calls button")
	b.sees("priceWithTax")

	// Configure, and look at the records.
	b.visit("/operation/v1/GET/me/bill/%7BbillId%7D")
	b.enter("[data-stream]")
	b.rests(`location.pathname === "/configure/new" && document.getElementById("stream-part").innerText.includes("records of the stream")`)
	b.reach("#name")
	b.press("bills")
	b.rests(`document.querySelector("#stream-part").innerText.includes("records of the stream")`)
	b.enter(`[value="save"]`)
	b.sees("Update the stream")
	b.enter(`[value="preview"]`)
	b.sees("A full read would give")
	b.is(`document.activeElement.textContent === "First records"`)
	b.reach(`a[href^="/records/"]`)
	b.enter(`[action$="/duplicate"] button`)
	b.rests(`document.querySelectorAll(".stream").length === 2`)
	b.enter(`[action$="/remove"] button`)
	b.rests(`document.querySelector(".undo")`)
	b.enter(".undo button")
	b.rests(`document.querySelectorAll(".stream").length === 2 && !document.querySelector(".undo")`)
	b.enter(`[action="/configure/check"] button`)
	b.sees("Connected as sb12345-ovh")
	b.enter(".set summary")
	b.reach(`[action="/configure/examples"] button`)

	// Export.
	b.enter(`header a[href="/export"]`)
	b.rests(`location.pathname === "/export"`)
	b.reach(`[role="tab"]`)
	b.press(kb.ArrowRight)
	b.is(`document.querySelector('[data-tab="PyAirbyte"]').checkVisibility()`)
	b.reach(`a[href="/export/configured_catalog.json"]`)

	// Sign out and in.
	b.enter(`header a[href="/account"]`)
	b.rests(`location.pathname === "/account"`)
	b.enter(`[action="/account/forget"] button`)
	b.sees("can be explored without keys")
	for field, key := range map[string]string{
		"application_key": sandbox.ApplicationKey, "application_secret": sandbox.ApplicationSecret, "consumer_key": sandbox.ConsumerKey,
	} {
		b.reach("#" + field)
		b.press(key)
	}
	b.press(kb.Enter)
	b.sees("Signed in as sb12345-ovh")
}
