//go:build browser

package browser

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBuilder builds a configuration stream by stream, and looks at what each would read.
func TestBuilder(t *testing.T) {
	address, _ := startConsole(t, loopback)
	b := openTab(t, address)
	wait(b)
	configure(t, b)
	preview(t, b)
	export(t, b)
}

// TestSave changes the file that the console was started with.
func TestSave(t *testing.T) {
	address, _ := startConsole(t, loopback)
	form := fetch(t, http.MethodPost, address+"/export/config.json")
	path := write(t, "config.json", form)
	address, _ = startConsole(t, loopback, "--config", path)
	b := openTab(t, address)
	wait(b)
	b.visit("/configure")
	b.do(chromedp.Click(`//summary[starts-with(normalize-space(), "Billing")]`))
	b.click("Add 9 endpoints of Billing")
	b.waits(`document.querySelector(".unsaved")?.textContent === "Not saved"`)
	b.look("unsaved")
	b.click("Save to config.json")
	b.waits(`!document.querySelector(".unsaved")`)
	text, err := os.ReadFile(path)
	check(t, err)
	var saved struct{ Endpoints []any }
	check(t, json.Unmarshal(text, &saved))
	if len(saved.Endpoints) != 9 {
		t.Errorf("the file has %d endpoints", len(saved.Endpoints))
	}
}

// TestManyStreams finds its way through a long list.
func TestManyStreams(t *testing.T) {
	address, _ := startConsole(t, loopback)
	var form map[string]any
	check(t, json.Unmarshal(fetch(t, http.MethodPost, address+"/export/config.json"), &form))
	var endpoints []any
	for i := range 200 {
		endpoints = append(endpoints, map[string]any{"path": "/me/bill/{billId}", "name": fmt.Sprintf("stream_%d", i)})
	}
	form["endpoints"] = endpoints
	text, err := json.Marshal(form)
	check(t, err)
	address, _ = startConsole(t, loopback, "--config", write(t, "config.json", text))
	b := openTab(t, address)
	b.visit("/configure/150")
	// The list is where the stream is.
	b.waits(`(() => { const a = document.querySelector(".stream[aria-current]").getBoundingClientRect(); return a.top > 0 && a.bottom < innerHeight; })()`)
	b.look("many")
	b.fill("filter-streams", "stream_17")
	b.sees("11 of 200 streams")
	b.do(chromedp.SendKeys(`//*[@id="filter-streams"]`, "\r"))
	b.waits(`location.pathname === "/configure/18"`)
}

// TestRestart types into a form of a console that is started again meanwhile.
func TestRestart(t *testing.T) {
	port := ""
	start := func() (end func()) {
		t.Helper()
		command := exec.Command(connectorBinary, "console", "--listen", loopback+":"+cmp.Or(port, "0"))
		stderr, err := command.StderrPipe()
		check(t, err)
		check(t, command.Start())
		line, err := bufio.NewReader(stderr).ReadString('\n')
		check(t, err)
		port = consoleAddress.FindStringSubmatch(line)[1]
		return func() {
			check(t, command.Process.Signal(syscall.SIGINT))
			_ = command.Wait() // it dies by the signal
		}
	}
	end := start()
	b := openTab(t, "http://"+loopback+":"+port)
	b.visit("/configure/new?path=/me/bill")
	end()
	end = start()
	defer func() { end() }()
	b.fill("name", "typed_before")
	b.waits(`document.querySelector(".restarted")?.textContent.startsWith("The console was restarted after this page was opened")`)
	b.mu.Lock()
	b.complaints = nil // that nobody answered for a moment
	b.mu.Unlock()
	b.look("restarted")
	b.do(chromedp.Click(`//button[text()="Send this form again"]`))
	b.sees("Add it as a new endpoint")
	b.look("resend")
	b.click("Add it as a new endpoint")
	b.sees("Update the stream")
	if form := fetch(t, http.MethodGet, b.address+"/export/config.json"); !strings.Contains(string(form), "typed_before") {
		t.Errorf("the form is not in\n%s", form)
	}
}
