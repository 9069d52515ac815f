package console

import (
	"maps"
	"net/http"
	"net/url"
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
	Snippets    []snippet // the call as programs; none while something is missing
	Missing     []string
	Signed      bool
	Attempt     attempt
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
	List       bool     // several values are separated by commas
	Offered    []string // what was typed here before
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
	c.renderOperation(w, r, op, http.StatusOK, attempt{})
}

// lookup finds the operation that a request's path names.
func (c *Console) lookup(r *http.Request) (*apischema.Operation, error) {
	library := c.workspace.state().conn.library
	return library.operation(r.Context(), r.PathValue("method"), r.PathValue("branch"), "/"+r.PathValue("path"))
}

func (c *Console) renderOperation(w http.ResponseWriter, r *http.Request, op *apischema.Operation, status int, a attempt) {
	v := exploreView{Branch: op.Branch, Section: op.Section.Path}
	v.list(r, op.Section, op)
	s := c.workspace.state()
	operation := newOperationView(op, r, s.conn.signed(), a)
	c.offer(&operation)
	if a.Result == nil && a.Confirm == nil {
		operation.write(s, r.Form)
	}
	v.Operation = &operation
	c.renderExplore(w, r, status, op.Method+" "+op.Path, v)
}

// write adds the call as programs, or what is missing for them.
func (v *operationView) write(s state, form url.Values) {
	values := url.Values{}
	maps.Copy(values, form)
	if v.Body != nil {
		values.Set("body", v.Body.Text)
	}
	request, err := newRequest(v.Operation, values)
	var address string
	if err == nil {
		address, err = s.conn.client.URL(request.Branch, request.Path, request.Query)
	}
	if err != nil {
		v.Missing = newFailure("", err).Lines
		return
	}
	v.Snippets = newSnippets(s.conn.cfg, request, address)
}

// offer adds to the placeholders of the path what was typed for them before.
func (c *Console) offer(v *operationView) {
	for _, group := range v.Inputs {
		for i := range group.Inputs {
			if in := &group.Inputs[i]; strings.HasPrefix(in.Key, "path:") {
				in.Offered = c.workspace.offers(v.Operation, in.Name)
			}
		}
	}
}

// newOperationView shows an operation with the values of the request's form.
func newOperationView(op *apischema.Operation, r *http.Request, signed bool, a attempt) operationView {
	v := operationView{
		Operation:   op,
		State:       newStateView(op),
		Link:        operationLink(op),
		SectionLink: "/explore/" + op.Branch + op.Section.Path,
		TryLink:     tryLink(op),
		StreamLink:  "/configure/new?" + streamQuery(op),
		Answer:      answerView{op.Response().Kind == apischema.Void, exampleOf(op.Response()), viewType(op.Response())},
		Signed:      signed || op.NoAuthentication,
		Attempt:     a,
	}
	for _, place := range inputPlaces {
		if inputs := viewInputs(op, place.in, r); len(inputs) > 0 {
			v.Inputs = append(v.Inputs, inputGroup{place.title, inputs})
		}
	}
	v.Body = viewBody(op, r)
	return v
}

func tryLink(op *apischema.Operation) string { return "/try/" + op.Branch + "/" + op.Method + op.Path }

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
