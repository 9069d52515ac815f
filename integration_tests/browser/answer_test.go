//go:build browser

package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// shows waits until the answer's pane has the text.
func (b *tab) shows(text string) {
	b.t.Helper()
	b.waits(`!document.querySelector("[aria-busy]") && document.querySelector("#response").innerText.includes(` + quote(text) + `)`)
}

// TestAnswersLeadOn goes from a list to an item, to a value in it, and to the stream of what is
// inside; and makes calls of before again.
func TestAnswersLeadOn(t *testing.T) {
	address, _ := startConsole(t, loopback)
	b := openTab(t, address)
	b.visit("/operation/v1/GET/me/bill")
	b.click("Try it")
	b.shows("36 items")
	// The response is in sight at once, where the example was.
	b.is(`document.querySelector("#result-title").getBoundingClientRect().bottom < innerHeight && document.querySelector(".json").getBoundingClientRect().top < innerHeight`)
	b.click("FR40000006")
	b.waits(`document.getElementById("path:billId")?.value === "FR40000006" && !document.querySelector("[aria-busy]")`)
	b.at("/operation/v1/GET/me/bill/{billId}")
	// The list has not moved, and shows where that is.
	b.is(`document.querySelector("[data-ops] [aria-current]").textContent === "GET/me/bill/{billId}"`)
	evaluate[bool](b, `document.getElementById("path:billId").focus(), true`)
	b.press(kb.Enter)
	b.shows("priceWithTax")

	// By keyboard alone: to the last field of the price, and back to the price.
	b.do(chromedp.Focus(".json"))
	b.press(kb.Home)
	for range 40 {
		if evaluate[string](b, `document.querySelector(".picked code")?.textContent ?? ""`) == "$.priceWithTax.value" {
			break
		}
		b.press(kb.ArrowDown)
	}
	b.is(`document.querySelector(".picked code").textContent === "$.priceWithTax.value"`)
	b.is(`!document.querySelector(".picked a")`) // a number holds no records
	b.press(kb.ArrowLeft)
	b.is(`document.querySelector(".picked code").textContent === "$.priceWithTax" && !document.querySelector(".chosen").parentElement.open`)
	b.is(`document.querySelector(".picked a").textContent === "Use as record path"`)
	b.look("answer-picked")
	b.click("Fold all")
	b.is(`document.querySelectorAll(".json details[open]").length === 1`)
	b.click("Unfold all")
	b.is(`document.querySelectorAll(".json details:not([open])").length === 0`)

	// Both calls are listed, and the first is made again.
	evaluate[bool](b, `document.querySelector(".calls summary").click(), true`)
	b.is(`document.querySelectorAll(".calls li").length === 2`)
	b.click("Repeat GET /me/bill")
	b.shows("36 items")
	b.at("/operation/v1/GET/me/bill")
	b.is(`document.querySelector(".calls").open && document.querySelectorAll(".calls li").length === 3`)
	b.is(`document.querySelector("[data-ops] [aria-current]").textContent === "GET/me/bill"`)
	// What was typed is offered again for that placeholder.
	b.visit("/operation/v1/GET/me/bill/%7BbillId%7D/details")
	b.is(`document.querySelector("datalist option").value === "FR40000006"`)

	b.visit("/operation/v1/GET/me/bill/%7BbillId%7D?path:billId=FR40000006")
	b.click("Try it")
	b.shows("priceWithTax")
	b.click("priceWithTax: { } 4 fields")
	b.click("Use as record path")
	b.sees("Add the stream")
	if got := evaluate[string](b, `document.getElementById("record_path").value`); got != "$.priceWithTax" {
		t.Errorf("the record path is %s", got)
	}
}

// TestCodeFollowsTheForm shows the call as a program while it is filled in.
func TestCodeFollowsTheForm(t *testing.T) {
	address, _ := startConsole(t, loopback)
	b := openTab(t, address)
	b.visit("/operation/v1/GET/me/bill/%7BbillId%7D")
	b.click("Code")
	b.shows("once this is filled in")
	b.fill("path:billId", "FR1")
	b.shows("/me/bill/FR1")
	b.click("Python")
	b.fill("path:billId", "FR2")
	b.shows(`client.call("GET", "/me/bill/FR2", None, True)`)
	b.is(`document.activeElement.id === "path:billId"`)
	b.look("code")
	if calls := evaluate[string](b, `document.getElementById("calls").textContent`); strings.TrimSpace(calls) != "" {
		t.Errorf("a call was made: %s", calls)
	}
}
