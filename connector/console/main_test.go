package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sandbox"
)

// These tests open the pages as a browser without JavaScript does, over the
// sandbox's account in process. The modules, and what pages look like, are
// tested in integration_tests/browser.

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// sandboxConnector is a connector whose every account is one of the sandbox's.
type sandboxConnector struct {
	account *sandbox.Account
	// describe, if set, is the API's description instead of the account's.
	describe apischema.Fetch

	mu     sync.Mutex
	masked []string
}

func (s *sandboxConnector) Connect(cfg *config.Config) (*ovhapi.Client, error) {
	transport := sandbox.Transport(s.account)
	if s.describe != nil {
		transport = describedAPI{s.describe, transport}
	}
	o := ovhapi.Options{BaseURL: cfg.API().BaseURL, RequestsPerSecond: 100_000, Transport: transport, MaxWait: time.Millisecond}
	switch c := cfg.Credentials; {
	case !c.Given():
	case c.AuthType == config.ApplicationKeys:
		o.Credentials = ovhapi.ApplicationKeys{ApplicationKey: c.ApplicationKey, ApplicationSecret: c.ApplicationSecret, ConsumerKey: c.ConsumerKey}
	case c.AuthType == config.OAuth2ClientCredentials:
		o.Credentials = ovhapi.ServiceAccount{ClientID: c.ClientID, ClientSecret: c.ClientSecret, TokenURL: sandbox.TokenURL}
	case c.AuthType == config.AccessToken:
		o.Credentials = ovhapi.AccessToken{Token: c.AccessToken}
	}
	return ovhapi.New(o)
}

// describedAPI is an account whose API is described by a function.
type describedAPI struct {
	describe func(ctx context.Context, branch, path string) (io.ReadCloser, error)
	http.RoundTripper
}

func (d describedAPI) RoundTrip(r *http.Request) (*http.Response, error) {
	branch, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if path != "" && !strings.HasSuffix(path, ".json") {
		return d.RoundTripper.RoundTrip(r)
	}
	if branch == "1.0" {
		branch = "v1"
	}
	body, err := d.describe(r.Context(), branch, "/"+path)
	if errors.Is(err, apischema.ErrNoSection) {
		return &http.Response{StatusCode: http.StatusNotFound, Body: http.NoBody, Request: r}, nil
	}
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: body, Request: r, ContentLength: -1}, nil
}

func (*sandboxConnector) Catalog(ctx context.Context, cfg *config.Config, planner *plan.Planner) (catalog protocol.ConfiguredCatalog, err error) {
	for _, e := range cfg.Endpoints {
		plan, planErr := planner.Plan(ctx, e)
		if planErr != nil {
			return catalog, planErr
		}
		schema, schemaErr := plan.JSONSchema()
		err = errors.Join(err, schemaErr)
		catalog.Streams = append(catalog.Streams, protocol.ConfiguredStream{
			Stream:   protocol.Stream{Name: plan.Name(), JSONSchema: schema, SupportedSyncModes: []protocol.SyncMode{protocol.FullRefresh}},
			SyncMode: protocol.FullRefresh, DestinationSyncMode: "overwrite",
		})
	}
	return catalog, err
}

func (s *sandboxConnector) Mask(secrets ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.masked = append(s.masked, secrets...)
}

func (s *sandboxConnector) has(secret string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Contains(s.masked, secret)
}

// sandboxForm is a configuration of the sandbox's account with these endpoints, as JSON.
func sandboxForm(endpoints string) []byte {
	return fmt.Appendf(nil, `{"region":"sandbox","credentials":{"auth_type":"application_keys","application_key":%q,"application_secret":%q,"consumer_key":%q},"endpoints":[%s]}`,
		sandbox.ApplicationKey, sandbox.ApplicationSecret, sandbox.ConsumerKey, endpoints)
}

// browser opens the pages of a console.
type browser struct {
	t         *testing.T
	console   *Console
	connector *sandboxConnector
	// sent changes each request before it is sent; nil for not.
	sent func(*http.Request)
	// session is that of the browser's cookie; "" for none.
	session string
}

// open makes a console, and waits until it has read all that OVH describes.
func open(t *testing.T, change func(*Options)) *browser {
	t.Helper()
	b := &browser{t: t, connector: &sandboxConnector{account: sandbox.New(sandbox.Options{RequestsPerSecond: -1})}}
	o := Options{Connector: b.connector, Form: sandboxForm(""), Sandbox: sandboxForm(""), Loopback: true, Log: zerolog.Nop()}
	if change != nil {
		change(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	b.console, b.session = c, c.sessions.begin()
	c.workspace.state().conn.library.wait()
	return b
}

func (b *browser) do(r *http.Request) *httptest.ResponseRecorder {
	b.t.Helper()
	r.Host = "127.0.0.1:8080"
	if b.sent != nil {
		b.sent(r)
	}
	if b.session != "" {
		r.AddCookie(&http.Cookie{Name: sessionCookie(r), Value: b.session})
	}
	w := httptest.NewRecorder()
	b.console.ServeHTTP(w, r)
	for _, secret := range []string{sandbox.ApplicationKey, sandbox.ApplicationSecret, sandbox.ConsumerKey, sandbox.ClientSecret} {
		if strings.Contains(w.Body.String(), secret) && r.Method+r.URL.Path != "POST/export/config.json" {
			b.t.Errorf("%s %s tells %s", r.Method, r.URL, secret)
		}
	}
	return w
}

// get returns a page of this status.
func (b *browser) get(status int, path string) string {
	b.t.Helper()
	w := b.do(httptest.NewRequestWithContext(b.t.Context(), http.MethodGet, path, http.NoBody))
	if w.Code != status {
		b.t.Fatalf("GET %s: %d, want %d\n%s", path, w.Code, status, w.Body)
	}
	return w.Body.String()
}

// post sends a form, its fields after each other: name, value, name, value.
func (b *browser) post(status int, path string, fields ...string) string {
	b.t.Helper()
	values := url.Values{}
	for pair := range slices.Chunk(fields, 2) {
		values.Add(pair[0], pair[1])
	}
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, path, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := b.do(r)
	if w.Code != status {
		b.t.Fatalf("POST %s: %d, want %d\n%s", path, w.Code, status, w.Body)
	}
	return w.Body.String()
}

// has fails for each text that a page lacks.
func has(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("%q is not in\n%s", text, page)
		}
	}
}

// lacks fails for each text that a page has.
func lacks(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			t.Errorf("%q is in\n%s", text, page)
		}
	}
}

// called returns how often the account was asked for an operation.
func (b *browser) called(operation string) int { return b.connector.account.Calls().Routes[operation] }
