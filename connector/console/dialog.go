package console

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/words"
	"source-ovhcloud-api/connector/plan"
)

// endpointView is the dialog of an endpoint.
type endpointView struct {
	Streams      streamsView
	Number       int // 0 for one that is not in the form yet
	First, Last  bool
	Action       string
	Was          string // the endpoint in the form, by its fingerprint; "" for a new one
	Endpoint     endpoint
	Region       string
	Methods      []string
	Method       string
	DefaultName  string
	Placeholders []placeholderView
	Stray        []string         // what is wrong with placeholders that the path does not have
	Query        []queryParameter // those given, and empty ones
	Options      []control
	Opened       bool // the options have something to show
	Known        []apischema.Parameter
	Operation    *operationRow
	Chain        []stepView
	Notice       string
	Schema       []schemaColumn
	SideEffects  bool
	Failure      *failure     // of the preview
	Records      *recordsView // nil unless they were asked for
	Key          []string
	Incremental  string // how, in words
	Judged       judged
	Examples     []endpoint
}

// placeholderView is a placeholder of the path with where its values come from.
type placeholderView struct {
	Name, Values, Field string
	Sources             []sourceView
	Endpoint            bool // the values are those of another endpoint
	Given               bool // the values are typed
	Faults              []string
}

// sourceView is a choice of where values come from.
type sourceView struct {
	Value, Title string
	Chosen       bool
}

// spareQueries is how many empty rows a person finds for further query parameters.
const spareQueries = 2

// renderEndpoint shows the dialog with an endpoint as it would be in the form.
func (c *Console) renderEndpoint(w http.ResponseWriter, r *http.Request, status, number int, e endpoint) {
	s := c.workspace.state()
	draft, at := s.form.with(number, e)
	preview := r.PostFormValue("do") == "preview"
	v := endpointView{
		Number: number, Action: r.URL.Path, Endpoint: e, Region: s.form.Region, Methods: methodOrder, Method: e.method(),
		Query: append(slices.Clone(e.QueryParameters), make([]queryParameter, spareQueries)...), Examples: formExamples(),
		Streams: c.newStreamsView(r, s, number), First: number == 1, Last: number == len(s.form.Endpoints), SideEffects: e.method() != http.MethodGet,
	}
	v.Streams.New = number == 0
	// A page that goes on from another one is about the endpoint that was shown first.
	v.Was = r.PostFormValue(wasField)
	switch {
	case r.Method == http.MethodGet && number > 0:
		v.Was = e.fingerprint()
		v.Judged = s.judge(r.Context())[at]
	case e.Path != "":
		v.Judged = judgeOne(r.Context(), s.conn.library.descriptions, draft, at)
	}
	unnamed := e
	unnamed.Name = ""
	v.DefaultName = unnamed.streamName()
	for _, name := range placeholders(e.Path) {
		v.Placeholders = append(v.Placeholders, newPlaceholderView(name, draft, at, v.Judged))
	}
	v.Stray = strayFaults(e, v.Judged)
	v.Options, v.Opened = newOptions(e, v.Judged)
	if p := v.Judged.Plan; p != nil {
		row := newOperationRow(p.Operation)
		v.Operation, v.Chain, v.Notice, v.Key, v.Schema = &row, drawChain(p), words.Sentence(p.Notice()), p.Key, schemaColumns(p)
		v.Known, v.Incremental = takenHere(p), incremental(p)
	}
	if v.Judged.Unread != nil {
		v.Notice = words.Sentence(v.Judged.Unread.Error())
		if !errors.Is(v.Judged.Unread, errNotSampled) {
			v.Notice = "Not validated: " + v.Notice
		}
	}
	if preview && e.Path != "" {
		var p *plan.Plan
		if v.Records, p, v.Failure = c.previewDraft(r, s, draft, at); p != nil {
			v.Chain = drawChain(p) // with what bounds it
		}
	}
	title := "New endpoint"
	if number > 0 {
		title = e.streamName()
	}
	c.render(w, r, status, "endpoint", title, v)
}

// incremental says whether a stream can be read one interval after the other.
func incremental(p *plan.Plan) string {
	switch {
	case p.Incremental == nil:
		return "no: every sync reads everything"
	case p.Incremental.CursorField != "":
		return "yes, by " + p.Incremental.CursorField
	}
	return "yes, by a time that its records do not have"
}

// takenHere returns the query parameters that the endpoint may set: its own, and
// those of the lists before it, unless other endpoints stand there, which have their own.
func takenHere(p *plan.Plan) []apischema.Parameter {
	known := p.Operation.Query()
	if slices.ContainsFunc(p.Endpoint.PathParameters, func(p config.PathParameter) bool { return p.Source.Type == config.SourceEndpoint }) {
		return known
	}
	for _, level := range p.Chain {
		if level.Call != nil {
			known = append(known, level.Call.Operation.Query()...)
		}
	}
	return known
}

// endpointLaidOut are the fields of an endpoint that its dialog lays out itself.
var endpointLaidOut = []string{"path", "name", "path_parameters", "query_parameters", "method"}

func endpointControls(e endpoint) []control {
	return controls(config.EndpointFields(), endpointLaidOut, e.rest)
}

// newOptions returns the other fields of an endpoint, and reports whether any of them is in use.
func newOptions(e endpoint, j judged) (options []control, opened bool) {
	options = endpointControls(e)
	opened = e.method() != http.MethodGet
	for i := range options {
		o := &options[i]
		o.Faults = j.At(o.Name)
		if o.Name == "primary_key" && j.Plan != nil {
			o.Placeholder = strings.Join(j.Plan.Key, ", ")
		}
		opened = opened || len(o.Faults) > 0 || o.Value != "" && o.Value != "false"
	}
	return options, opened
}

// strayFaults returns what is wrong with path parameters that no field of the dialog is for.
func strayFaults(e endpoint, j judged) []string {
	messages := j.At("path_parameters")
	for _, p := range e.PathParameters {
		if !slices.Contains(placeholders(e.Path), p.Name) {
			messages = append(messages, j.At("placeholder:"+p.Name)...)
		}
	}
	return messages
}

func newPlaceholderView(name string, f form, at int, j judged) placeholderView {
	v := placeholderView{Name: name, Faults: j.At("placeholder:" + name)}
	s := source{Type: config.SourceList}
	for _, p := range f.Endpoints[at].PathParameters {
		if p.Name == name {
			s = p.Source
		}
	}
	v.Values, v.Field = s.Values, s.Field
	v.Given, v.Endpoint = s.Type == config.SourceValues, s.Type == config.SourceEndpoint
	v.Sources = []sourceView{
		{config.SourceList, "everything the API lists", s.Type == config.SourceList},
		{config.SourceValues, "given values", v.Given},
	}
	for i, e := range f.Endpoints {
		if i == at || e.streamName() == "" {
			continue
		}
		v.Sources = append(v.Sources, sourceView{
			"endpoint:" + e.streamName(), "endpoint " + strings.Join([]string{e.streamName(), e.method(), e.Path}, " – "),
			v.Endpoint && s.Endpoint == e.streamName(),
		})
	}
	if v.Endpoint && !slices.ContainsFunc(v.Sources, func(s sourceView) bool { return s.Chosen }) {
		v.Sources = append(v.Sources, sourceView{"endpoint:" + s.Endpoint, "endpoint " + s.Endpoint + ", which this configuration does not have", true})
	}
	return v
}
