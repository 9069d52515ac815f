package read

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"source-ovhcloud-api/connector/plan"
)

// fuzzedPlans are streams of every form that an answer can have; a fuzzer picks one by its number.
func fuzzedPlans(t testing.TB) []*plan.Plan {
	t.Helper()
	return []*plan.Plan{
		planned(t, get(t, "s", "/me")),
		planned(t, get(t, "s", "/me/bill")),
		planned(t, get(t, "s", "/me/bill/{b}")),
		planned(t, get(t, "s", "/me/bill/{b}/details/{d}")),
		planned(t, get(t, "s", "/me/order/{o}/status")),
		planned(t, get(t, "s", "/me/bill/{b}/payment", fields("paymentType"))),
		planned(t, get(t, "s", "/domain/zone/{z}/record/{r}")),
		planned(t, get(t, "s", "/cloud/project/{p}/instance")),
		planned(t, get(t, "s", "/shapes/map")),
		planned(t, get(t, "s", "/shapes/matrix")),
		planned(t, get(t, "s", "/v2/iam/resource")),
		planned(t, get(t, "s", "/v2/iam/resource/{urn}/tags")),
		pagedPlan(t, "page", "size"),
		pagedPlan(t, "offset", "limit"),
		pagedPlan(t, "marker", "limit"),
	}
}

// fuzzedAPI answers every call for a plan: those of its parents with one list, its own with one
// answer.
type fuzzedAPI struct {
	plan         *plan.Plan
	list, answer []byte
	status       int
	// cursors are the cursors of the answer's further pages, which are all alike.
	cursors []string
	// batching answers a batch with an element of the same value for each id.
	batching bool
	calls    atomic.Int64
}

// maxFuzzedCalls is more than a read of some short lists takes, each call repeated ten times: one
// that goes on has no end.
const maxFuzzedCalls = 20_000

var errNoEnd = errors.New("the calls have no end")

func (a *fuzzedAPI) RoundTrip(r *http.Request) (*http.Response, error) {
	path := strings.TrimPrefix(strings.TrimPrefix(r.URL.EscapedPath(), "/1.0"), "/v2")
	if path == "/auth/time" {
		return a.respond(http.StatusOK, strconv.AppendInt(nil, time.Now().Unix(), 10), nil), nil
	}
	if a.calls.Add(1) > maxFuzzedCalls {
		return nil, errNoEnd
	}
	status, body, header := a.status, a.answer, http.Header{}
	if strings.Count(path, "/") != len(a.plan.Call.Path) {
		status, body = http.StatusOK, a.list
	} else if next := a.next(r.Header.Get("X-Pagination-Cursor")); next != "" {
		header.Set("X-Pagination-Cursor-Next", next)
	}
	if r.Header.Get("X-Ovh-Batch") != "" && a.batching {
		body = batchOf(path, a.plan, body)
	}
	return a.respond(status, body, header), nil
}

func (a *fuzzedAPI) respond(status int, body []byte, header http.Header) *http.Response {
	if header == nil {
		header = http.Header{}
	}
	header.Set("Content-Type", "application/json")
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body))}
}

// next returns the cursor that follows one, "" for none. The first page has none itself.
func (a *fuzzedAPI) next(cursor string) string {
	if at := slices.Index(a.cursors, cursor) + 1; at < len(a.cursors) && (at > 0 || cursor == "") {
		return a.cursors[at]
	}
	return ""
}

// batchOf returns an element for each id in the segment of the path that has several.
func batchOf(path string, p *plan.Plan, value []byte) []byte {
	for segment := range strings.SplitSeq(path, "/") {
		if !strings.Contains(segment, ",") {
			continue
		}
		var elements []string
		for id := range strings.SplitSeq(segment, ",") {
			id, _ := url.PathUnescape(id)
			key, _ := jsontext.AppendQuote(nil, strings.ToValidUTF8(id, "\uFFFD"))
			elements = append(elements, fmt.Sprintf(`{"key":%s,"value":%s,"error":null}`, key, value))
		}
		return []byte("[" + strings.Join(elements, ",") + "]")
	}
	return value
}

// pagedPlan is a stream of a list of objects that declares these query parameters.
func pagedPlan(t testing.TB, parameters ...string) *plan.Plan {
	t.Helper()
	var declared []string
	for _, name := range parameters {
		kind, in := "long", "query"
		switch name {
		case "marker":
			kind = "string"
		case plan.HeaderPageSize:
			in = "header"
		}
		declared = append(declared, fmt.Sprintf(`{"name":%q,"paramType":%q,"dataType":%q,"fullType":%q,"description":"max 3"}`, name, in, kind, kind))
	}
	section := fmt.Sprintf(`{"resourcePath":"/things","apis":[{"path":"/things","operations":[{"httpMethod":"GET","responseType":"thing[]","parameters":[%s]}]}],
		"models":{"thing":{"properties":{"id":{"type":"string"}}}}}`, strings.Join(declared, ","))
	p, err := plan.NewPlanner(nil, oneSection("/things", []byte(section)), nothingThere).Plan(t.Context(), get(t, "s", "/things"))
	if err != nil {
		t.Fatal(err)
	}
	if !p.Call.Paging.InQuery() {
		t.Fatalf("%v is no paging", p.Call.Paging)
	}
	return p
}
