package console

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"source-ovhcloud-api/connector/internal/words"
)

// templateFiles are the pages, each of which fills the blocks of layout.html,
// and what they share.
//
//go:embed templates
var templateFiles embed.FS

var templateFunctions = template.FuncMap{
	"lower":  strings.ToLower,
	"join":   strings.Join,
	"plural": plural[int],
	"took":   took,
}

// parsePages returns the templates by the name of their file, without its ending, for the pages of a
// process. It panics for a template that is wrong: it is part of the binary.
func parsePages(process string) map[string]*template.Template {
	field := template.HTML(fmt.Sprintf(`<input type="hidden" name=%q value=%q>`, processField, process))
	shared := template.Must(template.New("").Funcs(templateFunctions).Funcs(template.FuncMap{"process": func() template.HTML { return field }}).ParseFS(templateFiles, "templates/*.html"))
	names, err := fs.Glob(templateFiles, "templates/pages/*.html")
	if err != nil {
		panic(err)
	}
	pages := map[string]*template.Template{}
	for _, name := range names {
		page := template.Must(template.Must(shared.Clone()).ParseFS(templateFiles, name))
		pages[strings.TrimSuffix(path.Base(name), ".html")] = page
	}
	return pages
}

// room is where a page belongs: a tab of the header, and whether it is made of panes.
type room struct {
	name  string
	paned bool
}

// rooms has the rooms of the pages that are in one.
var rooms = map[string]room{
	"explore": {name: "explore", paned: true}, "search": {name: "explore"},
	"configure": {name: "configure", paned: true}, "endpoint": {name: "configure", paned: true}, "several": {name: "configure", paned: true},
	"resend": {name: "configure"},
	"export": {name: "export"}, "account": {name: "account"},
}

// frame is what a page has around it.
type frame struct {
	Title string
	// Room is the tab of the header that a page belongs to; "" for none.
	Room string
	// Paned tells that the page fills the window with panes, each of which scrolls by itself.
	Paned bool
	// Process tells a console from one that was started later.
	Process string
	// Guest is a browser without a session: nothing of the workspace is shown to it.
	Guest     bool
	Region    string
	Account   string // "" where nobody is signed in
	Endpoints int
	// Unsaved says what is to be done about a change that only this process has; "" without one.
	Unsaved string
	// File is the name of the file that a form is saved to; "" for none.
	File  string
	Query string
	View  any
}

// render writes a page.
func (c *Console) render(w http.ResponseWriter, r *http.Request, status int, page, title string, view any) {
	f := frame{Title: title, Room: rooms[page].name, Paned: rooms[page].paned, Process: c.process, Guest: !c.admits(r), View: view}
	if !f.Guest {
		state := c.workspace.state()
		f.Region, f.Account, f.Endpoints = state.form.Region, state.account, len(state.form.Endpoints)
		f.Unsaved, f.File = c.unsaved(state), c.fileName()
	}
	if page == "search" {
		f.Query = r.FormValue("q")
	}
	var b bytes.Buffer
	if err := c.pages[page].ExecuteTemplate(&b, "layout.html", f); err != nil {
		c.Log.Error().Err(err).Msgf("making the page %s", page)
		http.Error(w, "The console could not make this page; its log says why.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}

// failure is an error as a page shows it.
type failure struct {
	Title string
	Lines []string
}

func newFailure(title string, err error) *failure {
	var lines []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		lines = append(lines, words.Sentence(line))
	}
	return &failure{title, slices.Compact(lines)}
}

// failPage writes a page that says what went wrong.
func (c *Console) failPage(w http.ResponseWriter, r *http.Request, status int, title string, err error) {
	c.render(w, r, status, "failure", title, newFailure(title, err))
}

func (c *Console) notFound(w http.ResponseWriter, r *http.Request) {
	c.failPage(w, r, http.StatusNotFound, "There is no such page", fmt.Errorf("the console has no %s", r.URL.Path))
}

// plural writes a number with what it counts, for a page.
func plural[N int | int64](n N, noun string) string {
	return thousands(int64(n)) + " " + words.Noun(n, noun)
}

// took writes how long something took, to what a person can feel.
func took(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// thousands writes a number with its digits in groups of three.
func thousands(n int64) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
