package console

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/config"
)

// errNoEndpoint is a number that no endpoint of the form has (any more).
var errNoEndpoint = errors.New("the configuration has no endpoint of that number; it may have been removed")

// newEndpoint opens the dialog on an operation ("add as a stream"), on an example, or empty.
func (c *Console) newEndpoint(w http.ResponseWriter, r *http.Request) {
	e := endpoint{Method: r.FormValue("method"), Path: r.FormValue("path")}
	if path := r.FormValue("record_path"); path != "" {
		e.rest = e.rest.with("record_path", encodeJSON(path))
	}
	if i, err := strconv.Atoi(r.FormValue("example")); err == nil {
		if examples := formExamples(); i >= 0 && i < len(examples) {
			e = examples[i]
		}
	}
	c.renderEndpoint(w, r, http.StatusOK, 0, e)
}

// streamQuery is the dialog's query for an operation.
func streamQuery(op *apischema.Operation) string {
	return url.Values{"method": {op.Method}, "path": {streamPath(op)}}.Encode()
}

func (c *Console) editEndpoint(w http.ResponseWriter, r *http.Request) {
	s := c.workspace.state()
	number, err := endpointNumber(r, s.form)
	if err != nil {
		c.failPage(w, r, http.StatusNotFound, "There is no such endpoint", err)
		return
	}
	c.renderEndpoint(w, r, http.StatusOK, number, s.form.Endpoints[number-1])
}

// endpointNumber returns the number in a request's path, counted from 1; 0 where the path has none,
// and after an error. The error is errOutOfDate if that is not the endpoint which the request's form
// was about: another tab may have changed it, or the numbers.
func endpointNumber(r *http.Request, f form) (int, error) {
	if r.PathValue("number") == "" {
		return 0, nil
	}
	number, exists := numberInPath(r, f)
	switch was := r.PostFormValue(wasField); {
	case was != "" && (!exists || f.Endpoints[number-1].fingerprint() != was):
		return 0, errOutOfDate
	case !exists:
		return 0, errNoEndpoint
	}
	return number, nil
}

// numberInPath reports whether any endpoint has the number in a request's path.
func numberInPath(r *http.Request, f form) (number int, exists bool) {
	number, err := strconv.Atoi(r.PathValue("number"))
	return number, err == nil && number >= 1 && number <= len(f.Endpoints)
}

// saveEndpoint puts the dialog's endpoint into the form, if there is nothing
// wrong with it; without do=save it only shows what would be.
func (c *Console) saveEndpoint(w http.ResponseWriter, r *http.Request) {
	saves := r.PostFormValue("do") == "save"
	s := c.workspace.state()
	number, err := endpointNumber(r, s.form)
	switch outOfDate := c.stale(r) || errors.Is(err, errOutOfDate); {
	case outOfDate && saves:
		c.offerResend(w, r)
		return
	case outOfDate: // what is only looked at needs no number, which may mean another endpoint now
		number = 0
	case err != nil:
		c.failPage(w, r, http.StatusNotFound, "There is no such endpoint", err)
		return
	}
	was := endpoint{}
	if number > 0 {
		was = s.form.Endpoints[number-1]
	}
	e := parseEndpoint(r, was)
	if !saves {
		c.renderEndpoint(w, r, http.StatusOK, number, e)
		return
	}
	draft, at := s.form.with(number, e)
	if j := judgeOne(r.Context(), s.conn.library.descriptions, draft, at); len(j.Faults) > 0 {
		c.renderEndpoint(w, r, http.StatusUnprocessableEntity, number, e)
		return
	}
	_, err = c.workspace.update(func(f *form) error {
		if _, err := endpointNumber(r, *f); err != nil {
			return err
		}
		*f, at = f.with(number, e)
		return nil
	})
	if errors.Is(err, errOutOfDate) {
		c.offerResend(w, r)
		return
	}
	if err != nil {
		c.failPage(w, r, http.StatusConflict, "The endpoint was not saved", err)
		return
	}
	http.Redirect(w, r, "/configure/"+strconv.Itoa(at+1), http.StatusSeeOther)
}

// with returns the form with an endpoint in the place of the one of that number,
// or with one more for 0, and its index. Those that take values from an endpoint
// whose name changes go on doing so.
func (f form) with(number int, e endpoint) (changed form, at int) {
	f = f.clone()
	if number == 0 {
		f.Endpoints = append(f.Endpoints, e)
		return f, len(f.Endpoints) - 1
	}
	at = number - 1
	before, after := f.Endpoints[at].streamName(), e.streamName()
	f.Endpoints[at] = e
	if before == after || before == "" || after == "" {
		return f, at
	}
	for i := range f.Endpoints {
		parameters := slices.Clone(f.Endpoints[i].PathParameters)
		for j, p := range parameters {
			if p.Source.Type == config.SourceEndpoint && p.Source.Endpoint == before {
				parameters[j].Source.Endpoint = after
			}
		}
		f.Endpoints[i].PathParameters = parameters
	}
	return f, at
}

// parseEndpoint reads the dialog of an endpoint. What a person did not change stays as it was.
func parseEndpoint(r *http.Request, was endpoint) endpoint {
	e := was
	e.Path, e.Name = edited(was.Path, text(r, "path")), edited(was.Name, text(r, "name"))
	if method := text(r, "method"); method != "" && method != was.method() {
		e.Method = method
	}
	for _, c := range endpointControls(was) {
		e.rest = c.read(r, e.rest)
	}
	e.PathParameters = parsePathParameters(r, placeholders(e.Path), was.PathParameters)
	e.QueryParameters = parseQueryParameters(r, was.QueryParameters)
	return e
}

// parsePathParameters reads where placeholders take their values from. What was filled in for
// others, while the path was another one, is left out.
func parsePathParameters(r *http.Request, names []string, was []pathParameter) []pathParameter {
	var parameters []pathParameter
	for _, p := range was {
		if i := slices.Index(names, p.Name); i >= 0 {
			p.Source = parseSource(r, "placeholder:"+p.Name, p.Source)
			parameters = append(parameters, p)
			names = slices.Delete(slices.Clone(names), i, i+1)
		}
	}
	for _, name := range names {
		if s := parseSource(r, "placeholder:"+name, source{}); s.Type != config.SourceList {
			parameters = append(parameters, pathParameter{Name: name, Source: s})
		}
	}
	return parameters
}

// parseSource reads where a placeholder takes its values from: "list", "values",
// or "endpoint:" with the name of another endpoint.
func parseSource(r *http.Request, key string, was source) source {
	chosen := text(r, key)
	if name, ok := strings.CutPrefix(chosen, "endpoint:"); ok {
		return source{Type: config.SourceEndpoint, Endpoint: name, Field: edited(was.Field, text(r, key+":field")), rest: was.rest}
	}
	if chosen == config.SourceValues {
		return source{Type: config.SourceValues, Values: edited(was.Values, text(r, key+":values")), rest: was.rest}
	}
	return source{Type: config.SourceList, rest: was.rest}
}

// parseQueryParameters reads the rows that have a name.
func parseQueryParameters(r *http.Request, was []queryParameter) []queryParameter {
	was = slices.Clone(was)
	var parameters []queryParameter
	names, values := r.PostForm["query_name"], r.PostForm["query_value"]
	for i := range min(len(names), len(values)) {
		q := queryParameter{Name: clean(names[i]), Value: clean(values[i])}
		if q.Name == "" {
			continue
		}
		if j := slices.IndexFunc(was, func(q2 queryParameter) bool { return clean(q2.Name) == q.Name }); j >= 0 {
			q = queryParameter{Name: was[j].Name, Value: edited(was[j].Value, q.Value), rest: was[j].rest}
			was = slices.Delete(was, j, j+1)
		}
		parameters = append(parameters, q)
	}
	return parameters
}

// placeholders returns the names in braces of a path that may not be finished.
func placeholders(path string) []string {
	var names []string
	for segment := range strings.SplitSeq(path, "/") {
		name, opened := strings.CutPrefix(segment, "{")
		name, closed := strings.CutSuffix(name, "}")
		if opened && closed && name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
