package console

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"

	"source-ovhcloud-api/connector/internal/plainjson"
)

const (
	// processField is the field of a form that says which process made its page.
	processField = "process"
	// knownField is the field of a form about an endpoint, which has a number, that says which one
	// its page was made of.
	knownField = "known"
)

// resendView is the page for a form of a page that an earlier process has made, or of an endpoint
// that was changed since: what was typed, and where it can go now.
type resendView struct {
	Restarted bool
	Fields    []keyValue
	Ways      []wayView
}

type keyValue struct{ Name, Value string }

// wayView is where the form can be sent again.
type wayView struct {
	Action string
	Over   string // the endpoint in whose place what was typed would come; "" for none
	Number int    // of that endpoint
	Known  string // what it is now; see [endpoint.sum]
	New    bool   // what was typed would be one more endpoint
}

// tellProcess says which process answers, to whoever asks, so that a page can tell that its own is
// gone. The status tells whether the token has to be given again.
func (c *Console) tellProcess(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if !c.admits(r) {
		w.WriteHeader(http.StatusUnauthorized)
	}
	io.WriteString(w, c.process)
}

// stale reports whether a form comes from a page of an earlier process.
func (c *Console) stale(r *http.Request) bool {
	process := r.PostFormValue(processField)
	return process != "" && process != c.process
}

// outdated reports whether a form is about another endpoint than the one that has its number now:
// another tab may have changed it, or the numbers.
func (c *Console) outdated(r *http.Request) bool {
	known := r.PostFormValue(knownField)
	if known == "" {
		return false
	}
	f := c.workspace.state().form
	number, ok := endpointNumber(r, f)
	return !ok || f.Endpoints[number-1].sum() != known
}

// sum returns a hash of an endpoint, which tells it from another and from what it was.
func (e endpoint) sum() string {
	raw, err := plainjson.Encode(e)
	if err != nil {
		panic(fmt.Sprintf("an endpoint is always JSON: %v", err))
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:8])
}

// current lets the forms of this process's pages through. Numbers mean other endpoints than they did
// in an earlier one, so that a form of its pages only changes something once the person has said
// that it should.
func (c *Console) current(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !c.stale(r) && !c.outdated(r) {
			next(w, r)
			return
		}
		c.offerResend(w, r)
	}
}

func (c *Console) offerResend(w http.ResponseWriter, r *http.Request) {
	v := resendView{Restarted: c.stale(r)}
	switch number := r.PathValue("number"); {
	case r.PostForm.Has("path"):
		v.Ways = c.endpointWays(r)
	case number == "":
		v.Ways = []wayView{{Action: r.URL.Path}}
	}
	for name, values := range r.PostForm {
		for _, value := range values {
			if name != processField && name != knownField {
				v.Fields = append(v.Fields, keyValue{name, value})
			}
		}
	}
	slices.SortStableFunc(v.Fields, func(a, b keyValue) int { return compareFold(a.Name, b.Name) })
	title := "The configuration has changed"
	if v.Restarted {
		title = "The console was restarted"
	}
	c.render(w, r, http.StatusConflict, "resend", title, v)
}

// endpointWays returns where the dialog of an endpoint can go: over its endpoint, if that only has
// another number, else over the one that has its number now; and to the end.
func (c *Console) endpointWays(r *http.Request) []wayView {
	f := c.workspace.state().form
	var ways []wayView
	number, ok := endpointNumber(r, f)
	is := func(e endpoint) bool { return e.sum() == r.PostFormValue(knownField) }
	if moved := slices.IndexFunc(f.Endpoints, is); moved >= 0 {
		number, ok = moved+1, true
	}
	if ok {
		over := f.Endpoints[number-1]
		if name := over.streamName(); name != "" {
			ways = append(ways, wayView{Action: "/configure/" + strconv.Itoa(number), Over: name, Number: number, Known: over.sum()})
		}
	}
	return append(ways, wayView{Action: "/configure/new", New: true})
}
