package connector

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"source-ovhcloud-api/connector/protocol"
)

// runningConsole is the verb console while it serves.
type runningConsole struct {
	address string // "http://127.0.0.1:1234"
	token   string
	stdout  *bytes.Buffer
	client  *http.Client
	end     func() error // ends it as a signal does, and gives what Run gave
}

var consoleLine = regexp.MustCompile(`(http://\S+)/\?token=(\S+) until`)

// startConsole runs the verb on a port that is free, and opens the address that it prints.
func startConsole(t *testing.T, listen string, arguments ...string) *runningConsole {
	t.Helper()
	ctx, cancel := context.WithCancelCause(t.Context())
	stderr, writer := io.Pipe()
	jar, err := cookiejar.New(nil)
	must(t, err)
	c := &runningConsole{stdout: &bytes.Buffer{}, client: &http.Client{Jar: jar}}
	ended := make(chan error, 1)
	go func() {
		ended <- Run(ctx, append([]string{"console", "--listen", listen}, arguments...), c.stdout, writer)
		writer.Close()
	}()
	c.end = func() error {
		c.client.CloseIdleConnections()
		cancel(&SignalError{syscall.SIGINT})
		return <-ended
	}
	lines := bufio.NewReader(stderr)
	line, _ := lines.ReadString('\n')
	parts := consoleLine.FindStringSubmatch(line)
	if parts == nil {
		t.Fatalf("no address in %q: %v", line, <-ended)
	}
	c.address, c.token = parts[1], parts[2]
	go io.Copy(io.Discard, lines)
	if status, body := c.do(t, http.MethodGet, "/?token="+c.token, nil); status != http.StatusOK {
		t.Fatalf("the address answers %d\n%s", status, body)
	}
	return c
}

func (c *runningConsole) do(t *testing.T, method, path string, form url.Values) (status int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, c.address+path, strings.NewReader(form.Encode()))
	must(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := c.client.Do(r)
	must(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	must(t, err)
	return response.StatusCode, string(text)
}

// The console begins on the sample account, and what it exports is what the other verbs take.
func TestConsole(t *testing.T) {
	c := startConsole(t, "127.0.0.1:0")
	for path, want := range map[string]string{"/": "/dedicated/server", "/account": "Sandbox", "/configure": "Nothing is configured"} {
		if status, body := c.do(t, http.MethodGet, path, nil); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d without %s", path, status, want)
		}
	}
	c.do(t, http.MethodPost, "/configure/examples", url.Values{"set": {"product"}})
	if _, body := c.do(t, http.MethodPost, "/configure/check", nil); !strings.Contains(body, "Connected as sb12345-ovh") {
		t.Errorf("the check says\n%s", body)
	}
	_, form := c.do(t, http.MethodPost, "/export/config.json", nil)
	_, catalog := c.do(t, http.MethodGet, "/export/configured_catalog.json", nil)
	if err := c.end(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	for line := range bytes.Lines(c.stdout.Bytes()) {
		if !json.Valid(line) {
			t.Errorf("stdout has %q", line)
		}
	}
	files := []string{"--config", write(t, "config.json", json.RawMessage(form))}
	if o := run(t.Context(), t, append([]string{"check"}, files...)...); o.err != nil || !strings.Contains(o.stdout, "SUCCEEDED") {
		t.Errorf("%v\n%s", o.err, o.stdout)
	}
	o := run(t.Context(), t, append([]string{"read", "--catalog", write(t, "catalog.json", json.RawMessage(catalog))}, files...)...)
	if o.err != nil || !strings.Contains(o.stdout, `"stream":"bills"`) {
		t.Errorf("%v\n%.2000s", o.err, o.stdout)
	}
}

// Whoever can connect, be it another user of this machine with a program of theirs, sees nothing
// without the token.
func TestConsoleDemandsItsToken(t *testing.T) {
	for _, listen := range []string{"127.0.0.1:0", "0.0.0.0:0"} {
		c := startConsole(t, listen, "--config", write(t, "config.json", inProcess("/vps/{serviceName}")))
		if _, body := c.do(t, http.MethodGet, "/configure", nil); !strings.Contains(body, "vps_each") {
			t.Errorf("%s: the configuration is not open:\n%s", listen, body)
		}
		other := &runningConsole{address: c.address, client: &http.Client{}}
		if status, body := other.do(t, http.MethodPost, "/export/config.json", nil); status != http.StatusUnauthorized || strings.Contains(body, "vps") {
			t.Errorf("%s: without the token, %d\n%s", listen, status, body)
		}
		other.client.CloseIdleConnections()
		if err := c.end(); err != nil {
			t.Error(err)
		}
		if strings.Contains(c.stdout.String(), c.token) {
			t.Errorf("%s: the token is in %s", listen, c.stdout)
		}
	}
}

// The address that is printed opens in a browser of this machine, wherever the console listens.
func TestOpenedAt(t *testing.T) {
	for listen, want := range map[string]string{
		"127.0.0.1:80": "127.0.0.1:80", "[::1]:80": "[::1]:80", "0.0.0.0:80": "127.0.0.1:80", "[::]:80": "127.0.0.1:80", "192.0.2.1:80": "192.0.2.1:80",
	} {
		if got := openedAt(net.TCPAddrFromAddrPort(netip.MustParseAddrPort(listen))); got != want {
			t.Errorf("%s is opened at %s, want %s", listen, got, want)
		}
	}
}

func TestConsoleThatCannotStart(t *testing.T) {
	for _, test := range []struct {
		arguments []string
		want      string
	}{
		{[]string{"--listen", "nowhere"}, "--listen nowhere: "},
		{[]string{"--listen", "127.0.0.1:0", "--config", "missing.json"}, "--config missing.json: "},
		{[]string{"--listen", "127.0.0.1:0", "--config", write(t, "broken.json", "{")}, "--config "},
		{[]string{"--listen", "127.0.0.1:0", "--config", write(t, "region.json", map[string]string{"region": "mars"})}, "must be ovh-eu"},
	} {
		o := run(t.Context(), t, append([]string{"console"}, test.arguments...)...)
		if o.stdout != "" || !strings.Contains(o.stderr, test.want) || failureType(o.err) != protocol.ConfigError {
			t.Errorf("%s: %v, stdout %s, stderr %s, want %s", test.arguments, o.err, o.stdout, o.stderr, test.want)
		}
	}
}

// Two consoles cannot have one port; the second says so in one line, with the way out.
func TestConsoleOnATakenPort(t *testing.T) {
	first := startConsole(t, "127.0.0.1:0")
	address := strings.TrimPrefix(first.address, "http://")
	var stdout, stderr bytes.Buffer
	err := Run(t.Context(), []string{"console", "--listen", address}, &stdout, &stderr)
	want := "source-ovhcloud-api: --listen " + address + ": another program listens there, maybe another console: end it, or choose another port: --listen 127.0.0.1:"
	if ExitCode(err) != 1 || stdout.Len() > 0 || !strings.HasPrefix(stderr.String(), want) || strings.Count(stderr.String(), "\n") != 1 {
		t.Errorf("%v\n%s\n%s", err, &stdout, &stderr)
	}
	if err := first.end(); err != nil {
		t.Error(err)
	}
}

// An address at which nothing can listen is told with one at which a console can.
func TestConsoleAtNoAddress(t *testing.T) {
	for address, want := range map[string]string{
		"8080":            "the port stands alone; write 127.0.0.1:8080",
		"127.0.0.1":       "write an address of this machine and a port, such as 127.0.0.1:8080",
		"127.0.0.1:http?": "write an address of this machine and a port, such as 127.0.0.1:8080",
		"192.0.2.1:8080":  "write an address of this machine and a port, such as 127.0.0.1:8080",
	} {
		var stdout, stderr bytes.Buffer
		err := Run(t.Context(), []string{"console", "--listen", address}, &stdout, &stderr)
		if ExitCode(err) != 1 || stdout.Len() > 0 || !strings.HasPrefix(stderr.String(), "source-ovhcloud-api: --listen "+address+": ") || !strings.HasSuffix(stderr.String(), want+"\n") {
			t.Errorf("%v\n%s\n%s", err, &stdout, &stderr)
		}
	}
}

// What is saved is in the file that the console was started with.
func TestConsoleSavesItsFile(t *testing.T) {
	path := write(t, "config.json", inProcess("/vps/{serviceName}"))
	c := startConsole(t, "127.0.0.1:0", "--config", path)
	c.do(t, http.MethodPost, "/configure/settings", url.Values{"lookback_days": {"5"}})
	c.do(t, http.MethodPost, "/configure/save", nil)
	if err := c.end(); err != nil {
		t.Error(err)
	}
	if text, err := os.ReadFile(path); err != nil || !strings.Contains(string(text), `"lookback_days": 5`) {
		t.Errorf("%v\n%s", err, text)
	}
	if o := run(t.Context(), t, "check", "--config", path); o.err != nil || !strings.Contains(o.stdout, "SUCCEEDED") {
		t.Errorf("%v\n%s", o.err, o.stdout)
	}
}

// A handler that panics tells the log, without secrets, and the console goes on.
func TestConsoleLogsPanics(t *testing.T) {
	var stdout, stderr bytes.Buffer
	p := newProcess(&stdout, &stderr)
	p.out.Mask("correct-horse")
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() {
		served <- serve(ctx, listener, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/broken" {
				panic("no page for correct-horse")
			}
		}), p.log)
	}()
	c := &runningConsole{address: "http://" + listener.Addr().String(), client: &http.Client{}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.address+"/broken", http.NoBody)
	must(t, err)
	if response, err := c.client.Do(r); err == nil {
		response.Body.Close()
		t.Errorf("a broken handler answers %d", response.StatusCode)
	}
	if status, _ := c.do(t, http.MethodGet, "/", nil); status != http.StatusOK {
		t.Errorf("the next page: %d", status)
	}
	c.client.CloseIdleConnections()
	cancel()
	must(t, <-served)
	must(t, p.out.Close())
	log := stdout.String()
	for _, want := range []string{`"ERROR"`, "panic serving", "no page for ***", "stack_trace", "TestConsoleLogsPanics"} {
		if !strings.Contains(log, want) {
			t.Errorf("%q is not in %s", want, log)
		}
	}
	if strings.Contains(log, "correct-horse") || stderr.Len() > 0 {
		t.Errorf("stdout %s\nstderr %s", log, &stderr)
	}
}
