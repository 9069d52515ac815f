//go:build browser

package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// finds waits until the palette shows the text and is at rest.
func (b *tab) finds(text string) {
	b.t.Helper()
	b.waits(`document.querySelector("dialog[open] .hits")?.innerText.includes(` + quote(text) + `) && !document.querySelector("[aria-busy]")`)
}

// TestSearchPalette finds operations from any page without a mouse, and every one of many.
func TestSearchPalette(t *testing.T) {
	address, _ := startConsole(t, loopback, "--config", wholeAPI(t))
	b := openTab(t, address)
	wait(b)
	b.visit("/operation/v1/GET/me")
	b.press("/")
	b.finds("6,624 operations")
	b.press("insatnce flavor")
	b.finds("no operation has the words as you typed them")
	b.is(`document.querySelector("dialog mark").textContent === "instance"`)
	b.look("palette")

	// Another word takes the place of these.
	b.do(chromedp.Focus("dialog input[type=search]"))
	b.press(kb.End)
	evaluate[bool](b, `document.activeElement.select(), true`)
	b.press("flavor")
	b.waits(`document.querySelector("dialog [role=status]")?.textContent === "117 operations" && !document.querySelector("[aria-busy]")`)
	b.press(kb.ArrowDown + kb.ArrowDown)
	b.is(`document.activeElement === document.querySelectorAll("dialog [data-hits] a")[1]`)
	b.press("s") // goes on typing
	b.is(`document.activeElement.value === "flavors"`)
	b.press(kb.Enter)
	b.waits(`location.pathname.endsWith("/flavors") && !document.querySelector("dialog[open]")`)
	b.sees("as OVHcloud describes it")

	// The criteria stay as they were chosen, and all hits can be reached.
	b.do(chromedp.KeyEvent("k", chromedp.KeyModifiers(2)))
	b.finds("operations")
	evaluate[bool](b, `document.querySelector("dialog [value=v2]").click(), document.activeElement.select(), true`)
	b.do(chromedp.Focus("dialog input[type=search]"))
	evaluate[bool](b, `document.activeElement.select(), true`)
	b.press(kb.Delete)
	b.finds("50 of")
	for evaluate[bool](b, `document.querySelector("dialog [data-next]") !== null`) {
		shown := evaluate[int](b, `document.querySelectorAll("dialog [data-hits] a").length`)
		b.do(chromedp.Focus("dialog [data-hits] > :last-child a"))
		b.press(kb.ArrowDown)
		b.waits(`document.querySelectorAll("dialog [data-hits] a").length > ` + quote(shown))
	}
	b.is(`document.querySelectorAll("dialog [data-hits] a").length === parseInt(document.querySelector("dialog .hits [role=status]").textContent)`)
	b.press(kb.Escape)
	b.is(`!document.querySelector("dialog[open]")`)

	// On a page without panes, what is found is opened as a page.
	b.visit("/configure")
	b.press("/")
	b.finds("6,624 operations")
	b.press("/me/bill" + kb.Enter)
	b.sees("List of all the bills")
	b.at("/operation/v1/GET/me/bill")
}
