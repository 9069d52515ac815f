//go:build browser

package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// press sends keys to what has the focus.
func (b *tab) press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// evaluate returns what an expression is on the page.
func evaluate[T any](b *tab, expression string) T {
	b.t.Helper()
	return get(b, chromedp.Evaluate[T](expression))
}

// is fails unless an expression holds on the page.
func (b *tab) is(expression string) {
	b.t.Helper()
	if !evaluate[bool](b, expression) {
		b.fail(expression + " does not hold")
	}
}

// at fails unless this is the address that is shown.
func (b *tab) at(path string) {
	b.t.Helper()
	if got := evaluate[string](b, `decodeURI(location.pathname)`); got != path {
		b.t.Errorf("the address is %s, want %s", got, path)
	}
}

// watchList counts what happens to the nodes of the list from now on.
const watchList = `window.listChanges = 0;
	new MutationObserver((changes) => { window.listChanges += changes.length; }).observe(document.getElementById("list"), {subtree: true, childList: true, attributes: true, attributeFilter: ["aria-current", "hidden", "open"]});
	true`

// TestExploreByKeyboard finds, opens and tries operations of the largest section without a mouse,
// and goes back.
func TestExploreByKeyboard(t *testing.T) {
	address, _ := startConsole(t, loopback, "--config", wholeAPI(t))
	b := openTab(t, address)
	wait(b)
	b.visit("/explore/v1/cloud")
	b.sees("1,121 operations")
	b.is(`[...document.querySelectorAll("[data-ops] summary")].some((s) => s.textContent.startsWith("/instance"))`)
	b.is(watchList)

	b.do(chromedp.Focus("#filter-operations"))
	b.press("kube flavor")
	b.sees("2 of 1,121 operations")
	b.press(kb.ArrowDown + kb.ArrowDown)
	b.is(`document.activeElement.matches("[data-ops] a, [data-ops] summary")`)
	// Up from the first is the filter again.
	b.press(kb.Home + kb.ArrowUp)
	b.is(`document.activeElement.id === "filter-operations"`)
	b.press(kb.ArrowDown + kb.End + kb.Enter)
	b.sees("as OVHcloud describes it")
	b.at("/operation/v1/GET/cloud/project/{serviceName}/kube/{kubeId}/flavors")
	// The place in the list is kept: the filter, the focus, and which one is open.
	b.is(`document.activeElement.getAttribute("aria-current") === "true" && document.getElementById("filter-operations").value === "kube flavor"`)
	b.is(`document.title.startsWith("GET /cloud/project/{serviceName}/kube/{kubeId}/flavors")`)

	before := evaluate[int](b, `window.listChanges`)
	b.press(kb.Home)
	for !evaluate[bool](b, `document.activeElement.matches("a")`) {
		b.press(kb.ArrowDown)
	}
	b.press(kb.Enter)
	b.sees("as OVHcloud describes it")
	b.at("/operation/v1/GET/cloud/project/{serviceName}/capabilities/kube/flavors")
	if changed := evaluate[int](b, `window.listChanges`) - before; changed > 4 {
		t.Errorf("opening an operation changes the list %d times", changed)
	}

	for range 2 {
		evaluate[bool](b, `history.back(), true`)
		b.sees("")
	}
	b.sees("Choose an operation")
	b.at("/explore/v1/cloud")
	evaluate[bool](b, `history.forward(), true`)
	b.sees("kubeId")
	b.at("/operation/v1/GET/cloud/project/{serviceName}/kube/{kubeId}/flavors")
	b.look("operation-filtered")
}

// TestExploreWithinBudget measures what a person waits for, in bytes and in work for the browser:
// time on a machine that does other things says little.
func TestExploreWithinBudget(t *testing.T) {
	address, _ := startConsole(t, loopback, "--config", wholeAPI(t))
	b := openTab(t, address)
	wait(b)
	b.visit("/")
	b.sees("/dedicated/server")
	const loaded = `performance.getEntries().filter((e) => e.entryType === "navigation" || e.entryType === "resource")`
	// So that it is there within a second at 1 Mbit/s, over a line to another machine.
	if bytes := evaluate[int](b, loaded+`.reduce((sum, e) => sum + e.transferSize, 0)`); bytes > 100_000 {
		t.Errorf("the first page has %d bytes, more than 100,000", bytes)
	}
	if elsewhere := evaluate[[]string](b, loaded+`.map((e) => new URL(e.name).origin).filter((o) => o !== location.origin)`); len(elsewhere) > 0 {
		t.Errorf("the first page asks %s", elsewhere)
	}

	b.visit("/explore/v1/cloud")
	b.sees("1,121 operations")
	// Groups that are closed cost no layout.
	if shown := evaluate[int](b, `[...document.querySelectorAll("[data-ops] a, [data-ops] summary")].filter((e) => e.checkVisibility()).length`); shown > 120 {
		t.Errorf("%d rows are laid out", shown)
	}
	b.is(watchList)
	evaluate[bool](b, `performance.clearResourceTimings(), true`)
	evaluate[bool](b, `[...document.querySelectorAll("[data-ops] a")].find((a) => a.textContent === "GET/cloud/project").click(), true`)
	b.sees("as OVHcloud describes it")
	if bytes := evaluate[int](b, loaded+`.filter((e) => e.entryType === "resource").reduce((sum, e) => sum + e.transferSize, 0)`); bytes > 30_000 {
		t.Errorf("opening an operation loads %d bytes: the list again?", bytes)
	}
	if changed := evaluate[int](b, `window.listChanges`); changed > 4 {
		t.Errorf("opening an operation changes the list %d times", changed)
	}
	// Each key costs no more than a change per row.
	evaluate[bool](b, `window.listChanges = 0, true`)
	b.do(chromedp.Focus("#filter-operations"))
	b.press("i")
	b.sees(" of 1,121 operations")
	if changed := evaluate[int](b, `window.listChanges`); changed > 1400 {
		t.Errorf("a key changes the list %d times", changed)
	}
}

// longestPaint is how long a person may wait, in milliseconds, to see that something was done.
const longestPaint = 200

// paints returns how many milliseconds pass from an interaction to the next paint, the least of
// several times: what else the machine does only adds to it.
func (b *tab) paints(act string) float64 {
	b.t.Helper()
	return get(b, chromedp.Evaluate[float64](`(async () => {
		let least = Infinity;
		for (let i = 0; i < 8; i++) {
			const start = performance.now();
			`+act+`;
			await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
			least = Math.min(least, performance.now() - start);
		}
		return least;
	})()`, chromedp.EvalAwaitPromise))
}

// TestExploreIsQuick goes through the largest section of all.
func TestExploreIsQuick(t *testing.T) {
	address, _ := startConsole(t, loopback, "--config", wholeAPI(t))
	b := openTab(t, address)
	b.visit("/explore/v1/cloud")
	b.sees("1,121 operations")
	for what, act := range map[string]string{
		"filtering": `document.getElementById("filter-operations").value = i % 2 ? "" : "i", document.getElementById("filter-operations").dispatchEvent(new Event("input"))`,
		"unfolding": `document.querySelectorAll("[data-ops] details").forEach((group) => { group.open = !(i % 2); })`,
		"opening":   `document.querySelectorAll("[data-ops] a")[i].click()`,
	} {
		if took := b.paints(act); took > longestPaint {
			t.Errorf("%s takes %v ms to the next paint", what, took)
		}
	}
}

// TestExploreOnePaneAtATime is a small screen: list, request and response in turn, and back.
func TestExploreOnePaneAtATime(t *testing.T) {
	address, _ := startConsole(t, loopback)
	b := openTab(t, address)
	b.use(screens[0])
	shown := func(want string) {
		t.Helper()
		got := evaluate[[]string](b, `[...document.querySelectorAll("[data-pane]")].filter((p) => p.checkVisibility()).map((p) => p.dataset.pane)`)
		if strings.Join(got, " ") != want {
			t.Errorf("%s is shown, want %s", got, want)
		}
	}
	b.visit("/explore/v1/me")
	b.sees("operations")
	shown("list")
	b.click(fmt.Sprint("GET", "/me"))
	b.sees("This operation has no parameters")
	shown("request")
	b.click("Try it")
	b.sees("200")
	shown("response")
	b.do(chromedp.Click(`[data-pane="response"] [data-show="request"]`))
	b.do(chromedp.Click(`[data-pane="request"] [data-show="list"]`))
	b.sees("operations")
	shown("list")
	b.at("/explore/v1/me")
}
