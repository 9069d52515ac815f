package console

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
)

// The fields of a form that say what its page was made of: in which process, and of what.
const (
	processField = "process"
	wasField     = "was"
)

// resendView is the page for a form of a page that is out of date: what was typed, and where it can
// go now.
type resendView struct {
	Restarted bool // an earlier process has made the page
	Fields    []keyValue
	Ways      []wayView
}

type keyValue struct{ Name, Value string }

// wayView is where the form can be sent again.
type wayView struct {
	Action string
	Over   string // the endpoint in whose place what was typed would come; "" for none
	Was    string // that endpoint, by its fingerprint
	Number int    // of that endpoint
	New    bool   // what was typed would be one more endpoint
}

// fingerprint tells a part of the configuration from any other state of it.
func fingerprint(part []byte) string {
	sum := sha256.Sum256(part)
	return hex.EncodeToString(sum[:])
}

func (e endpoint) fingerprint() string { return fingerprint(encodeJSON(e)) }

// settingsFingerprint covers what the form of the settings changes.
func (f form) settingsFingerprint() string { return fingerprint(f.Members) }

// errOutOfDate is a form about something that is not any more what its page showed.
var errOutOfDate = errors.New("the configuration has changed since this page was opened")

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
	v := resendView{Restarted: c.stale(r)}
	switch number := r.PathValue("number"); {
	case r.PostForm.Has("path"):
		v.Ways = c.endpointWays(r)
	case number == "":
		v.Ways = []wayView{{Action: r.URL.Path}}
	}
	for name, values := range r.PostForm {
		for _, value := range values {
			if name != processField && name != wasField {
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

// endpointWays returns where the dialog of an endpoint can go: over that endpoint, whatever its
// number is now; over the one that has its number, if it is not to be found; and to the end.
func (c *Console) endpointWays(r *http.Request) []wayView {
	f := c.workspace.state().form
	number, exists := numberInPath(r, f)
	if at := slices.IndexFunc(f.Endpoints, func(e endpoint) bool { return e.fingerprint() == r.PostFormValue(wasField) }); at >= 0 {
		number, exists = at+1, true
	}
	var ways []wayView
	if exists {
		e := f.Endpoints[number-1]
		if name := e.streamName(); name != "" {
			ways = append(ways, wayView{Action: "/configure/" + strconv.Itoa(number), Over: name, Was: e.fingerprint(), Number: number})
		}
	}
	return append(ways, wayView{Action: "/configure/new", New: true})
}
