package console

import (
	"io"
	"net/http"
	"slices"
)

// processField is the field of a form that says which process made its page.
const processField = "process"

// resendView is the page for a form of a page that an earlier process has made: what was typed, and
// where it can go now.
type resendView struct {
	Fields []keyValue
	Ways   []wayView
}

type keyValue struct{ Name, Value string }

// wayView is where the form can be sent again.
type wayView struct {
	Action string
	Over   string // the endpoint in whose place what was typed would come; "" for none
	Number int    // of that endpoint
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

// current lets the forms of this process's pages through. Numbers mean other endpoints than they did
// in an earlier one, so that a form of its pages only changes something once the person has said
// that it should.
func (c *Console) current(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !c.stale(r) {
			next(w, r)
			return
		}
		c.offerResend(w, r)
	}
}

func (c *Console) offerResend(w http.ResponseWriter, r *http.Request) {
	var v resendView
	switch number := r.PathValue("number"); {
	case r.PostForm.Has("path"):
		v.Ways = c.endpointWays(r)
	case number == "":
		v.Ways = []wayView{{Action: r.URL.Path}}
	}
	for name, values := range r.PostForm {
		for _, value := range values {
			if name != processField {
				v.Fields = append(v.Fields, keyValue{name, value})
			}
		}
	}
	slices.SortStableFunc(v.Fields, func(a, b keyValue) int { return compareFold(a.Name, b.Name) })
	c.render(w, r, http.StatusConflict, "resend", "The console was restarted", v)
}

// endpointWays returns where the dialog of an endpoint can go: over the one that has its number now,
// and to the end.
func (c *Console) endpointWays(r *http.Request) []wayView {
	f := c.workspace.state().form
	var ways []wayView
	if number, ok := endpointNumber(r, f); ok {
		if name := f.Endpoints[number-1].streamName(); name != "" {
			ways = append(ways, wayView{Action: r.URL.Path, Over: name, Number: number})
		}
	}
	return append(ways, wayView{Action: "/configure/new", New: true})
}
