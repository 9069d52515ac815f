//go:build browser

package browser

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience bounds what a page may take. The machine may be busy; a page that needs it is wrong.
const patience = 30 * time.Second

// connectorBinary is the connector, built once for all tests.
var connectorBinary string

// chromium starts tabs in one browser for all tests.
var chromium context.Context

// axe is the source of axe-core.
var axe string

func TestMain(m *testing.M) {
	code, err := testMain(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func testMain(m *testing.M) (code int, err error) {
	source, err := os.ReadFile(filepath.Join("node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		return 0, fmt.Errorf("axe-core, which make test-browser fetches: %w", err)
	}
	axe = string(source)
	folder, err := os.MkdirTemp("", "source-ovhcloud-api-")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	connectorBinary = filepath.Join(folder, "source-ovhcloud-api")
	build := exec.Command("go", "build", "-o", connectorBinary, ".")
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("building the connector: %w\n%s", err, out)
	}
	// A container gives root no sandbox for the browser, which opens nothing but the console.
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	var end context.CancelFunc
	chromium, end = chromedp.NewContext(allocator)
	defer end()
	if err := chromedp.Do(chromium); err != nil {
		return 0, fmt.Errorf("starting Chromium: %w", err)
	}
	// The tests' own calls keep the cookies that a browser would.
	if http.DefaultClient.Jar, err = cookiejar.New(nil); err != nil {
		return 0, err
	}
	return m.Run(), nil
}
