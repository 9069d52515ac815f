package console

import (
	"net/http"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
)

// operationView is an operation on the screen: what it is, what it takes, what
// it answers, and what came of trying it.
type operationView struct {
	*apischema.Operation

	State       stateView
	Link        string
	SectionLink string
	TryLink     string
	StreamLink  string
	Inputs      []inputGroup
	Body        *bodyView
	Answer      answerView
	Signed      bool
	Trial       trial
}

// inputGroup is the parameters of one place.
type inputGroup struct {
	Title  string
	Inputs []inputView
}

// inputView is a parameter with what was filled in.
type inputView struct {
	fieldView

	Key, Value string // "path:billId"; see callInputs
	Choices    []string
	List       bool // several values are separated by commas
}

// bodyView is the body that an operation takes.
type bodyView struct {
	Text   string // what is sent: the example until it is edited
	Fields []fieldView
}

// answerView is the answer that an operation describes.
type answerView struct {
	Void    bool
	Example string
	Schema  fieldView
}

// The places of parameters outside the body, in the order of a request.
var inputPlaces = []struct{ in, title string }{
	{"path", "Path"}, {"query", "Query string"}, {"header", "Headers"},
}

func (c *Console) operation(w http.ResponseWriter, r *http.Request) {
	op, err := c.lookup(r)
	if err != nil {
		c.failDescription(w, r, err)
		return
	}
	c.renderOperation(w, r, op, http.StatusOK, trial{})
}

// lookup finds the operation that a request's path names.
func (c *Console) lookup(r *http.Request) (*apischema.Operation, error) {
	library := c.workspace.state().conn.library
	return library.operation(r.Context(), r.PathValue("method"), r.PathValue("branch"), "/"+r.PathValue("path"))
}

func (c *Console) renderOperation(w http.ResponseWriter, r *http.Request, op *apischema.Operation, status int, t trial) {
	v := exploreView{Branch: op.Branch, Section: op.Section.Path}
	v.list(r, op.Section, op)
	operation := newOperationView(op, r, c.workspace.state().conn.signed(), t)
	v.Operation = &operation
	c.renderExplore(w, r, status, op.Method+" "+op.Path, v)
}

// newOperationView shows an operation with the values of the request's form.
func newOperationView(op *apischema.Operation, r *http.Request, signed bool, t trial) operationView {
	v := operationView{
		Operation:   op,
		State:       newStateView(op),
		Link:        operationLink(op),
		SectionLink: "/explore/" + op.Branch + op.Section.Path,
		TryLink:     "/try/" + op.Branch + "/" + op.Method + op.Path,
		StreamLink:  "/configure/new?" + streamQuery(op),
		Answer:      answerView{op.Response().Kind == apischema.Void, exampleOf(op.Response()), viewType(op.Response())},
		Signed:      signed || op.NoAuthentication,
		Trial:       t,
	}
	for _, place := range inputPlaces {
		if inputs := viewInputs(op, place.in, r); len(inputs) > 0 {
			v.Inputs = append(v.Inputs, inputGroup{place.title, inputs})
		}
	}
	v.Body = viewBody(op, r)
	return v
}

// parametersIn returns the parameters of a place; those of the path in its order.
func parametersIn(op *apischema.Operation, in string) []apischema.Parameter {
	if in == "path" {
		return op.PathParameters()
	}
	return slices.DeleteFunc(slices.Clone(op.Parameters), func(p apischema.Parameter) bool { return p.In != in })
}

func viewInputs(op *apischema.Operation, in string, r *http.Request) []inputView {
	var inputs []inputView
	for _, p := range parametersIn(op, in) {
		t := op.Section.Type(p.Type)
		v := inputView{fieldView: viewParameter(op, p), Key: in + ":" + p.Name, List: t.Kind == apischema.Array}
		v.Value = r.FormValue(v.Key)
		switch t.Kind {
		case apischema.Enum:
			v.Choices = t.Enum
		case apischema.Boolean:
			v.Choices = []string{"true", "false"}
		}
		inputs = append(inputs, v)
	}
	return inputs
}

func viewBody(op *apischema.Operation, r *http.Request) *bodyView {
	parameters := parametersIn(op, "body")
	if len(parameters) == 0 {
		return nil
	}
	v := &bodyView{Text: exampleBody(op)}
	if r.PostForm.Has("body") {
		// A browser sends the line breaks of a text field as those of mail.
		v.Text = strings.ReplaceAll(r.PostForm.Get("body"), "\r\n", "\n")
	}
	for _, p := range parameters {
		f := viewParameter(op, p)
		if f.Name == "" {
			f.Name = "the body"
		}
		v.Fields = append(v.Fields, f)
	}
	return v
}
