package console

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/internal/crash"
)

// compareFold compares without regard to case, for people look for a name by its letters.
func compareFold(a, b string) int {
	return cmp.Or(cmp.Compare(strings.ToLower(a), strings.ToLower(b)), cmp.Compare(a, b))
}

// homeView is the listing of a branch.
type homeView struct {
	Branch   string
	Branches []string
	Sections []string
	Failure  *failure
}

func (c *Console) home(w http.ResponseWriter, r *http.Request) {
	s := c.workspace.state()
	s.conn.library.again()
	v := homeView{Branch: cmp.Or(r.PathValue("branch"), "v1"), Branches: s.conn.library.branches}
	if !slices.Contains(v.Branches, v.Branch) {
		c.notFound(w, r)
		return
	}
	sections, err := s.conn.library.sections(r.Context(), v.Branch)
	status := http.StatusOK
	if err != nil {
		c.logPanic(err)
		status, v.Failure = http.StatusBadGateway, newFailure("OVH's list of its API could not be read", err)
	}
	v.Sections = sections
	c.render(w, r, status, "home", "Explore", v)
}

// sectionView is the listing of a section.
type sectionView struct {
	Branch, Path string
	Operations   []operationRow
}

// operationRow is an operation in a list.
type operationRow struct {
	*apischema.Operation

	Link  string
	State stateView
}

func newOperationRow(o *apischema.Operation) operationRow {
	return operationRow{Operation: o, Link: operationLink(o), State: newStateView(o)}
}

func operationLink(o *apischema.Operation) string {
	return "/operation/" + o.Branch + "/" + o.Method + o.Path
}

// stateView is where an operation stands in its life, with dates as days.
type stateView struct {
	Badge                        string // "ALPHA", "BETA", "DEPRECATED", or "" for production
	Deprecated                   bool
	Description                  string
	Since, Deletion              string
	Replacement, ReplacementLink string
}

func newStateView(o *apischema.Operation) stateView {
	s := o.Status
	v := stateView{Description: s.Description}
	switch s.Value {
	case "ALPHA", "BETA":
		v.Badge = s.Value
	case "DEPRECATED":
		v.Badge, v.Deprecated = s.Value, true
		v.Since, _, _ = strings.Cut(s.Deprecated, "T")
		v.Deletion, _, _ = strings.Cut(s.Deletion, "T")
		v.Replacement = s.Replacement
		if strings.HasPrefix(s.Replacement, "/") {
			branch, path := splitBranch(s.Replacement, o.Branch)
			v.ReplacementLink = "/operation/" + branch + "/" + o.Method + path
		}
	}
	return v
}

// splitBranch takes the branch from a path that may begin with one.
func splitBranch(path, otherwise string) (branch, rest string) {
	for _, branch := range []string{"v1", "v2"} {
		if rest, ok := strings.CutPrefix(path, "/"+branch+"/"); ok {
			return branch, "/" + rest
		}
	}
	return otherwise, path
}

func (c *Console) section(w http.ResponseWriter, r *http.Request) {
	branch, path := r.PathValue("branch"), "/"+r.PathValue("path")
	s, err := c.workspace.state().conn.library.section(r.Context(), branch, path)
	if err != nil {
		c.failDescription(w, r, err)
		return
	}
	v := sectionView{Branch: branch, Path: path}
	for _, o := range slices.SortedFunc(slices.Values(s.Operations), byPath) {
		v.Operations = append(v.Operations, newOperationRow(o))
	}
	c.render(w, r, http.StatusOK, "section", path, v)
}

// failDescription says why there is no description to show.
func (c *Console) failDescription(w http.ResponseWriter, r *http.Request, err error) {
	if missing, ok := errors.AsType[*apischema.NotFoundError](err); ok {
		c.failPage(w, r, http.StatusNotFound, "OVH's description does not have it", missing)
		return
	}
	c.logPanic(err)
	c.failPage(w, r, http.StatusBadGateway, "OVH's description could not be read", err)
}

// logPanic tells the log where the connector broke, if that is what an error is.
func (c *Console) logPanic(err error) {
	if crash, ok := errors.AsType[*crash.Error](err); ok {
		c.Log.Error().Str(zerolog.ErrorStackFieldName, crash.Stack).Msgf("reading OVH's description: %v", crash)
	}
}
