package console

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/sandbox"
)

var callLink = regexp.MustCompile(`/calls/\d+`)

func TestCallsOfTheSession(t *testing.T) {
	b := open(t, nil)
	lacks(t, b.get(http.StatusOK, "/explore/v1/me"), "Calls of this session")
	b.post(http.StatusOK, "/try/v1/GET/me/bill/%7BbillId%7D", "path:billId", "FR40000006")
	b.post(http.StatusOK, "/try/v1/GET/me/bill/%7BbillId%7D", "path:billId", "NOPE")
	page := b.get(http.StatusOK, "/explore/v1/me")
	has(t, page, "Calls of this session", "/me/bill/NOPE", "/me/bill/FR40000006", `status-bad">404`, `status-good">200`)

	// Each can be opened as it was filled in, and repeated without that.
	links := callLink.FindAllString(page, -1)
	has(t, b.get(http.StatusOK, links[1]), `name="path:billId" value="FR40000006"`, `action="/try/v1/GET/me/bill/%7bbillId%7d"`)
	b.get(http.StatusNotFound, "/calls/99")
	b.get(http.StatusNotFound, "/calls/x")

	// What OVH found is offered for the same placeholder, and only for that.
	has(t, b.get(http.StatusOK, "/operation/v1/GET/me/bill/%7BbillId%7D/details"), `<option value="FR40000006">`)
	lacks(t, b.get(http.StatusOK, "/operation/v1/GET/me/bill/%7BbillId%7D"), `<option value="NOPE">`)
	lacks(t, b.get(http.StatusOK, "/operation/v1/GET/ip/%7Bip%7D"), "<datalist")

	// Another account has made no calls.
	b.post(http.StatusSeeOther, "/account/forget")
	b.console.workspace.state().conn.library.wait()
	lacks(t, b.get(http.StatusOK, "/explore/v1/me"), "Calls of this session")
	b.get(http.StatusNotFound, links[1])
}

// A call is kept without what only its owner may know.
func TestCallsKeepNoSecret(t *testing.T) {
	b := open(t, nil)
	const path, body = "/try/v1/POST/me/document", `{"name": "x.txt", "tags": [{"key": "Password", "value": "v"}], "password": "hush", "nested": {"authToken": "hush", "n": 1}}`
	page := b.post(http.StatusOK, path, "body", body)
	word := regexp.MustCompile(`name="confirm" value="(\w+)"`).FindStringSubmatch(page)[1]
	b.post(http.StatusOK, path, "body", body, "confirm", word)
	page = b.get(http.StatusOK, "/explore/v1/me")
	has(t, page, "/me/document", "x.txt", leftOut)
	lacks(t, page, "hush", word)
	page = b.get(http.StatusOK, callLink.FindString(page))
	has(t, page, "x.txt", `&#34;Password&#34;`, `&#34;n&#34;: 1`)
	lacks(t, page, "hush")
}

func TestWithoutSecretFields(t *testing.T) {
	for _, test := range []struct {
		body, want string
		some       bool
	}{
		{`{"a":"password","b":[1,{"secretKey":"x","n":1.50}]}`, `{"a":"password","b":[1,{"secretKey":"********","n":1.50}]}`, true},
		{`{"token":null,"changePassword":true}`, `{"token":null,"changePassword":true}`, false},
		{`{"tokens":["x",{"n":1}],"n":1}`, `{"tokens":"********","n":1}`, true},
		{`{"password":12345}`, `{"password":"********"}`, true},
		{`{"secret":{"value":"x"},"a":{"token":"x"}}`, `{"secret":"********","a":{"token":"********"}}`, true},
		{`["password","x"]`, `["password","x"]`, false},
		{`{"a":1}`, `{"a":1}`, false},
	} {
		got, some := withoutSecretFields([]byte(test.body))
		if string(got) != test.want || some != test.some {
			t.Errorf("%s: %s %v", test.body, got, some)
		}
	}
}

// What a clipboard would choke on is not copied, but saved.
func TestLargeValuesAreNotCopied(t *testing.T) {
	b := open(t, nil)
	for most, status := range map[int]int{mostCopied: http.StatusOK, mostCopied + 1: http.StatusRequestEntityTooLarge} {
		body := `["x", [` + strings.Repeat(" ", most-9) + `]]`
		id := b.console.workspace.keep(b.console.workspace.state().conn, []byte(body), "x.json")
		b.get(status, "/answers/"+id+"/value?at=")
		if got := b.get(http.StatusOK, "/answers/"+id+"/value?at=/0"); got != `"x"` {
			t.Errorf("the first value is %s", got)
		}
	}
}

func TestHistoryIsBounded(t *testing.T) {
	op := lookedUp(t, everyPlace, "PUT", "/x/{a}/y/{b}")
	var h history
	for i := range 2 * mostCalls {
		h.add(madeCall{Status: 200, operation: op}, url.Values{"path:a": {fmt.Sprint(i)}, "path:b": {"same"}, "header:X-Token": {"hush"}})
	}
	if len(h.calls) != mostCalls || h.calls[0].Number != 2*mostCalls {
		t.Errorf("%d calls, the latest %d", len(h.calls), h.calls[0].Number)
	}
	a, b := h.offered[placeOf(op, "a")], h.offered[placeOf(op, "b")]
	if len(a) != mostOffered || a[0] != "99" || !slices.Equal(b, []string{"same"}) {
		t.Errorf("%q and %q are offered", a, b)
	}
	if v := h.calls[0].Values; len(v) != 2 {
		t.Errorf("%+v is kept", v)
	}
}

// OVH's refusal of the keys is no reason not to ask again: they may have been mended there.
func TestRefusedKeysArePresentedAgain(t *testing.T) {
	b := open(t, withEndpoint)
	b.post(http.StatusOK, "/try/v1/GET/me")
	b.connector.account.Revoke(sandbox.ConsumerKey)
	for range 2 {
		before := b.called("GET /me")
		has(t, b.post(http.StatusOK, "/try/v1/GET/me"), "status-bad")
		if b.called("GET /me") == before {
			t.Error("the call was not made")
		}
	}
	before := b.called("GET /me")
	b.post(http.StatusOK, "/configure/check")
	if b.called("GET /me") == before {
		t.Error("the check has asked nothing")
	}
}

func TestItemsOfAList(t *testing.T) {
	b := open(t, nil)
	page := b.post(http.StatusOK, "/try/v1/GET/me/bill")
	has(t, page, `href="/operation/v1/GET/me/bill/%7bbillId%7d?path%3AbillId=FR40000006"`)
	has(t, b.get(http.StatusOK, "/operation/v1/GET/me/bill/%7bbillId%7d?path%3AbillId=FR40000006"), `value="FR40000006"`)
	// Parents keep their values.
	page = b.post(http.StatusOK, "/try/v1/GET/me/bill/%7BbillId%7D/details", "path:billId", "FR40000006")
	has(t, page, "path%3AbillDetailId=", "path%3AbillId=FR40000006")

	const section = `{"resourcePath": "/x", "apis": [
		{"path": "/x/y", "operations": [{"httpMethod": "GET", "responseType": "x.Y[]"}, {"httpMethod": "POST", "responseType": "x.Y[]"}]},
		{"path": "/x/y/{yId}", "operations": [{"httpMethod": "GET", "responseType": "x.Y", "parameters": [{"name": "yId", "paramType": "path", "dataType": "long"}]}]},
		{"path": "/x/y/{yId}/z", "operations": [{"httpMethod": "GET", "responseType": "x.Y"}]},
		{"path": "/x/k", "operations": [{"httpMethod": "GET", "responseType": "x.Y[]"}]},
		{"path": "/x/k/{xKind}", "operations": [{"httpMethod": "GET", "responseType": "x.Y", "parameters": [{"name": "xKind", "paramType": "path", "dataType": "x.Kind"}]}]},
		{"path": "/x/alone", "operations": [{"httpMethod": "GET", "responseType": "string[]"}]}],
		"models": {"x.Y": {"properties": {"id": {"type": "long"}, "name": {"type": "string"}, "kind": {"type": "string"}}},
			"x.Kind": {"enum": ["a"], "enumType": "string"}}}`
	descriptions := apischema.New(document(section))
	for path, want := range map[string]string{"GET /x/y": "/operation/v1/GET/x/y/{yId}?path%3AyId=7", "POST /x/y": "", "GET /x/k": "/operation/v1/GET/x/k/{xKind}?path%3AxKind=a", "GET /x/alone": "", "GET /x/y/{yId}/z": ""} {
		method, path, _ := strings.Cut(path, " ")
		op, err := descriptions.Operation(t.Context(), method, "v1", path)
		if err != nil {
			t.Fatal(err)
		}
		i, ok := itemsOf(op, nil)
		if ok != (want != "") {
			t.Errorf("%s %s: %v", method, path, ok)
			continue
		}
		if !ok {
			continue
		}
		tree := newTree([]byte(`[{"id": 7, "name": "n", "kind": "a"}, {"name": "without"}, 3]`))
		i.connect(tree)
		var links []string
		for _, property := range tree.Children[0].Children {
			if property.Item != "" {
				links = append(links, property.Item)
			}
		}
		if !slices.Equal(links, []string{want}) {
			t.Errorf("%s leads to %q, want %s", path, links, want)
		}
	}
}

func TestValuesOfAnAnswer(t *testing.T) {
	b := open(t, nil)
	page := b.post(http.StatusOK, "/try/v1/GET/me/bill/%7BbillId%7D", "path:billId", "FR40000006")
	whole := regexp.MustCompile(`/answers/\w+`).FindString(page)
	if got := b.get(http.StatusOK, whole+"/value?at=/priceWithTax/currencyCode"); got != `"EUR"` {
		t.Error(got)
	}
	b.get(http.StatusNotFound, whole+"/value?at=/nope")
	b.get(http.StatusNotFound, "/answers/nope/value?at=/billId")

	body := []byte(`{"a/b": [1, [2.50, {"~": "x"}]], "b": null}`)
	for at, want := range map[string]string{
		"": string(body), "/a~1b": `[1, [2.50, {"~": "x"}]]`, "/a~1b/0": "1", "/a~1b/1/0": "2.50", "/a~1b/1/1/~0": `"x"`, "/b": "null",
		"/a~1b/2": "", "/a~1b/x": "", "/b/0": "", "/c": "",
	} {
		got, ok := valueAt(body, jsontext.Pointer(at))
		if string(got) != want || ok != (want != "") {
			t.Errorf("%s: %s %v", at, got, ok)
		}
	}
	if _, cut := rawText([]byte(`"` + strings.Repeat("é", mostRaw) + `"`)); !cut {
		t.Error("a long answer is not cut")
	}
}
