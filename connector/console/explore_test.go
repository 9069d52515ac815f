package console

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/apischema"
)

func TestExplore(t *testing.T) {
	b := open(t, nil)
	has(t, b.get(http.StatusOK, "/"), `href="/explore/v1/dedicated/server"`, `href="/explore/v2"`)
	has(t, b.get(http.StatusOK, "/"), "begin with one of these", `href="/operation/v1/GET/me/bill"`, "List of all the bills")
	has(t, b.get(http.StatusOK, "/explore/v2"), `href="/explore/v2/iam"`, `href="/operation/v2/GET/iam/resource"`)
	lacks(t, b.get(http.StatusOK, "/explore/v1/me"), "begin with one of these")
	has(t, b.get(http.StatusOK, "/explore/v1/me"), `href="/operation/v1/GET/me/bill/%7bbillId%7d"`, "/me/bill/{billId}", "POST", "DELETE")
	has(t, b.get(http.StatusOK, "/operation/v1/GET/me/bill/%7BbillId%7D"),
		"Get this object properties", "account:apiovh:me/bill/get", `name="path:billId"`, "priceWithTax", "currencyCode", "autorenew",
		`href="/configure/new?method=GET&amp;path=%2Fme%2Fbill%2F%7BbillId%7D"`)
	has(t, b.get(http.StatusOK, "/operation/v1/GET/services/%7BserviceId%7D"), "badge-beta")
	for _, path := range []string{"/explore/v3", "/explore/v1/nope", "/operation/v1/GET/me/nope", "/operation/v1/PATCH/me", "/operation/v9/GET/me", "/no/such/page"} {
		b.get(http.StatusNotFound, path)
	}
}

// document serves a description of one section, "/x".
func document(section string) apischema.Fetch {
	return func(_ context.Context, branch, path string) (io.ReadCloser, error) {
		text := `{"apis": [{"path": "/x"}]}`
		switch {
		case branch == "v2":
			return nil, apischema.ErrNoSection
		case path == "/x.json":
			text = section
		}
		return io.NopCloser(strings.NewReader(text)), nil
	}
}

func described(section string) func(*Options) {
	return func(o *Options) { o.Connector.(*sandboxConnector).describe = document(section) }
}

// What OVH writes is text, wherever it stands.
func TestDescriptionsAreText(t *testing.T) {
	const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)>\"'`
	section := strings.ReplaceAll(`{"resourcePath": "/x", "apis": [{"path": "/x/EVIL", "operations": [{"httpMethod": "GET", "description": "EVIL", "longDescription": "EVIL",
		"responseType": "x.M", "iamActions": ["EVIL"], "apiStatus": {"value": "DEPRECATED", "description": "EVIL", "replacement": "javascript:alert(1)", "deletionDate": "EVIL"},
		"parameters": [{"name": "EVIL", "paramType": "query", "dataType": "x.E", "description": "EVIL"}]}]}],
		"models": {"x.M": {"description": "EVIL", "properties": {"EVIL": {"type": "string", "description": "EVIL"}}}, "x.E": {"enum": ["EVIL"]}}}`, "EVIL", hostile)
	b := open(t, described(section))
	for _, path := range []string{
		"/explore/v1/x", "/search?q=alert", "/operation/v1/GET/x/%3Cscript%3Ealert(1)%3C/script%3E%3Cimg%20src=x%20onerror=alert(1)%3E%22'",
		"/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/configure/new?path=%3Cscript%3Ealert(1)", "/explore/v1/%3Cscript%3Ealert",
	} {
		w := b.do(newGet(t, path))
		page := w.Body.String()
		has(t, page, "&lt;script")
		lacks(t, page, "<script>", "<img", `href="javascript:`)
	}
}

func TestDeprecatedOperations(t *testing.T) {
	b := open(t, described(`{"resourcePath": "/x", "apis": [{"path": "/x", "operations": [{"httpMethod": "GET", "responseType": "void", "apiStatus":
		{"value": "DEPRECATED", "deprecatedDate": "2023-03-07T00:00:00Z", "deletionDate": "2027-09-07T00:00:00Z", "replacement": "/v2/y"}}]}]}`))
	has(t, b.get(http.StatusOK, "/explore/v1/x"), "deprecated", "2023-03-07", "2027-09-07")
	has(t, b.get(http.StatusOK, "/operation/v1/GET/x"), "deprecated", "2023-03-07", "2027-09-07", `href="/operation/v2/GET/y"`)
}

// While OVH cannot be reached the console says so, and tries again when it is looked at again.
func TestDescriptionsThatCannotBeRead(t *testing.T) {
	broken := true
	whole := document(`{"resourcePath": "/x", "apis": [{"path": "/x", "operations": [{"httpMethod": "GET", "responseType": "void"}]}]}`)
	b := open(t, func(o *Options) {
		o.Connector.(*sandboxConnector).describe = func(ctx context.Context, branch, path string) (io.ReadCloser, error) {
			if broken {
				return nil, errors.New("connection refused")
			}
			return whole(ctx, branch, path)
		}
	})
	library := b.console.workspace.state().conn.library
	has(t, b.get(http.StatusBadGateway, "/"), "connection refused")
	library.wait()
	b.get(http.StatusBadGateway, "/explore/v1/x")
	library.wait()
	has(t, b.get(http.StatusOK, "/search?q=x"), "could not be read", "connection refused")
	library.wait()
	broken = false
	b.get(http.StatusOK, "/")
	library.wait()
	has(t, b.get(http.StatusOK, "/search?q=x"), "1 operation")
	lacks(t, b.get(http.StatusOK, "/search?q=x"), "connection refused")
}

// A description that the connector breaks over is one that cannot be read: the others can, and the
// console goes on.
func TestDescriptionsThatBreak(t *testing.T) {
	section := func(path string) string {
		return fmt.Sprintf(`{"resourcePath": %q, "apis": [{"path": %[1]q, "operations": [{"httpMethod": "GET", "responseType": "void"}]}]}`, path)
	}
	var log bytes.Buffer
	b := open(t, func(o *Options) {
		o.Log = zerolog.New(&log)
		o.Connector.(*sandboxConnector).describe = func(_ context.Context, branch, path string) (io.ReadCloser, error) {
			switch {
			case branch == "v2", path == "/x.json":
				panic("index out of range")
			case path == "/y.json":
				return io.NopCloser(strings.NewReader(section("/y"))), nil
			}
			return io.NopCloser(strings.NewReader(`{"apis": [{"path": "/x"}, {"path": "/y"}]}`)), nil
		}
	})
	page := b.get(http.StatusOK, "/search?q=y")
	has(t, page, "1 operation", "2 sections could not be read", "<code>v1 /x</code> panic: index out of range", "<code>v2 /</code> panic")
	has(t, b.get(http.StatusBadGateway, "/explore/v1/x"), "index out of range")
	b.get(http.StatusBadGateway, "/explore/v2")
	b.get(http.StatusBadGateway, "/operation/v1/GET/x")
	b.get(http.StatusOK, "/explore/v1/y")
	has(t, log.String(), "TestDescriptionsThatBreak", "index out of range")
}

// A page of an account that is not used any more may ask for what could not be read: nothing begins
// again behind the end.
func TestNothingIsReadAfterTheEnd(t *testing.T) {
	refused := errors.New("connection refused")
	library := newLibrary(apischema.New(func(context.Context, string, string) (io.ReadCloser, error) { return nil, refused }), []string{"v1"})
	library.begin()
	library.wait()
	library.end()
	library.again()
	library.wait()
	// What would have been read after the end had been cancelled.
	if p := library.progress(); len(p.Failed) != 1 || !errors.Is(p.Failed[0].Err, refused) {
		t.Errorf("%+v, want what was refused before the end", p)
	}
}

// The search works, and says that it is not complete, while sections are still being read.
func TestSearchWhileReading(t *testing.T) {
	release := make(chan struct{})
	c := &sandboxConnector{}
	c.describe = func(ctx context.Context, branch, path string) (io.ReadCloser, error) {
		text := `{"apis": [{"path": "/x"}, {"path": "/y"}]}`
		switch {
		case branch == "v2":
			return nil, apischema.ErrNoSection
		case path == "/y.json":
			<-release
			fallthrough
		case path == "/x.json":
			text = fmt.Sprintf(`{"resourcePath": %q, "apis": [{"path": %[1]q, "operations": [{"httpMethod": "GET", "responseType": "void"}]}]}`, strings.TrimSuffix(path, ".json"))
		}
		return io.NopCloser(strings.NewReader(text)), nil
	}
	library := newLibrary(apischema.New(c.describe), []string{"v1", "v2"})
	t.Cleanup(library.end)
	library.begin()
	if _, err := library.section(t.Context(), "v1", "/x"); err != nil {
		t.Fatal(err)
	}
	if p := library.progress(); !p.Loading || p.Operations != 1 {
		t.Errorf("%+v, want one operation so far", p)
	}
	close(release)
	library.wait()
	if p := library.progress(); p.Loading || p.Operations != 2 || p.Done != 3 || len(p.Failed) > 0 {
		t.Errorf("%+v, want two operations", p)
	}
}
