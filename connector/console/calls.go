package console

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"source-ovhcloud-api/connector/apischema"
)

const (
	// mostCalls is how many calls are listed: what a person made in an hour or two.
	mostCalls = 50
	// mostOffered is how many values are offered for a placeholder, the latest first.
	mostOffered = 10
)

// madeCall is a call of this session, without what is secret in it.
type madeCall struct {
	Number  int
	Method  string
	Path    string // as it was called, with the branch of v2
	TryLink string
	Status  int // 0 where no answer came
	At      time.Time
	Took    time.Duration
	Values  []inputValue

	operation *apischema.Operation
}

// Good reports whether OVH did what it was asked for.
func (m madeCall) Good() bool { return m.Status >= 200 && m.Status < 300 }

// inputValue is what was filled in by the key of its field.
type inputValue struct{ Key, Value string }

// history is the calls that were made to an account, and the values that were typed for them.
type history struct {
	calls   []madeCall // the latest first
	last    int        // the number of the latest
	offered map[string][]string
}

// add notes a call. The values of a path that OVH found are offered from now on.
func (h *history) add(m madeCall, values url.Values) {
	h.last++
	m.Number = h.last
	for _, key := range slices.Sorted(maps.Keys(values)) {
		place, name, ok := strings.Cut(key, ":")
		if value := values.Get(key); value != "" && (key == "body" || ok && !(place != "path" && secretField.MatchString(name))) {
			m.Values = append(m.Values, inputValue{key, value})
		}
	}
	h.calls = append([]madeCall{m}, h.calls[:min(len(h.calls), mostCalls-1)]...)
	if !m.Good() {
		return
	}
	if h.offered == nil {
		h.offered = map[string][]string{}
	}
	for _, p := range m.operation.PathParameters() {
		place, value := placeOf(m.operation, p.Name), values.Get("path:"+p.Name)
		others := slices.DeleteFunc(slices.Clone(h.offered[place]), func(other string) bool { return other == value })
		h.offered[place] = append([]string{value}, others[:min(len(others), mostOffered-1)]...)
	}
}

// placeOf names a placeholder by what stands before it: every serviceName of /cloud/project is one,
// and those of /domain are others.
func placeOf(op *apischema.Operation, name string) string {
	before, _, _ := strings.Cut(op.Path, "{"+name+"}")
	return op.Branch + before
}

// made notes a call that was made over a connection, unless the account has been changed since.
func (w *workspace) made(conn *connection, m madeCall, values url.Values) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == conn {
		w.history.add(m, values)
	}
}

// calls returns the calls of this session, the latest first.
func (w *workspace) calls() []madeCall {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.history.calls
}

// offers returns the values that were typed for a placeholder of an operation, the latest first.
func (w *workspace) offers(op *apischema.Operation, name string) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.history.offered[placeOf(op, name)]
}

// pastCall shows the operation of a call with what was filled in for it.
func (c *Console) pastCall(w http.ResponseWriter, r *http.Request) {
	number, err := strconv.Atoi(r.PathValue("number"))
	calls := c.workspace.calls()
	i := slices.IndexFunc(calls, func(m madeCall) bool { return m.Number == number })
	if err != nil || i < 0 {
		c.failPage(w, r, http.StatusNotFound, "That call is gone", errors.New("only the latest are kept, and those of the account that is in use"))
		return
	}
	values := url.Values{}
	for _, v := range calls[i].Values {
		values.Set(v.Key, v.Value)
	}
	r.Form, r.PostForm = values, values
	c.renderOperation(w, r, calls[i].operation, http.StatusOK, attempt{})
}
