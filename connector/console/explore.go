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

// exploreView is the one screen on which the API is explored: sections and operations, the request
// of one of them, and its response.
type exploreView struct {
	Branch   string
	Branches []string
	Sections []string
	Section  string // "" while none is chosen
	// Kept tells that the browser has the list of this section already.
	Kept      bool
	Items     []listItem
	Count     int
	Operation *operationView // nil while none is chosen
	Begin     []operationRow // operations to begin with, while no section is chosen
	Progress  progress
	Calls     []madeCall
	Failure   *failure
}

// At names the pane that is shown where there is room for one.
func (v exploreView) At() string {
	switch {
	case v.Operation == nil:
		return "list"
	case v.Operation.Attempt == attempt{}:
		return "request"
	}
	return "response"
}

// Listed names the section whose operations are listed.
func (v exploreView) Listed() string { return v.Branch + v.Section }

// keptList is the header by which the browser says which section's list it shows, so that it is
// neither made nor sent again.
const keptList = "X-Console-List"

// beginWith are operations that most accounts have something behind, by the branch.
var beginWith = map[string][]string{
	"v1": {"/me", "/me/bill", "/services", "/domain/zone", "/cloud/project", "/dedicated/server", "/vps"},
	"v2": {"/iam/resource", "/iam/policy"},
}

func (c *Console) home(w http.ResponseWriter, r *http.Request) {
	s := c.workspace.state()
	s.conn.library.again()
	v := exploreView{Branch: cmp.Or(r.PathValue("branch"), "v1")}
	if !slices.Contains(s.conn.library.branches, v.Branch) {
		c.notFound(w, r)
		return
	}
	v.Progress = s.conn.library.progress()
	for _, path := range beginWith[v.Branch] {
		if v.Progress.Loading {
			break // until its section has been read, nobody knows whether the region has it
		}
		if op, err := s.conn.library.operation(r.Context(), http.MethodGet, v.Branch, path); err == nil {
			v.Begin = append(v.Begin, newOperationRow(op))
		}
	}
	c.renderExplore(w, r, http.StatusOK, "Explore", v)
}

func (c *Console) section(w http.ResponseWriter, r *http.Request) {
	v := exploreView{Branch: r.PathValue("branch"), Section: "/" + r.PathValue("path")}
	section, err := c.workspace.state().conn.library.section(r.Context(), v.Branch, v.Section)
	if err != nil {
		c.failDescription(w, r, err)
		return
	}
	v.list(r, section, nil)
	c.renderExplore(w, r, http.StatusOK, v.Section, v)
}

// list puts the operations of a section into the view, unless the browser has them.
func (v *exploreView) list(r *http.Request, section *apischema.Section, current *apischema.Operation) {
	if v.Kept = r.Header.Get(keptList) == v.Listed(); v.Kept {
		return
	}
	operations := slices.SortedFunc(slices.Values(section.Operations), byPath)
	v.Items, v.Count = listOperations(v.Section, operations, current), len(operations)
}

// renderExplore completes a view with the sections that there are.
func (c *Console) renderExplore(w http.ResponseWriter, r *http.Request, status int, title string, v exploreView) {
	library := c.workspace.state().conn.library
	v.Branches, v.Calls = library.branches, c.workspace.calls()
	if !v.Kept {
		sections, err := library.sections(r.Context(), v.Branch)
		if err != nil {
			c.logPanic(err)
			status, v.Failure = http.StatusBadGateway, newFailure("OVH's list of its API could not be read", err)
		}
		v.Sections = sections
	}
	c.render(w, r, status, "explore", title, v)
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
