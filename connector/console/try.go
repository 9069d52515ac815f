package console

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"time"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
)

// attempt is what came of trying an operation; the zero value is none.
type attempt struct {
	Failure *failure  // what was filled in makes no call
	Confirm *question // the call has not been made yet
	Result  *result
}

// question asks before a call that may change something.
type question struct {
	ID                           string // what the answer has to name; see workspace.ask
	Verb, Address, Account, Body string
	Effect                       string // OVH's own words for the operation
	Snippets                     []snippet
}

// verbs say what a method does, for a person who is about to do it.
var verbs = map[string]string{"POST": "create or start something", "PUT": "change something", "DELETE": "remove something"}

// asked is a call that waits for the person's word.
type asked struct {
	id   string
	conn *connection // to the account that the person was told
	call string
}

// ask notes the call that a person is asked about, and gives the name by which
// it may be made: that call, on that account, and once, however often the button is pressed.
func (w *workspace) ask(conn *connection, call string) (id string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = asked{rand.Text(), conn, call}
	return w.asked.id
}

// allowed reports whether the person has been asked about exactly this call, and
// the account is still the one that it was asked for.
func (w *workspace) allowed(id string, conn *connection, call string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	ok := id != "" && w.conn == conn && w.asked == asked{id, conn, call}
	if ok {
		w.asked = asked{}
	}
	return ok
}

// try makes a call. Anything but a GET is made by a second request only, which
// says that the person has seen what it will do.
func (c *Console) try(w http.ResponseWriter, r *http.Request) {
	op, err := c.lookup(r)
	if err != nil {
		c.failDescription(w, r, err)
		return
	}
	if err := r.ParseForm(); err != nil {
		c.failPage(w, r, http.StatusBadRequest, "The form could not be read", err)
		return
	}
	if r.PostForm.Get("do") == "code" { // the call is to be shown, not made
		c.renderOperation(w, r, op, http.StatusOK, attempt{})
		return
	}
	s := c.workspace.state()
	request, err := newRequest(op, r.PostForm)
	if err == nil && !op.NoAuthentication && !s.conn.signed() {
		err = errors.New("this call needs your keys: sign in first, or use the sandbox")
	}
	address, urlErr := s.conn.client.URL(request.Branch, request.Path, request.Query)
	if err = cmp.Or(err, urlErr); err != nil {
		c.renderOperation(w, r, op, http.StatusUnprocessableEntity, attempt{Failure: newFailure("The call was not made", err)})
		return
	}
	snippets := newSnippets(s.conn.cfg, request, address)
	description := fmt.Sprint(op.Method, " ", address, "\n", request.Header, "\n", string(request.Body))
	if op.Method != http.MethodGet && !c.workspace.allowed(r.PostForm.Get("confirm"), s.conn, description) {
		c.renderOperation(w, r, op, http.StatusOK, attempt{Confirm: &question{
			ID: c.workspace.ask(s.conn, description), Verb: verbs[op.Method], Address: op.Method + " " + address, Account: accountName(s), Body: string(request.Body),
			Effect: op.Description, Snippets: snippets,
		}})
		return
	}
	c.renderOperation(w, r, op, http.StatusOK, attempt{Result: c.call(r, s, op, request, snippets)})
}

// call makes the call and keeps its answer for whoever wants all of it.
func (c *Console) call(r *http.Request, s state, op *apischema.Operation, request ovhapi.Request, snippets []snippet) *result {
	var stats ovhapi.Stats
	request.Stats = &stats
	// A person who asks again means it, whatever OVH said of the keys before.
	s.conn.client.Readmit()
	start := time.Now()
	response, err := s.conn.client.Do(r.Context(), request)
	result := newResult(response, err)
	result.Took = time.Since(start).Round(time.Millisecond)
	result.Retries = stats.Retries.Load()
	result.Snippets = snippets
	if response != nil && len(response.Body) > 0 {
		if id := c.workspace.keep(s.conn, response.Body, fileName(op)); id != "" {
			result.Whole = "/answers/" + id
		}
		if items, ok := itemsOf(op, r.PostForm); ok && result.Tree.Kind == "list" {
			items.connect(result.Tree)
		}
	}
	c.note(s, op, request, r.PostForm, result, start)
	return result
}

// note adds a call to those of this session, without what is secret in its body.
func (c *Console) note(s state, op *apischema.Operation, request ovhapi.Request, values url.Values, result *result, start time.Time) {
	values = maps.Clone(values)
	if values.Has("body") {
		shown, _ := withoutSecretFields(request.Body)
		text, _ := rawText(shown)
		values.Set("body", text)
	}
	path := request.Path
	if op.Branch == "v2" {
		path = "/v2" + path
	}
	c.workspace.made(s.conn, madeCall{
		Method: op.Method, Path: path, TryLink: tryLink(op), Status: result.Status, At: start, Took: result.Took, operation: op,
	}, values)
}

// accountName says whose account a call goes to.
func accountName(s state) string {
	region, _ := config.LookupRegion(s.form.Region)
	if s.account == "" {
		return fmt.Sprintf("the account of the keys that were given (%s)", region.Title)
	}
	return fmt.Sprintf("%s (%s)", s.account, region.Title)
}
