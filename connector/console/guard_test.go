package console

import (
	"html"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/sandbox"
)

// readable are the pages, and the files behind them, that a GET shows.
var readable = []string{
	"/", "/explore/v1", "/explore/v2", "/explore/v1/me", "/explore/v1/dedicated/server", "/operation/v1/GET/me/bill/%7BbillId%7D",
	"/operation/v1/POST/me/document", "/operation/v2/GET/iam/resource", "/search", "/search?q=bill", "/account", "/configure", "/configure/new",
	"/configure/new?example=2", "/configure/new?method=GET&path=/me/bill&record_path=$.a[*]", "/configure/1", "/configure/several", "/configure/several?q=bill", "/export", "/export/config.json", "/export/configured_catalog.json",
	"/assets/console.css", "/assets/console.js",
}

// changing are what only a POST does.
var changing = []string{
	"/try/v1/GET/me", "/account", "/account/sandbox", "/account/forget", "/account/request", "/account/granted", "/configure/check", "/configure/settings",
	"/configure/save", "/configure/open", "/configure/examples", "/configure/rights", "/configure/new", "/configure/1", "/configure/1/remove", "/configure/1/move", "/configure/1/duplicate", "/configure/undo", "/configure/several", "/export/config.json", "/token",
}

func withEndpoint(o *Options) { o.Form = sandboxForm(`{"path": "/me/bill/{billId}"}`) }

// Every answer carries the headers, and no page needs a script or style of its own.
func TestEveryAnswerIsGuarded(t *testing.T) {
	b := open(t, withEndpoint)
	for _, path := range append(readable, "/nothing", "/configure/9", "/explore/v9", "/explore/v1/nope", "/answers/nope", "/records/nope") {
		w := b.do(httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
		for name, value := range securityHeaders {
			if got := w.Header().Get(name); got != value && (name != "Cache-Control" || !strings.HasPrefix(path, "/assets/")) {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		lacks(t, w.Body.String(), " style=", "<style", " onclick=", `src="http`, "<script>")
		for line := range strings.Lines(w.Body.String()) {
			if strings.Contains(line, "<script") && !strings.Contains(line, `src="/assets/`) {
				t.Errorf("%s: %s", path, line)
			}
		}
	}
}

func TestOnlyThisMachinesNames(t *testing.T) {
	b := open(t, nil)
	for host, want := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "LocalHost": 200, "[::1]:8080": 200, "127.8.9.1": 200, "::1": 200,
		"attacker.example": 421, "attacker.example:8080": 421, "127.0.0.1.attacker.example": 421, "192.0.2.1:8080": 421, "0.0.0.0:8080": 421, "": 421,
	} {
		b.sent = func(r *http.Request) { r.Host = host }
		if w := b.do(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)); w.Code != want {
			t.Errorf("%q: %d, want %d", host, w.Code, want)
		}
	}
}

// Nothing is changed by a page of another site.
func TestOtherSitesChangeNothing(t *testing.T) {
	b := open(t, withEndpoint)
	for _, path := range changing {
		for name, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://attacker.example"} {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader("set=billing"))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set(name, value)
			if w := b.do(r); w.Code != http.StatusForbidden {
				t.Errorf("POST %s with %s %s: %d", path, name, value, w.Code)
			}
		}
		if w := b.do(httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)); w.Code == http.StatusSeeOther {
			t.Errorf("GET %s leads to %s: a link could do that", path, w.Header().Get("Location"))
		}
	}
	if n := len(b.console.workspace.state().form.Endpoints); n != 1 {
		t.Errorf("%d endpoints, want one", n)
	}
}

// Nothing but the style is shown to a browser that has not given the token.
func TestToken(t *testing.T) {
	b := open(t, withEndpoint)
	b.session = ""
	for _, path := range readable {
		status := http.StatusUnauthorized
		if strings.HasPrefix(path, "/assets/") {
			status = http.StatusOK
		}
		// The visitor's own words are no news to him.
		page := strings.ReplaceAll(b.get(status, path), html.EscapeString(path), "")
		lacks(t, page, "sandbox", "billId")
	}
	for _, path := range changing {
		b.post(http.StatusUnauthorized, path, "token", "wrong")
	}
	// Nor does a path or method that only looks like an open one show what is around a page.
	for _, request := range []string{
		"GET /assets/x/y", "GET /assets/", "DELETE /assets/console.css", "PUT /token", "GET /token", "GET /token/x", "GET /nothing", "POST /", "BREW /configure",
		"POST /?token=" + b.console.token, "GET /configure?token=" + b.console.token,
	} {
		method, path, _ := strings.Cut(request, " ")
		w := b.do(httptest.NewRequestWithContext(t.Context(), method, path, http.NoBody))
		if w.Code != http.StatusUnauthorized || len(w.Result().Cookies()) > 0 {
			t.Errorf("%s: %d", request, w.Code)
		}
		lacks(t, w.Body.String(), "sandbox", "sb12345-ovh", `href="/configure"`, `class="count"`)
	}
	lacks(t, b.get(http.StatusNotFound, "/assets/nothing.css"), "sandbox")
	for _, page := range []string{b.post(http.StatusUnauthorized, "/token", "token", "wrong"), b.get(http.StatusUnauthorized, "/?token=wrong"), b.get(http.StatusUnauthorized, "/?token=")} {
		has(t, page, "That is not the token")
	}
	has(t, b.get(http.StatusUnauthorized, "/"), "in the terminal")

	has(t, b.get(http.StatusUnauthorized, "/configure/1?x=1"), `name="next" value="/configure/1?x=1"`)
	b.session = b.enter(http.MethodPost, "/token", "token=+"+b.console.token+"%0A&next=/configure/1", "/configure/1")
	for _, path := range readable {
		b.get(http.StatusOK, path)
	}
	has(t, b.get(http.StatusNotFound, "/nothing"), `href="/configure"`)
}

// The address with the token opens the console, and is not shown after that.
func TestAddressWithToken(t *testing.T) {
	b := open(t, nil)
	b.session = ""
	b.session = b.enter(http.MethodGet, "/?token="+b.console.token, "", "/")
	b.get(http.StatusOK, "/configure")
	for _, token := range []string{b.console.token, "of-another-day"} {
		w := b.do(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/?token="+token, http.NoBody))
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/" || len(w.Result().Cookies()) > 0 {
			t.Errorf("a browser that is in already gets %d, %v", w.Code, w.Header())
		}
	}
}

// enter gives the token, and returns the session that begins. It leads to an address.
func (b *browser) enter(method, path, body, to string) (session string) {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := b.do(r)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != to || len(w.Result().Cookies()) != 1 {
		b.t.Fatalf("%d %v\n%s", w.Code, w.Header(), w.Body)
	}
	cookie := w.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || strings.Contains(cookie.Value, b.console.token) {
		b.t.Errorf("%+v", cookie)
	}
	return cookie.Value
}

// A cookie does not outlive its console, and the page says so. A form that was sent with it can be
// sent once more.
func TestSessionOfAnEarlierStart(t *testing.T) {
	earlier, b := open(t, nil), open(t, withEndpoint)
	b.session = earlier.session
	page := b.get(http.StatusUnauthorized, "/configure")
	has(t, page, "was restarted", "in the terminal")
	lacks(t, page, "what you typed")
	has(t, b.post(http.StatusUnauthorized, "/configure/1", "path", "/me", "do", "save"), "was restarted", "what you typed", `target="_blank"`)
}

// Browsers send a cookie to every port of a host; two consoles on one do not take each other's place.
func TestSessionsOfTwoConsoles(t *testing.T) {
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)
	names := map[string]bool{}
	for _, host := range []string{"127.0.0.1:8080", "127.0.0.1:8081", "[::1]:8082", "console.example"} {
		r.Host = host
		names[sessionCookie(r)] = true
	}
	if len(names) != 4 {
		t.Errorf("the cookies are %v", names)
	}
}

// Whoever has given the token gets the page that was asked for, and none of another site.
func TestLocal(t *testing.T) {
	for address, want := range map[string]string{
		"/configure?x=//y": "/configure?x=//y", "/": "/", "": "/", "https://attacker.example/": "/", "//attacker.example": "/", `/\attacker.example`: "/",
		"javascript:alert(1)": "/", "/\t/attacker.example": "/",
	} {
		if got := local(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

// Which process answers is told to everyone, and whether the token has to be given.
func TestProcess(t *testing.T) {
	b := open(t, nil)
	if got := b.get(http.StatusOK, "/process"); got != b.console.process {
		t.Errorf("the process is %s", got)
	}
	b.session = ""
	if got := b.get(http.StatusUnauthorized, "/process"); got != b.console.process {
		t.Errorf("the process is %s", got)
	}
}

// Sessions are few, so that a flood of them holds nothing; the oldest end.
func TestSessionsAreFew(t *testing.T) {
	var s sessions
	first := s.begin()
	for range maxSessions - 1 {
		s.begin()
	}
	if !s.has(first) {
		t.Error("the first session has ended")
	}
	last := s.begin()
	if s.has(first) || !s.has(last) || s.has("") {
		t.Error("not the oldest session has ended")
	}
}

// The one answer with keys is the file that was asked for with them.
func TestSecretsAreToldOnce(t *testing.T) {
	b := open(t, withEndpoint)
	has(t, b.post(http.StatusOK, "/export/config.json"), sandbox.ConsumerKey, sandbox.ApplicationSecret)
	// Every other answer is looked through by the browser of the tests.
	for _, path := range readable {
		b.do(httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
	}
	b.post(http.StatusOK, "/try/v1/GET/me")
	b.post(http.StatusOK, "/configure/check")
	b.previewed("/configure/1")
	b.post(http.StatusUnprocessableEntity, "/account", "region", "sandbox", "auth_type", "application_keys", "consumer_key", sandbox.ConsumerKey+"x")
	for _, secret := range []string{sandbox.ApplicationKey, sandbox.ApplicationSecret, sandbox.ConsumerKey} {
		if !b.connector.has(secret) {
			t.Errorf("%s is not kept out of the log", secret)
		}
	}
}
