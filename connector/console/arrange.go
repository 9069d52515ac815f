package console

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
)

// removed is an endpoint that was taken out of the form, and its index there.
type removed struct {
	endpoint endpoint
	at       int
}

// removeEndpoint takes an endpoint out of the form. It can be brought back until another one is
// removed.
func (c *Console) removeEndpoint(w http.ResponseWriter, r *http.Request) {
	c.rearrange(w, r, func(f *form, at int) int {
		f.removed = &removed{f.Endpoints[at], at}
		f.Endpoints = slices.Delete(f.Endpoints, at, at+1)
		return -1
	})
}

// moveEndpoint puts an endpoint one place up or down: the order of the form is that of its streams.
func (c *Console) moveEndpoint(w http.ResponseWriter, r *http.Request) {
	c.rearrange(w, r, func(f *form, at int) int {
		to := at + 1
		if r.PostFormValue("to") == "up" {
			to = at - 1
		}
		if to < 0 || to >= len(f.Endpoints) {
			return at
		}
		f.Endpoints[at], f.Endpoints[to] = f.Endpoints[to], f.Endpoints[at]
		return to
	})
}

// duplicateEndpoint puts a copy of an endpoint, under a name of its own, behind it.
func (c *Console) duplicateEndpoint(w http.ResponseWriter, r *http.Request) {
	c.rearrange(w, r, func(f *form, at int) int {
		e := f.Endpoints[at]
		e.Name = f.freeName(e.streamName())
		f.Endpoints = slices.Insert(f.Endpoints, at+1, e)
		return at + 1
	})
}

// rearrange changes the endpoints around the one of the request's number, and opens the one at the
// index that is returned, the whole form for -1.
func (c *Console) rearrange(w http.ResponseWriter, r *http.Request, change func(f *form, at int) (open int)) {
	open := -1
	_, err := c.workspace.update(func(f *form) error {
		number, err := endpointNumber(r, *f)
		if err == nil {
			open = change(f, number-1)
		}
		return err
	})
	if errors.Is(err, errOutOfDate) {
		c.offerResend(w, r)
		return
	}
	if err != nil {
		c.failPage(w, r, http.StatusNotFound, "There is no such endpoint", err)
		return
	}
	if open < 0 {
		http.Redirect(w, r, "/configure", http.StatusSeeOther)
		return
	}
	http.Redirect(w, r, "/configure/"+strconv.Itoa(open+1), http.StatusSeeOther)
}

// undoRemoval brings back the endpoint that was removed last, to where it was.
func (c *Console) undoRemoval(w http.ResponseWriter, r *http.Request) {
	_, err := c.workspace.update(func(f *form) error {
		last := f.removed
		if last == nil {
			return errors.New("nothing was removed that is not back already")
		}
		f.Endpoints = slices.Insert(f.Endpoints, min(last.at, len(f.Endpoints)), last.endpoint)
		f.removed = nil
		return nil
	})
	if err != nil {
		c.failPage(w, r, http.StatusConflict, "Nothing was brought back", err)
		return
	}
	http.Redirect(w, r, "/configure", http.StatusSeeOther)
}

// freeName returns a name like this one that no endpoint has; "" for none.
func (f form) freeName(name string) string {
	if name == "" {
		return ""
	}
	for n := 2; ; n++ {
		free := name + "_" + strconv.Itoa(n)
		if !slices.ContainsFunc(f.Endpoints, func(e endpoint) bool { return e.streamName() == free }) {
			return free
		}
	}
}
