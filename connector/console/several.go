package console

import (
	"net/http"
	"slices"

	"source-ovhcloud-api/connector/apischema"
)

// mostSeveral is how many operations can be picked from at once: a person looks through them.
const mostSeveral = 200

// severalView is the page on which several operations are added at once.
type severalView struct {
	Streams  streamsView
	Query    string
	Choices  []choiceView
	Total    int
	Progress progress
}

// choiceView is an operation that can be added.
type choiceView struct {
	Path, Description string
	Taken             bool // an endpoint has this path already
}

// findSeveral lists the operations that can be read and have the words of the query.
func (c *Console) findSeveral(w http.ResponseWriter, r *http.Request) {
	s := c.workspace.state()
	library := s.conn.library
	v := severalView{Streams: c.newStreamsView(r, s, 0), Query: r.FormValue("q"), Progress: library.progress()}
	library.again()
	if v.Query != "" {
		found := library.index.Search(apischema.Query{Text: v.Query, Methods: []string{http.MethodGet}}, 0, mostSeveral)
		v.Total = found.Total
		for _, h := range found.Hits {
			path := streamPath(h.Operation)
			v.Choices = append(v.Choices, choiceView{path, h.Operation.Description, s.form.hasPath(path)})
		}
	}
	c.render(w, r, http.StatusOK, "several", "Several endpoints", v)
}

// addSeveral adds the operations that were picked.
func (c *Console) addSeveral(w http.ResponseWriter, r *http.Request) {
	_, err := c.workspace.update(func(f *form) error {
		for _, path := range r.PostForm["operation"] {
			if !f.hasPath(path) {
				f.Endpoints = append(f.Endpoints, endpoint{Path: path})
			}
		}
		return nil
	})
	if err != nil {
		c.failPage(w, r, http.StatusUnprocessableEntity, "The endpoints were not added", err)
		return
	}
	http.Redirect(w, r, "/configure", http.StatusSeeOther)
}

func (f form) hasPath(path string) bool {
	return slices.ContainsFunc(f.Endpoints, func(e endpoint) bool { return e.Path == path })
}
