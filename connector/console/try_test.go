package console

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"source-ovhcloud-api/connector/ovhapi"
)

func newGet(t *testing.T, path string) *http.Request {
	t.Helper()
	return httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody)
}

func TestTry(t *testing.T) {
	b := open(t, nil)
	page := b.post(http.StatusOK, "/try/v1/GET/me/bill/%7BbillId%7D", "path:billId", "FR40000006")
	has(t, page, `<span class="status status-good">200</span>`, "FR40000006", "X-Ovh-Queryid", "$OVH_APPLICATION_SECRET", "https://sandbox.invalid/1.0/me/bill/FR40000006")

	whole := regexp.MustCompile(`/answers/\w+`).FindString(page)
	var bill struct{ BillID string }
	if err := json.Unmarshal([]byte(b.get(http.StatusOK, whole)), &bill); err != nil || bill.BillID != "FR40000006" {
		t.Errorf("%+v, %v", bill, err)
	}
	b.post(http.StatusOK, "/try/v1/GET/me")
	b.get(http.StatusNotFound, whole) // only the last answer is kept
	b.get(http.StatusNotFound, "/answers/%20")

	has(t, b.post(http.StatusOK, "/try/v1/GET/me/bill", "query:date.from", "2099-01-01"), "date.from=2099-01-01", "[ ]")
	has(t, b.post(http.StatusOK, "/try/v1/GET/me/bill/%7BbillId%7D", "path:billId", "NOPE"), "404", "does not exist", "X-Ovh-QueryID")
	has(t, b.post(http.StatusOK, "/try/v1/GET/ip/%7Bip%7D", "path:ip", "1.2.3.0/24"), "/ip/1.2.3.0%2F24")
	has(t, b.post(http.StatusUnprocessableEntity, "/try/v1/GET/me/bill/%7BbillId%7D", "path:billId", " "), "BillId is missing")
	b.post(http.StatusNotFound, "/try/v1/GET/nope")
}

// A call that may change something is made after a second word only.
func TestTryAsksBeforeItChanges(t *testing.T) {
	b := open(t, nil)
	const path, operation = "/try/v1/POST/me/document", "POST /me/document"
	page := b.post(http.StatusOK, path, "body", `{"name": "x.txt"}`, "do", "ask")
	has(t, page, "This call may create or start something", "POST https://sandbox.invalid/1.0/me/document", "Create new document")
	if n := b.called(operation); n != 0 {
		t.Fatalf("called %d times before it was confirmed", n)
	}
	word := regexp.MustCompile(`name="confirm" value="(\w+)"`).FindStringSubmatch(page)[1]
	// It is the word for that call, not for another one.
	page = b.post(http.StatusOK, path, "body", `{"name": "y.txt"}`, "confirm", word)
	has(t, page, "This call may create or start something")
	b.post(http.StatusOK, path, "body", `{"name": "y.txt"}`, "confirm", "")
	b.post(http.StatusOK, path, "body", `{"name": "y.txt"}`, "confirm", "yes")
	page = b.post(http.StatusOK, path, "body", `{"name": "x.txt"}`)
	word = regexp.MustCompile(`name="confirm" value="(\w+)"`).FindStringSubmatch(page)[1]
	has(t, b.post(http.StatusOK, path, "body", `{"name": "x.txt"}`, "confirm", word), "x.txt", "putUrl")
	// A second press of the button is a question again.
	has(t, b.post(http.StatusOK, path, "body", `{"name": "x.txt"}`, "confirm", word), "This call may create or start something")
	// Nor is it the word for another account.
	page = b.post(http.StatusOK, path, "body", `{"name": "x.txt"}`)
	word = regexp.MustCompile(`name="confirm" value="(\w+)"`).FindStringSubmatch(page)[1]
	b.post(http.StatusSeeOther, "/account/forget")
	b.post(http.StatusSeeOther, "/account/sandbox")
	has(t, b.post(http.StatusOK, path, "body", `{"name": "x.txt"}`, "confirm", word), "This call may create or start something")
	if n := b.called(operation); n != 1 {
		t.Errorf("called %d times, want once", n)
	}
	has(t, b.post(http.StatusUnprocessableEntity, path, "body", `{"name"`, "confirm", "yes"), "The body is not JSON")
	has(t, b.post(http.StatusOK, "/try/v1/DELETE/me/document/%7Bid%7D", "path:id", "a"), "This call may remove something")
}

func TestTryNeedsKeys(t *testing.T) {
	b := open(t, nil)
	b.post(http.StatusSeeOther, "/account/forget")
	b.console.workspace.state().conn.library.wait()
	has(t, b.post(http.StatusUnprocessableEntity, "/try/v1/GET/me"), "needs your keys")
	has(t, b.post(http.StatusOK, "/try/v1/GET/auth/time"), "status-good") // which needs none
	has(t, b.get(http.StatusOK, "/explore/v1/me"), "/me/bill")
}

func TestTree(t *testing.T) {
	n := newTree([]byte(`{"big": 12345678901234567890.10, "b": [true, null, "x"], "a": {}, "u": "https://h/x", "j": "javascript:x"}`))
	var names []string
	for _, c := range n.Children {
		names = append(names, c.Name)
	}
	if got := strings.Join(names, " "); got != "big b a u j" {
		t.Errorf("members %s: not in their order", got)
	}
	if got := n.Children[0].Text; got != "12345678901234567890.10" {
		t.Errorf("the number has become %s", got)
	}
	if n.Children[3].Link == "" || n.Children[4].Link != "" {
		t.Error("https is a link, and nothing else")
	}
	if got := n.Children[1].Summary(); got != "3 items" || !n.Children[1].Folds() || n.Children[2].Folds() {
		t.Errorf("the list is summed up as %s", got)
	}

	large := newTree([]byte(`[` + strings.Repeat(`["a","b"],`, 99_999) + `[]]`))
	if len(large.Children) != mostItems || large.More != 100_000-mostItems {
		t.Errorf("%d shown and %d more of 100,000", len(large.Children), large.More)
	}
	var count func(n node) int
	count = func(n node) int {
		total := 1
		for _, c := range n.Children {
			total += count(c)
		}
		return total
	}
	wide := newTree([]byte(`[` + strings.Repeat(`[`+strings.Repeat(`1,`, 150)+`1],`, 150) + `[]]`))
	if total := count(*wide); total > mostNodes+1 {
		t.Errorf("%d nodes are shown", total)
	}
	if got := newTree([]byte(`"` + strings.Repeat("é", mostText) + `"`)).Text; len(got) > mostText+3 || !strings.HasSuffix(got, "é…") {
		t.Errorf("a long text ends in %q", got[len(got)-6:])
	}
}

// The call is written as code as far as it is filled in, without being made.
func TestCallAsCode(t *testing.T) {
	b := open(t, nil)
	has(t, b.get(http.StatusOK, "/operation/v1/GET/me"), `client.CallAPI(&#34;GET&#34;, &#34;/me&#34;`)
	has(t, b.get(http.StatusOK, "/operation/v1/GET/me/bill/%7BbillId%7D"), "BillId is missing", "once this is filled in")
	has(t, b.get(http.StatusOK, "/operation/v1/POST/me/document"), `--data-raw &#39;{&#34;name&#34;:&#34;string&#34;`)
	page := b.post(http.StatusOK, "/try/v1/GET/me/bill/%7BbillId%7D", "path:billId", "X1", "do", "code")
	has(t, page, "/me/bill/X1", "$OVH_APPLICATION_SECRET")
	page = b.post(http.StatusOK, "/try/v1/POST/me/document", "body", `{"name": "x", "password": "hush"}`, "do", "code")
	has(t, page, `{\&#34;name\&#34;:\&#34;x\&#34;,\&#34;password\&#34;:\&#34;********\&#34;}`)
	lacks(t, page, "This call may")
	if b.called("GET /me/bill/{billId}")+b.called("POST /me/document") > 0 {
		t.Error("a call was made")
	}
}

// What a browser is given of an answer is bounded, whatever its size.
func TestALargeAnswerMakesASmallPage(t *testing.T) {
	b := open(t, nil)
	const item = `{"id": 1, "name": "a name", "price": {"value": 12.50, "text": "12.50 €"}, "tags": ["a", "b"]},`
	result := newResult(&ovhapi.Response{Status: http.StatusOK, Body: []byte("[" + strings.Repeat(item, 20<<20/len(item)) + "1]")}, nil)
	result.Whole = "/answers/x"
	var page bytes.Buffer
	if err := b.console.pages["explore"].ExecuteTemplate(&page, "answer", result); err != nil {
		t.Fatal(err)
	}
	has(t, page.String(), "more, in the whole answer", "The beginning of 2", "download all of it")
	if page.Len() > 1<<20 {
		t.Errorf("the page has %d bytes", page.Len())
	}
}
