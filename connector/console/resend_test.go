package console

import (
	"net/http"
	"strings"
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

// Another tab may change what a page shows, and the numbers. A form then changes nothing that it was
// not about, and is not lost.
func TestFormsOfAnotherTab(t *testing.T) {
	const three = `{"path": "/me"}, {"path": "/vps/{serviceName}"}, {"path": "/me/bill", "name": "third"}`
	for name, test := range map[string]struct {
		elsewhere []string // what the other tab posts
		number    string   // of the endpoint that the first tab has open
		over      string   // what its form can be saved over then
	}{
		"one before it is gone":       {[]string{"/configure/1/remove"}, "2", "Save it over vps_each, which is number 1 now"},
		"the last has another number": {[]string{"/configure/1/remove"}, "3", "Save it over third, which is number 2 now"},
		"one was added before it":     {[]string{"/configure/1/duplicate"}, "2", "Save it over vps_each, which is number 3 now"},
		"it was moved":                {[]string{"/configure/2/move", "to", "up"}, "2", "Save it over vps_each, which is number 1 now"},
		"it was changed":              {[]string{"/configure/2", "path", "/vps/{serviceName}", "name", "servers", "do", "save"}, "2", "Save it over servers, which is number 2 now"},
		"it is gone":                  {[]string{"/configure/3/remove"}, "3", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := open(t, func(o *Options) { o.Form = sandboxForm(three) })
			action := "/configure/" + test.number
			first := b.get(http.StatusOK, action)
			typed := formOf(t, first, action)
			typed.Set("name", "typed")
			b.post(http.StatusSeeOther, test.elsewhere[0], test.elsewhere[1:]...)
			was := string(b.console.workspace.state().form.JSON())

			page := b.post(http.StatusConflict, action, append(typed.pairs(), "do", "save")...)
			has(t, page, "The configuration has changed", test.over, "Add it as a new endpoint")
			for _, way := range []string{"/remove", "/move", "/duplicate"} {
				b.post(http.StatusConflict, action+way, formOf(t, first, action+way).pairs()...)
			}
			// While it is typed in, the dialog goes on, and forgets nothing.
			draft := b.post(http.StatusOK, action, append(typed.pairs(), "do", "draft")...)
			b.post(http.StatusConflict, action, append(formOf(t, draft, action).pairs(), "do", "save")...)
			if got := string(b.console.workspace.state().form.JSON()); got != was {
				t.Fatalf("the form is\n%s\nwant\n%s", got, was)
			}

			// Sent again, it comes to the endpoint that was named, unless that changes once more.
			if test.over == "" {
				return
			}
			now := "/configure/" + strings.TrimSuffix(test.over[strings.LastIndex(test.over, " number ")+len(" number "):], " now")
			again := formOf(t, page, now).pairs()
			b.post(http.StatusSeeOther, now, again...)
			has(t, b.get(http.StatusOK, now), `name="name" value="typed"`)
			b.post(http.StatusConflict, now, again...)
		})
	}
}

// Settings that were changed in another tab are not changed back unseen.
func TestSettingsOfAnotherTab(t *testing.T) {
	b := open(t, nil)
	typed := formOf(t, b.get(http.StatusOK, "/configure"), "/configure/settings")
	typed.Set("requests_per_second", "3")
	b.post(http.StatusSeeOther, "/configure/settings", "lookback_days", "9")
	page := b.post(http.StatusConflict, "/configure/settings", typed.pairs()...)
	has(t, page, "The configuration has changed", "Send it again")
	has(t, b.get(http.StatusOK, "/export/config.json"), `"lookback_days": 9`)
	b.post(http.StatusSeeOther, "/configure/settings", formOf(t, page, "/configure/settings").pairs()...)
	has(t, b.get(http.StatusOK, "/export/config.json"), `"requests_per_second": 3`)
}
