//go:build browser

package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// tab is a tab of the browser on one console.
type tab struct {
	t       *testing.T
	ctx     context.Context
	address string
	blind   bool // what pages look like has been looked at

	mu         sync.Mutex
	complaints []string // of the browser: errors of scripts, what the policy blocked
}

// screen is what a page is looked at on.
type screen struct {
	name          string
	width, height int64
	scheme        string
}

// The widths and schemes that the console promises to be readable at.
var screens = []screen{
	{"400-light", 400, 800, "light"}, {"400-dark", 400, 800, "dark"},
	{"1000-light", 1000, 800, "light"}, {"1000-dark", 1000, 800, "dark"},
	{"1400-light", 1400, 900, "light"}, {"1400-dark", 1400, 900, "dark"},
	{"1900-light", 1900, 1000, "light"}, {"1900-dark", 1900, 1000, "dark"},
}

// usual is the screen on which a person does things.
var usual = screens[4]

func openTab(t *testing.T, address string) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(chromium)
	t.Cleanup(closeTab)
	b := &tab{t: t, ctx: ctx, address: address}
	check(t, chromedp.Listen(ctx, func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			b.complain(e.ExceptionDetails.Text)
		case *log.EventEntryAdded:
			// A page that says what is wrong has a status that says it, too; and one whose console was
			// ended says that.
			told := strings.Contains(e.Entry.Text, "responded with a status of 4") || strings.Contains(e.Entry.Text, "net::ERR_CONNECTION_")
			if e.Entry.Level == log.EntryLevelError && !told {
				b.complain(e.Entry.Text)
			}
		}
	}))
	b.use(usual)
	return b
}

func (b *tab) complain(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.complaints = append(b.complaints, text)
}

// do runs actions, each of which waits for what it needs.
func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	for _, action := range actions {
		get(b, action)
	}
}

// get runs an action that gives something.
func get[T any](b *tab, action chromedp.Action[T]) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	result, err := chromedp.Run(ctx, action)
	if err != nil {
		b.fail(err.Error())
	}
	return result
}

// fail ends the test with what the page shows.
func (b *tab) fail(reason string) {
	b.t.Helper()
	page, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`location.href + "\n" + document.querySelector("main")?.innerText`))
	b.t.Fatalf("%s at %.2000s %v", reason, page, err)
}

func (b *tab) use(s screen) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(s.width, s.height), emulate("prefers-color-scheme", s.scheme))
}

// emulate has a person prefer something.
func emulate(feature, value string) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: feature, Value: value}},
		})
		return chromedp.Void{}, err
	}
}

func (b *tab) visit(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.address + path))
	b.sees("")
}

// click clicks the link, button or summary of that text.
func (b *tab) click(text string) {
	b.t.Helper()
	b.do(chromedp.Click(fmt.Sprintf(`//main//*[(self::a or self::button or self::summary) and normalize-space()=%q]`, text)))
}

// fill puts a value into the field of that id, as a person does.
func (b *tab) fill(id, value string) {
	b.t.Helper()
	field := fmt.Sprintf(`//*[@id=%q]`, id)
	b.rests(fmt.Sprintf(`document.getElementById(%q)`, id))
	b.do(chromedp.WaitVisible(field))
	get(b, chromedp.Evaluate[string](fmt.Sprintf(`document.getElementById(%q).value = ""`, id)))
	b.do(chromedp.SendKeys(field, value))
}

// choose picks the option of that value, which may have yet to come.
func (b *tab) choose(id, value string) {
	b.t.Helper()
	b.do(chromedp.WaitReady(fmt.Sprintf(`//select[@id=%q]/option[@value=%q]`, id, value)))
	get(b, chromedp.Evaluate[bool](fmt.Sprintf(`(() => {
		const select = document.getElementById(%q);
		select.value = %q;
		return select.dispatchEvent(new Event("input", {bubbles: true}));
	})()`, id, value)))
}

// pair puts a name and a value into a row of query parameters.
func (b *tab) pair(row int, name, value string) {
	b.t.Helper()
	for field, text := range map[string]string{"Name": name, "Value": value} {
		b.rests(fmt.Sprintf(`document.querySelector('[aria-label="%s of query parameter %d"]')`, field, row))
		b.do(chromedp.SendKeys(fmt.Sprintf(`//*[@aria-label="%s of query parameter %d"]`, field, row), text))
	}
}

// sees waits until the page shows the text, in one line or several, and is at rest.
func (b *tab) sees(text string) {
	b.t.Helper()
	b.rests(fmt.Sprintf(`document.querySelector("main").innerText.replaceAll("\n", "").includes(%q)`, text))
}

// rests waits until an expression holds on the page, and the page is at rest.
func (b *tab) rests(expression string) {
	b.t.Helper()
	b.waits(`document.readyState === "complete" && !document.querySelector("[aria-busy]") && !!(` + expression + `)`)
}

// waits waits until an expression holds on the page.
func (b *tab) waits(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	for {
		// A page that is being left has no answer.
		if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression)); err == nil && ok {
			return
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			b.fail(expression + " does not come true")
		}
	}
}

// quote writes a value for a script.
func quote(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// lacks fails if the text is anywhere in the page.
func (b *tab) lacks(text string) {
	b.t.Helper()
	if strings.Contains(get(b, chromedp.OuterHTML("//html")), text) {
		b.t.Errorf("the page has %q", text)
	}
}

// violation is what axe-core found.
type violation struct {
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		HTML           string `json:"html"`
		FailureSummary string `json:"failureSummary"`
	} `json:"nodes"`
}

// judge has axe-core look at the page.
func (b *tab) judge(name string) {
	b.t.Helper()
	// Its last value is no JSON, which nobody asked for.
	get(b, chromedp.Evaluate[bool](axe+"\n;true"))
	found := get(b, chromedp.Evaluate[[]violation](`axe.run({resultTypes: ["violations"]}).then((r) => r.violations)`, chromedp.EvalAwaitPromise))
	for _, v := range found {
		if v.Impact == "serious" || v.Impact == "critical" {
			for _, node := range v.Nodes {
				b.t.Errorf("%s: %s, %s: %s\n%s", name, v.Impact, v.Help, node.HTML, node.FailureSummary)
			}
		}
	}
}

// fits finds what does not fit the screen, and what the browser complains of.
func (b *tab) fits(name string) {
	b.t.Helper()
	overflow := get(b, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
	if overflow > 0 {
		b.t.Errorf("%s: %d pixels wider than the screen", name, overflow)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, complaint := range b.complaints {
		b.t.Errorf("%s: the browser says: %s", name, complaint)
	}
	b.complaints = nil
}

// tallest is the height of a page, in pixels, of which the browser can make one picture.
const tallest = 10_000

// look judges the page as it is on every screen, and keeps what it looks like.
func (b *tab) look(name string) {
	b.t.Helper()
	if b.blind {
		return
	}
	folder := filepath.Join("screenshots", b.t.Name())
	check(b.t, os.MkdirAll(folder, 0o755))
	for i, s := range screens {
		b.use(s)
		b.fits(name + " at " + s.name)
		// The narrow light one and the wide dark one have every colour and every layout.
		if i == 0 || i == len(screens)-1 {
			b.judge(name + " at " + s.name)
		}
		picture := chromedp.FullScreenshot(100)
		if get(b, chromedp.Evaluate[int](`document.documentElement.scrollHeight`)) > tallest {
			picture = chromedp.CaptureScreenshot()
		}
		image := get(b, picture)
		check(b.t, os.WriteFile(filepath.Join(folder, name+"-"+s.name+".png"), image, 0o644))
	}
	b.use(usual)
}
