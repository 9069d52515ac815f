package console

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// names returns the names of the streams in the order of the form.
func (b *browser) names() []string {
	var names []string
	for _, e := range b.console.workspace.state().form.Endpoints {
		names = append(names, e.streamName())
	}
	return names
}

func (b *browser) named(want ...string) {
	b.t.Helper()
	if got := b.names(); !slices.Equal(got, want) {
		b.t.Errorf("streams %q, want %q", got, want)
	}
}

func TestRearrange(t *testing.T) {
	b := open(t, func(o *Options) {
		o.Form = sandboxForm(`{"path": "/me", "x_id": 1}, {"path": "/me/bill"}, {"path": "/vps", "name": "machines"}`)
	})
	b.post(http.StatusSeeOther, "/configure/1/move", "to", "down")
	b.named("me_bill", "me", "machines")
	b.post(http.StatusSeeOther, "/configure/1/move", "to", "up") // nowhere
	b.post(http.StatusSeeOther, "/configure/3/move", "to", "down")
	b.post(http.StatusSeeOther, "/configure/3/move", "to", "up")
	b.named("me_bill", "machines", "me")
	b.post(http.StatusSeeOther, "/configure/3/duplicate")
	b.post(http.StatusSeeOther, "/configure/3/duplicate")
	b.named("me_bill", "machines", "me", "me_3", "me_2")
	if n := strings.Count(string(b.console.workspace.state().form.JSON()), `"x_id": 1`); n != 3 {
		t.Errorf("%d copies with what others added", n)
	}
	b.post(http.StatusNotFound, "/configure/9/move", "to", "up")
	b.post(http.StatusNotFound, "/configure/9/duplicate")
}

// What was removed comes back to where it was, and those who take values from it have them again.
func TestUndoRemoval(t *testing.T) {
	b := open(t, func(o *Options) {
		o.Form = sandboxForm(`{"path": "/me"}, {"path": "/me/bill", "name": "bills"}, {"path": "/me/bill/{b}", "path_parameters": [{"name": "b", "source": {"type": "endpoint", "endpoint": "bills"}}]}`)
	})
	lacks(t, b.get(http.StatusOK, "/configure"), "was removed")
	b.post(http.StatusSeeOther, "/configure/2/remove")
	has(t, b.get(http.StatusOK, "/configure"), "<b>bills</b> was removed", "is not the name of an endpoint")
	b.post(http.StatusSeeOther, "/configure/undo")
	b.named("me", "bills", "me_bill_each")
	lacks(t, b.get(http.StatusOK, "/configure"), "was removed", "is not the name of an endpoint")
	has(t, b.post(http.StatusConflict, "/configure/undo"), "Nothing was removed that is not back already")
	// What cannot be opened takes nothing away.
	b.post(http.StatusSeeOther, "/configure/1/remove")
	wrong := b.console.workspace.state().form.clone()
	wrong.Region = "nowhere"
	if err := b.console.workspace.replace(wrong); err == nil {
		t.Error("a region that does not exist is connected to")
	}
	b.post(http.StatusSeeOther, "/configure/undo")
	// Another configuration has nothing to bring back.
	b.post(http.StatusSeeOther, "/configure/1/remove")
	b.upload(http.StatusSeeOther, string(sandboxForm("")))
	b.post(http.StatusConflict, "/configure/undo")
}

func TestSeveral(t *testing.T) {
	b := open(t, withEndpoint)
	has(t, b.get(http.StatusOK, "/configure/several?q=bill"), `value="/me/bill/{billId}" disabled`, `value="/me/bill/{billId}/details"`)
	lacks(t, b.get(http.StatusOK, "/configure/several?q=bill"), `POST`)
	has(t, b.get(http.StatusOK, "/configure/several?q=zebra"), "has all of these words")
	b.post(http.StatusSeeOther, "/configure/several", "operation", "/me/bill/{billId}", "operation", "/me/bill/{billId}/details", "operation", "/v2/iam/resource")
	b.named("me_bill_each", "me_bill_details", "v2_iam_resource")
}

// A ready set says what is in it, what of it is there already, and what the region lacks.
func TestReadySetsSayWhatTheyAdd(t *testing.T) {
	b := open(t, nil)
	page := b.get(http.StatusOK, "/configure")
	for _, set := range exampleSets {
		for _, e := range set.Endpoints {
			has(t, page, e.Path)
		}
	}
	has(t, page, "Add 4 endpoints")
	lacks(t, page, "not in the sandbox")
	b.post(http.StatusSeeOther, "/configure/examples", "set", "product")
	lacks(t, b.get(http.StatusOK, "/configure"), "Add 4 endpoints")

	small := open(t, described(`{"resourcePath": "/x", "apis": [{"path": "/x", "operations": [{"httpMethod": "GET", "responseType": "void"}]}]}`))
	has(t, small.get(http.StatusOK, "/configure"), "4 not in the sandbox")
}

// A page of hundreds of streams costs no more work than what has changed since the last.
func TestStreamsAreJudgedOnce(t *testing.T) {
	var endpoints []string
	for i := range 200 {
		endpoints = append(endpoints, fmt.Sprintf(`{"path": "/me/bill/{billId}", "name": "s%d"}`, i))
	}
	b := open(t, func(o *Options) { o.Form = sandboxForm(strings.Join(endpoints, ",")) })
	s := b.console.workspace.state()
	first := s.judge(t.Context())
	if again := b.console.workspace.state().judge(t.Context()); &again[0] != &first[0] {
		t.Error("the same form is judged again")
	}
	draft, at := s.form.with(100, endpoint{Path: "/me"})
	planned := 0
	for _, j := range judgeSome(t.Context(), s.conn.library.descriptions, draft, func(i int) bool { return i == at }) {
		if j.Plan != nil {
			planned++
		}
	}
	if planned != 1 {
		t.Errorf("%d streams are planned for one draft", planned)
	}
	b.post(http.StatusSeeOther, "/configure/1", "path", "/me/nope", "name", "s0", "do", "save")
	b.post(http.StatusSeeOther, "/configure/2/remove")
	if after := b.console.workspace.state().judge(t.Context()); len(after) != 199 {
		t.Errorf("%d streams are judged after a removal", len(after))
	}
}
