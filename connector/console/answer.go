package console

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
)

// result is the answer to a call, or why there is none.
type result struct {
	Status  int // 0 where no answer came
	Text    string
	Failure *failure
	Tree    *node  // nil for an answer without a body
	Raw     string // as it came, indented if it is short
	RawCut  bool   // not all of it
	Bytes   int
	Whole   string // where all of the body can be had; "" for none
	QueryID string
	Headers []header
	Took    time.Duration
	Retries int64
	// Snippets are the same call as programs.
	Snippets []snippet
}

// queryIDHeader is the header in which OVH says the number that it gave to a call.
const queryIDHeader = "X-Ovh-QueryID"

// header is a header of the answer.
type header struct{ Name, Value string }

// Good tells that OVH did what it was asked for.
func (r *result) Good() bool { return r.Failure == nil }

func newResult(response *ovhapi.Response, err error) *result {
	if err != nil {
		return failedResult(err)
	}
	r := &result{Status: response.Status, Text: http.StatusText(response.Status), Bytes: len(response.Body), QueryID: response.Header.Get(queryIDHeader)}
	for name, values := range response.Header {
		r.Headers = append(r.Headers, header{name, strings.Join(values, ", ")})
	}
	slices.SortFunc(r.Headers, func(a, b header) int { return compareFold(a.Name, b.Name) })
	if len(response.Body) > 0 {
		r.Tree = newTree(response.Body)
		r.Raw, r.RawCut = rawText(response.Body)
	}
	return r
}

// failedResult shows a refusal of OVH's in its own words, with what to do about it.
func failedResult(err error) *result {
	r := &result{Failure: newFailure("The call failed", err)}
	if refused, ok := errors.AsType[*ovhapi.Error](err); ok {
		r.Status, r.Text = refused.Status, http.StatusText(refused.Status)
		if r.QueryID = refused.QueryID; r.QueryID != "" {
			r.Headers = []header{{queryIDHeader, r.QueryID}}
		}
	}
	return r
}

// shown is the last answer, as it came.
type shown struct {
	id, name string
	body     []byte
}

// keep holds a connection's answer until the next one, and gives the name to ask
// for it by; "" when the account has been changed since.
func (w *workspace) keep(conn *connection, body []byte, name string) (id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn != conn {
		return ""
	}
	w.shown = shown{id: rand.Text(), name: name, body: body}
	return w.shown.id
}

func (w *workspace) kept(id string) (shown, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.shown, id != "" && w.shown.id == id
}

// answer gives the whole of an answer as a file, byte for byte.
func (c *Console) answer(w http.ResponseWriter, r *http.Request) {
	kept, ok := c.workspace.kept(r.PathValue("id"))
	if !ok {
		c.failPage(w, r, http.StatusNotFound, "That answer is gone", errors.New("only the last one is kept; make the call again"))
		return
	}
	attach(w, kept.name, kept.body)
}

// attach sends a JSON file for the browser to save.
func attach(w http.ResponseWriter, name string, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", name))
	w.Write(body)
}

// fileName names a file after its operation, as its stream would be named.
func fileName(op *apischema.Operation) string {
	path, err := config.ParsePath(streamPath(op))
	if err != nil {
		return "answer.json"
	}
	return config.DefaultStreamName(path) + ".json"
}
