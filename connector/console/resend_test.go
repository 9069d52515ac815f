package console

import (
	"net/http"
	"testing"
)

// A form of a page that an earlier process has made is not lost, and changes nothing by itself.
func TestFormsOfAnEarlierProcess(t *testing.T) {
	before := open(t, func(o *Options) { o.Form = sandboxForm(`{"path": "/me"}, {"path": "/vps/{serviceName}"}`) })
	dialog := append(formOf(t, before.get(http.StatusOK, "/configure/2"), "/configure/2").pairs(), "do", "save")
	settings := formOf(t, before.get(http.StatusOK, "/configure"), "/configure/settings")
	settings.Set("lookback_days", "9")

	// The number is another endpoint's now.
	b := open(t, func(o *Options) { o.Form = sandboxForm(`{"path": "/me"}, {"path": "/me/bill"}`) })
	was := string(b.console.workspace.state().form.JSON())
	page := b.post(http.StatusConflict, "/configure/2", dialog...)
	has(t, page, "The console was restarted", "Save it over me_bill, which is number 2 now", "Add it as a new endpoint", "/vps/{serviceName}")
	b.post(http.StatusConflict, "/configure/settings", settings.pairs()...)
	for _, path := range []string{"/configure/2/remove", "/configure/check", "/configure/save", "/export/config.json"} {
		has(t, b.post(http.StatusConflict, path, "process", settings.Get("process")), "The console was restarted")
	}
	if got := string(b.console.workspace.state().form.JSON()); got != was {
		t.Errorf("the form is\n%s\nwant\n%s", got, was)
	}

	// Sent again, it is what it was.
	b.post(http.StatusSeeOther, "/configure/new", formOf(t, page, "/configure/new").pairs()...)
	has(t, b.get(http.StatusOK, "/configure/3"), `value="/vps/{serviceName}"`)
	again := b.post(http.StatusConflict, "/configure/settings", settings.pairs()...)
	b.post(http.StatusSeeOther, "/configure/settings", formOf(t, again, "/configure/settings").pairs()...)
	has(t, b.get(http.StatusOK, "/export/config.json"), `"lookback_days": 9`)

	// While it is typed in, the dialog goes on, whatever the number is.
	empty := open(t, nil)
	has(t, empty.post(http.StatusOK, "/configure/2", append(dialog[:len(dialog)-2:len(dialog)-2], "do", "draft")...), "records of the stream")
	has(t, empty.post(http.StatusConflict, "/configure/2", dialog...), "Add it as a new endpoint")
}
