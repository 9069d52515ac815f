package sandbox_test

import (
	"bytes"
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/ovh/go-ovh/ovh"

	"source-ovhcloud-api/connector/sandbox"
)

// client signs calls on its own, so that a test can spoil any part of one.
type client struct {
	t           *testing.T
	base        string
	transport   http.RoundTripper
	consumerKey string
	clock       func() time.Time
}

// unlimited is an account without a budget, which most tests have no interest in.
var unlimited = sandbox.Options{RequestsPerSecond: -1}

func connect(t *testing.T, h http.Handler) client {
	return client{t, sandbox.BaseURL, sandbox.Transport(h), sandbox.ConsumerKey, time.Now}
}

func (c client) request(method, url, body string) *http.Request {
	c.t.Helper()
	if strings.HasPrefix(url, "/") {
		url = c.base + url
	}
	r, err := http.NewRequestWithContext(c.t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		panic(err) // the URL is a test's own
	}
	stamp := fmt.Sprint(c.clock().Unix())
	signed := strings.Join([]string{sandbox.ApplicationSecret, c.consumerKey, method, url, body, stamp}, "+")
	r.Header.Set("X-Ovh-Application", sandbox.ApplicationKey)
	r.Header.Set("X-Ovh-Consumer", c.consumerKey)
	r.Header.Set("X-Ovh-Timestamp", stamp)
	r.Header.Set("X-Ovh-Signature", fmt.Sprintf("$1$%x", sha1.Sum([]byte(signed))))
	return r
}

// answer is a response, with its body read.
type answer struct {
	status int
	header http.Header
	body   string
}

func (c client) send(r *http.Request) answer {
	c.t.Helper()
	resp, err := c.transport.RoundTrip(r)
	if err != nil {
		c.t.Errorf("%s %s: %v", r.Method, r.URL, err)
		return answer{}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Errorf("%s %s: %v", r.Method, r.URL, err)
	}
	return answer{resp.StatusCode, resp.Header, string(body)}
}

// get calls with headers, given as name and value by turns.
func (c client) get(url string, headers ...string) answer {
	c.t.Helper()
	r := c.request(http.MethodGet, url, "")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return c.send(r)
}

// list gets an array, whose elements are returned as the text they have.
func (c client) list(url string, headers ...string) []string {
	c.t.Helper()
	got := c.get(url, headers...)
	var items []json.RawMessage
	if err := json.Unmarshal([]byte(got.body), &items); got.status != http.StatusOK || err != nil {
		c.t.Errorf("GET %s: %d %s: %v", url, got.status, got.body, err)
	}
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = strings.Trim(string(item), `"`)
	}
	return texts
}

func (got answer) check(t *testing.T, status int, body string) {
	t.Helper()
	if got.status != status || compact(got.body) != compact(body) {
		t.Errorf("answer %d %s, want %d %s", got.status, got.body, status, body)
	}
	if got.header.Get("X-Ovh-QueryID") == "" {
		t.Error("the answer has no X-Ovh-QueryID")
	}
}

func compact(text string) string {
	var out bytes.Buffer
	if json.Compact(&out, []byte(text)) != nil {
		return text
	}
	return out.String()
}

func TestGoOVHReadsTheAccountOverASocket(t *testing.T) {
	server := httptest.NewServer(sandbox.New(sandbox.Options{}))
	defer server.Close()
	api := &ovh.Client{
		AppKey: sandbox.ApplicationKey, AppSecret: sandbox.ApplicationSecret, ConsumerKey: sandbox.ConsumerKey,
		Client: server.Client(), Timeout: ovh.DefaultTimeout,
	}
	if err := api.SetEndpoint(server.URL + "/1.0"); err != nil {
		t.Fatal(err)
	}
	var me struct {
		Nichandle string
		Vat       *string
		Currency  struct{ Symbol string }
	}
	if err := api.Get("/me", &me); err != nil {
		t.Fatal(err)
	}
	if me.Nichandle != "sb12345-ovh" || me.Vat == nil || *me.Vat != "" || me.Currency.Symbol != "€" {
		t.Errorf("GET /me: %+v", me)
	}
	var resources []struct{ URN string }
	if err := api.Get("/v2/iam/resource", &resources); err != nil || len(resources) != 25 {
		t.Errorf("GET /v2/iam/resource: %d resources, error %v", len(resources), err)
	}
	var created, read struct{ ID, Name string }
	if err := api.Post("/me/document", map[string]string{"name": "a & b"}, &created); err != nil {
		t.Fatal(err)
	}
	if err := api.Get("/me/document/"+created.ID, &read); err != nil || read.Name != "a & b" {
		t.Errorf("GET /me/document/{id}: %+v, error %v", read, err)
	}
	if err := api.Delete("/me/document/"+created.ID, nil); err != nil {
		t.Error(err)
	}
	err := api.Get("/me/document/"+created.ID, nil)
	if gone, ok := err.(*ovh.APIError); !ok || gone.Code != http.StatusNotFound || gone.Class != "Client::NotFound" || gone.QueryID == "" {
		t.Errorf("GET of a document that was deleted: %v", err)
	}
}

func TestURLs(t *testing.T) {
	c := connect(t, sandbox.New(unlimited))
	const (
		noURL    = `{"class":"Client::NotFound","message":"Got an invalid (or empty) URL"}`
		noMethod = `{"class":"Client::MethodNotAllowed","message":"Method not allowed"}`
	)
	for _, test := range []struct {
		method, url string
		status      int
		body        string // empty: any
	}{
		{"GET", "/me/order/250000000/status", 200, `"delivered"`},
		{"GET", "https://sandbox.invalid/v1/me/order/250000000/status", 200, `"delivered"`},
		{"GET", "https://sandbox.invalid/v2/iam/policy", 200, ``},
		{"GET", "/ip/198.51.100.16%2F28", 200, ``},
		{"GET", "/ip/198.51.100.16/28", 404, noURL},
		{"GET", "/ip/2001:db8:41d0::%2F48", 200, ``},
		{"GET", "/domain/zone/Example.NET", 200, ``},
		{"GET", "/domain/zone/example.net", 404, `{"class":"Client::NotFound","message":"The requested object (zoneName = example.net) does not exist"}`},
		{"GET", "/domain/zone", 200, `["example.com","Example.NET","xn--exmple-cua.example"]`},
		{"GET", "/vps/vps-5a4db003.vps.ovh.example", 460, `{"message":"This Service is expired"}`},
		{"GET", "/me/order/250000006", 404, `{"class":"Client::NotFound","message":"The requested object (orderId = 250000006) does not exist"}`},
		{"GET", "/me/bill/FR40000004/details", 200, `[]`},
		{"GET", "/me/bill/", 404, noURL},
		{"GET", "/nothing", 404, noURL},
		{"GET", "/iam/resource", 404, noURL},
		{"GET", "https://sandbox.invalid/1.00/me", 404, noURL},
		{"DELETE", "/me/bill", 405, noMethod},
		{"PATCH", "/nothing", 403, `{"errorCode":"NOT_GRANTED_CALL","httpCode":"403 Forbidden","message":"This call has not been granted"}`},
	} {
		got := c.send(c.request(test.method, test.url, ""))
		if test.body == "" {
			test.body = got.body
		}
		got.check(t, test.status, test.body)
	}
}

func TestTheAPIDescriptionNeedsNoCredentials(t *testing.T) {
	account := sandbox.New(sandbox.Options{RequestsPerSecond: 1})
	c := connect(t, account)
	for url, field := range map[string]string{
		"/": "apis", "": "apis", "/?null.json": "apis", "/me.json": "models", "/dedicated/server.json": "models",
		"https://sandbox.invalid/v2/": "apis", "https://sandbox.invalid/v2/iam.json": "models",
	} {
		if !strings.HasPrefix(url, "https:") {
			url = sandbox.BaseURL + url
		}
		r, _ := http.NewRequest(http.MethodGet, url, nil)
		got := c.send(r)
		var document map[string]json.RawMessage
		if err := json.Unmarshal([]byte(got.body), &document); got.status != http.StatusOK || err != nil || document[field] == nil {
			t.Errorf("GET %s: %d, no %s", url, got.status, field)
		}
	}
	if calls := account.Calls(); calls.Total != 7 || calls.Refused != 0 || calls.Routes["GET /v1/me.json"] != 1 {
		t.Errorf("calls: %+v", calls)
	}
}

func TestInterceptComesFirst(t *testing.T) {
	c := connect(t, sandbox.New(sandbox.Options{Intercept: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/1.0/me" {
				http.Error(w, "<html>", http.StatusBadGateway)
				return
			}
			next.ServeHTTP(w, r)
		})
	}}))
	if got := c.get("/me"); got.status != http.StatusBadGateway {
		t.Errorf("/me: %d", got.status)
	}
	if got := c.get("/vps"); got.status != http.StatusOK {
		t.Errorf("/vps: %d", got.status)
	}
}

func TestConcurrentCallersSeeTheSameAccount(t *testing.T) {
	account := sandbox.New(unlimited)
	c := connect(t, account)
	want := c.get("/me/bill").body
	var callers sync.WaitGroup
	for range 50 {
		callers.Go(func() {
			if got := c.get("/me/bill").body; got != want {
				t.Errorf("/me/bill: %s", got)
			}
			c.send(c.request(http.MethodPost, "/me/document", `{"name":"x"}`)) // the one thing that changes
			c.list("/me/document")
			account.Calls()
		})
	}
	callers.Wait()
	if n := len(c.list("/me/document")); n != 52 {
		t.Errorf("%d documents, want the 2 there were and 50 more", n)
	}
	if diff := cmp.Diff(map[string]int{"GET /me/bill": 51, "POST /me/document": 50, "GET /me/document": 51}, account.Calls().Routes); diff != "" {
		t.Errorf("calls, wanted (-) and counted (+):\n%s", diff)
	}
}
