package console

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/protocol"
	"source-ovhcloud-api/connector/sandbox"
)

// The billing chain of the Data Platform's guide, filled in as a person does, comes out as files
// that can be used.
func TestConfigureAndExport(t *testing.T) {
	b := open(t, nil)
	has(t, b.get(http.StatusOK, "/configure"), "Nothing is configured yet")
	b.post(http.StatusSeeOther, "/configure/new", "do", "save", "method", "GET", "path", "/me/bill", "name", "bill_ids",
		"query_name", "date.from", "query_value", " 2023 ", "query_name", "", "query_value", "")
	b.post(http.StatusSeeOther, "/configure/new", "do", "save", "method", "GET", "path", "/me/bill/{billId}/details", "name", "detail_ids",
		"placeholder:billId", "endpoint:bill_ids")
	b.post(http.StatusSeeOther, "/configure/new", "do", "save", "method", "GET", "path", "/me/bill/{billid}/details/{detailsID}", "name", "details",
		"placeholder:billid", "endpoint:detail_ids", "placeholder:billid:field", "billId", "placeholder:detailsID", "endpoint:detail_ids",
		"placeholder:gone", "values", "fields", "description, totalPrice.value")

	var got struct{ Endpoints json.RawMessage }
	if err := json.Unmarshal([]byte(b.get(http.StatusOK, "/export/config.json")), &got); err != nil {
		t.Fatal(err)
	}
	const want = `[{"path":"/me/bill","name":"bill_ids","query_parameters":[{"name":"date.from","value":"2023"}]},` +
		`{"path":"/me/bill/{billId}/details","name":"detail_ids","path_parameters":[{"name":"billId","source":{"type":"endpoint","endpoint":"bill_ids"}}]},` +
		`{"path":"/me/bill/{billid}/details/{detailsID}","name":"details","path_parameters":[{"name":"billid","source":{"type":"endpoint","endpoint":"detail_ids","field":"billId"}},` +
		`{"name":"detailsID","source":{"type":"endpoint","endpoint":"detail_ids"}}],"fields":["description","totalPrice.value"]}]`
	var compact bytes.Buffer
	if err := json.Compact(&compact, got.Endpoints); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, compact.String()); diff != "" {
		t.Error(diff)
	}
	if _, _, err := config.Load([]byte(b.post(http.StatusOK, "/export/config.json"))); err != nil {
		t.Error(err)
	}
	catalog, err := protocol.ParseCatalog([]byte(b.get(http.StatusOK, "/export/configured_catalog.json")))
	if err != nil || len(catalog.Streams) != 3 || catalog.Streams[2].Stream.Name != "details" {
		t.Errorf("%+v, %v", catalog, err)
	}
	has(t, b.post(http.StatusOK, "/configure/check"), "Connected as sb12345-ovh")
	has(t, b.get(http.StatusOK, "/export"), "detail_ids", "docker run", "get_source")
	has(t, b.get(http.StatusOK, "/account"), "/me/bill/*/details/*")

	// Who takes values from an endpoint goes on doing so under its new name.
	b.post(http.StatusSeeOther, "/configure/1", "do", "save", "method", "GET", "path", "/me/bill", "name", "bills")
	has(t, b.get(http.StatusOK, "/configure/2"), `<option value="endpoint:bills" selected>`)
	b.post(http.StatusSeeOther, "/configure/1/remove")
	has(t, b.get(http.StatusOK, "/configure"), "is not the name of an endpoint of this form")
	b.post(http.StatusNotFound, "/configure/3/remove")
	b.get(http.StatusNotFound, "/configure/3")
	b.get(http.StatusNotFound, "/configure/0")
	b.post(http.StatusNotFound, "/configure/9", "path", "/me")
}

// A draft is judged and not kept; one with a fault is not saved.
func TestDrafts(t *testing.T) {
	b := open(t, nil)
	has(t, b.post(http.StatusOK, "/configure/new", "method", "GET", "path", "/me/bill/{billId}"), "GET /me/bill/{billId}", "yes, by date", "everything the API lists", `placeholder="me_bill_each"`)
	has(t, b.post(http.StatusOK, "/configure/new", "method", "GET", "path", "/me/bill/{billId}", "placeholder:billId", "values", "placeholder:billId:values", "a,b"), "a, b", `value="a,b"`)
	has(t, b.post(http.StatusUnprocessableEntity, "/configure/new", "do", "save", "path", "me"), "Must begin with")
	has(t, b.post(http.StatusUnprocessableEntity, "/configure/new", "do", "save", "path", ""), "Path")
	has(t, b.post(http.StatusUnprocessableEntity, "/configure/new", "do", "save", "method", "POST", "path", "/me/document", "body", "{}"), "Must be true for POST")
	b.post(http.StatusSeeOther, "/configure/new", "do", "save", "method", "POST", "path", "/me/document", "body", "{}", "allow_side_effects", "on")
	has(t, b.previewed("/configure/1"), "only a sync calls it")
	if n := b.called("POST /me/document"); n != 0 {
		t.Errorf("called %d times", n)
	}
}

func TestSettings(t *testing.T) {
	b := open(t, withEndpoint)
	b.post(http.StatusSeeOther, "/configure/settings", "start_date", "2023-01-01", "lookback_days", "3", "requests_per_second", "2.5")
	has(t, b.get(http.StatusOK, "/export/config.json"), `"start_date": "2023-01-01"`, `"lookback_days": 3`, `"requests_per_second": 2.5`)
	for _, wrong := range [][]string{{"lookback_days", "x"}, {"lookback_days", "-1"}, {"requests_per_second", "0"}, {"requests_per_second", "NaN"}, {"start_date", "soon"}} {
		has(t, b.post(http.StatusUnprocessableEntity, "/configure/settings", wrong...), `class="fault"`, `value="`+wrong[1]+`"`)
	}
	has(t, b.get(http.StatusOK, "/export/config.json"), `"lookback_days": 3`)
	b.post(http.StatusSeeOther, "/configure/settings")
	lacks(t, b.get(http.StatusOK, "/export/config.json"), "lookback_days")
}

// A setting that cannot be right is opened, and said to be wrong where it is corrected.
func TestWrongSettings(t *testing.T) {
	b := open(t, func(o *Options) {
		o.Form = []byte(strings.Replace(string(sandboxForm("")), "{", `{"lookback_days": ["x"], "start_date": 5, `, 1))
	})
	has(t, b.get(http.StatusOK, "/configure"), "Must be a whole number, not a list.", "Must be text, not a number.", `value="[&#34;x&#34;]"`, `value="5"`)
	b.post(http.StatusUnprocessableEntity, "/configure/settings", "lookback_days", `["x"]`, "start_date", "")
	b.post(http.StatusSeeOther, "/configure/settings", "lookback_days", "7", "start_date", "")
	has(t, b.get(http.StatusOK, "/export/config.json"), `"lookback_days": 7`)
}

// What is wrong with an endpoint's sources stands in its dialog, and is shown as it is.
func TestWrongSources(t *testing.T) {
	b := open(t, func(o *Options) {
		o.Form = sandboxForm(`{"path": "/me/bill/{b}", "path_parameters": [{"name": "b", "source": {"type": "endpoint", "endpoint": "nope"}},
			{"name": "gone", "source": {"type": "list"}}]}`)
	})
	has(t, b.get(http.StatusOK, "/configure/1"), `<option value="endpoint:nope" selected>`, "which is not the name of an endpoint", "is no placeholder of /me/bill/{b}")
}

func TestExampleSets(t *testing.T) {
	b := open(t, withEndpoint)
	b.post(http.StatusSeeOther, "/configure/examples", "set", "product")
	b.post(http.StatusSeeOther, "/configure/examples", "set", "product") // a second time adds nothing
	b.post(http.StatusSeeOther, "/configure/examples", "set", "nope")
	if n := len(b.console.workspace.state().form.Endpoints); n != 5 {
		t.Errorf("%d endpoints, want one and four", n)
	}
}

// upload opens a file as the page's form does.
func (b *browser) upload(status int, content string) string {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", "config.json")
	if err != nil {
		b.t.Fatal(err)
	}
	file.Write([]byte(content))
	form.Close()
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodPost, "/configure/open", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := b.do(r)
	if w.Code != status {
		b.t.Fatalf("%d, want %d\n%s", w.Code, status, w.Body)
	}
	return w.Body.String()
}

func TestOpen(t *testing.T) {
	b := open(t, nil)
	b.upload(http.StatusSeeOther, string(sandboxForm(`{"path": "/vps/{serviceName}"}`)))
	b.console.workspace.state().conn.library.wait()
	has(t, b.get(http.StatusOK, "/configure"), "vps_each")
	for content, want := range map[string]string{
		"{": "The file was not opened", "[1]": "The file was not opened", strings.Replace(string(sandboxForm("")), "sandbox", "mars", 1): "must be ovh-eu",
	} {
		has(t, b.upload(http.StatusUnprocessableEntity, content), want)
		has(t, b.get(http.StatusOK, "/configure"), "vps_each")
	}
	has(t, b.post(http.StatusUnprocessableEntity, "/configure/open"), "was not opened")
}

// previewed reads the first records of an endpoint as its dialog is opened.
func (b *browser) previewed(dialog string) string {
	b.t.Helper()
	return b.post(http.StatusOK, dialog, append(formOf(b.t, b.get(http.StatusOK, dialog), dialog).pairs(), "do", "preview")...)
}

func TestPreview(t *testing.T) {
	b := open(t, func(o *Options) {
		o.Form = sandboxForm(`{"path": "/me/bill/{billId}"}, {"path": "/v2/iam/resource"}, {"path": "/me/nope"}, {"path": "/me/consumption/usage/history"}`)
	})
	has(t, b.get(http.StatusOK, "/configure/1"), "priceWithTax", "GET /me/bill", "key")
	before := b.connector.account.Calls().Total
	page := b.previewed("/configure/1")
	has(t, page, "FR40000006", "A full read would give about <b>36 records</b>", "20 records in 2 calls", `<details class="node" >`)
	saved := b.do(httptest.NewRequestWithContext(t.Context(), http.MethodGet, between(t, page, `href="/records/`, `"`), http.NoBody))
	if lines := strings.Split(saved.Body.String(), "\n"); len(lines) != 22 || !strings.HasPrefix(lines[0], "billId,") || saved.Header().Get("Content-Disposition") != `attachment; filename="me_bill_each.csv"` {
		t.Errorf("%q %q", saved.Header(), lines)
	}
	// The list, and one batch; the clock was read before.
	if made := b.connector.account.Calls().Total - before; made > 3 {
		t.Errorf("%d calls for a preview", made)
	}
	has(t, b.previewed("/configure/2"), "20 records of the first 60 in", "<b>60 records</b>")
	has(t, b.previewed("/configure/3"), "There is no preview", "no GET /me/nope")
	// A list that OVH does not give without bounds has those of a full refresh.
	has(t, b.previewed("/configure/4"), "beginDate=1999-11-01", "First records")
}

// between returns an address of a page that begins with the end of before.
func between(t *testing.T, page, before, after string) string {
	t.Helper()
	_, rest, ok := strings.Cut(page, before)
	found, _, closed := strings.Cut(rest, after)
	if !ok || !closed {
		t.Fatalf("%s is not in\n%s", before, page)
	}
	return before[strings.Index(before, "/"):] + found
}

// Where there is little to find, the page says that the preview stopped.
func TestPreviewThatGivesUp(t *testing.T) {
	ids := make([]string, 500)
	for i := range ids {
		ids[i] = fmt.Sprintf("%q", fmt.Sprint("FR", i))
	}
	b := open(t, func(o *Options) {
		withEndpoint(o)
		o.Connector.(*sandboxConnector).account = sandbox.New(sandbox.Options{RequestsPerSecond: -1, Intercept: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, "/me/bill") {
					w.Header().Set("Content-Type", "application/json")
					fmt.Fprintf(w, "[%s]", strings.Join(ids, ","))
					return
				}
				next.ServeHTTP(w, r) // which has none of them
			})
		}})
	})
	page := b.previewed("/configure/1")
	has(t, page, "0 records in 100 calls", "The preview stopped there", "Nothing was found so far")
	lacks(t, page, "A full read would give", "The account has nothing there")
}
