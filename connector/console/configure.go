package console

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/schemas"
)

// configureView is the page of the configuration.
type configureView struct {
	Rows     []endpointRow
	Settings settingsView
	Examples []exampleSet
	Report   *Report
	Failure  *failure
}

// endpointRow is an endpoint in the list.
type endpointRow struct {
	Number             int // counted from 1, as the form does
	Name, Method, Path string
	Chain              []stepView
	Faults             []string
	Notice             string
}

// settingsView is what holds for all endpoints.
type settingsView struct {
	StartDate, LookbackDays, RequestsPerSecond string
	Fault                                      string
}

func (c *Console) configure(w http.ResponseWriter, r *http.Request) {
	c.renderConfigure(w, r, http.StatusOK, configureView{})
}

// renderConfigure completes a view with what the workspace has.
func (c *Console) renderConfigure(w http.ResponseWriter, r *http.Request, status int, v configureView) {
	s := c.workspace.state()
	results := judge(r.Context(), s.conn.library.descriptions, s.form)
	for i, e := range s.form.Endpoints {
		v.Rows = append(v.Rows, newEndpointRow(i, e, results[i]))
	}
	if v.Settings == (settingsView{}) {
		v.Settings = settingsView{s.form.StartDate, s.form.LookbackDays.String(), s.form.RequestsPerSecond.String(), ""}
	}
	v.Examples = exampleSets
	c.render(w, r, status, "configure", "Configure", v)
}

func newEndpointRow(i int, e endpoint, j judged) endpointRow {
	row := endpointRow{Number: i + 1, Name: e.streamName(), Method: e.method(), Path: e.Path}
	for _, f := range j.Faults {
		row.Faults = append(row.Faults, f.Message)
	}
	if j.Unread != nil {
		row.Notice = sentence(j.Unread.Error())
	}
	if j.Plan != nil {
		row.Chain, row.Notice = drawChain(j.Plan), sentence(j.Plan.Notice())
	}
	return row
}

func (e endpoint) method() string {
	if e.Method == "" {
		return http.MethodGet
	}
	return e.Method
}

// streamName gives the name of the endpoint's stream; "" while the path is no path.
func (e endpoint) streamName() string {
	path, err := config.ParsePath(e.Path)
	if e.Name != "" || err != nil {
		return e.Name
	}
	return config.DefaultStreamName(path)
}

// check judges the whole form as the verb check does, by the account's own client.
func (c *Console) check(w http.ResponseWriter, r *http.Request) {
	s := c.workspace.state()
	cfg, warnings, err := config.Load(s.form.JSON())
	if err != nil {
		c.renderConfigure(w, r, http.StatusOK, configureView{Failure: newFailure("The configuration cannot be used yet", err)})
		return
	}
	report := c.Connector.Check(r.Context(), cfg, s.conn.client, newPlanner(cfg, s.conn.client, s.conn.library.descriptions, c.Log))
	report.Warnings = append(warnings, report.Warnings...)
	if report.Account != "" {
		s.conn.accept(report.Account)
	}
	c.renderConfigure(w, r, http.StatusOK, configureView{Report: &report})
}

func (c *Console) saveSettings(w http.ResponseWriter, r *http.Request) {
	typed := settingsView{StartDate: text(r, "start_date"), LookbackDays: text(r, "lookback_days"), RequestsPerSecond: text(r, "requests_per_second")}
	err := c.workspace.update(func(f *form) error { return typed.apply(f) })
	if err != nil {
		typed.Fault = sentence(err.Error())
		c.renderConfigure(w, r, http.StatusUnprocessableEntity, configureView{Settings: typed})
		return
	}
	http.Redirect(w, r, "/configure", http.StatusSeeOther)
}

// apply puts the settings into a form, judged as config.Load judges them.
func (v settingsView) apply(f *form) error {
	for _, number := range []struct{ name, value string }{{"Lookback Days", v.LookbackDays}, {"Requests per Second", v.RequestsPerSecond}} {
		if _, err := strconv.ParseFloat(number.value, 64); number.value != "" && (err != nil || !json.Valid([]byte(number.value))) {
			return fmt.Errorf("%s must be a number", number.name)
		}
	}
	f.StartDate, f.LookbackDays, f.RequestsPerSecond = v.StartDate, json.Number(v.LookbackDays), json.Number(v.RequestsPerSecond)
	probe := *f
	probe.Credentials, probe.Endpoints = standIn, []endpoint{{Path: "/me"}}
	_, _, err := config.Load(probe.JSON())
	return err
}

// text gives a field of a request without the blanks around it.
func text(r *http.Request, name string) string { return strings.TrimSpace(r.PostFormValue(name)) }

// open puts a configuration from a file in the place of this one.
func (c *Console) open(w http.ResponseWriter, r *http.Request) {
	f, err := openForm(r)
	if err == nil {
		err = c.workspace.replace(f)
	}
	if err != nil {
		c.renderConfigure(w, r, http.StatusUnprocessableEntity, configureView{Failure: newFailure("The file was not opened", err)})
		return
	}
	http.Redirect(w, r, "/configure", http.StatusSeeOther)
}

func openForm(r *http.Request) (form, error) {
	file, _, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) {
		return form{}, errors.New("choose a configuration file first")
	}
	if err != nil {
		return form{}, fmt.Errorf("receive the file: %w", err)
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return form{}, fmt.Errorf("receive the file: %w", err)
	}
	return parseForm(data)
}

// exampleSet is a ready list of endpoints.
type exampleSet struct {
	Name, Title string
	Endpoints   []endpoint
}

// exampleSets are those that the form shows as examples.
var exampleSets = readExamples([]exampleSet{
	{Name: "product", Title: "The Data Platform's examples"},
	{Name: "billing", Title: "Billing"},
	{Name: "domains", Title: "Domains and DNS"},
	{Name: "servers", Title: "Servers and IPs"},
	{Name: "public_cloud", Title: "Public Cloud"},
	{Name: "iam", Title: "Identities and resources"},
})

// readExamples panics for a list that is wrong: it is part of the binary.
func readExamples(sets []exampleSet) []exampleSet {
	for i, set := range sets {
		data, err := schemas.Examples.ReadFile("examples/" + set.Name + ".json")
		if err == nil {
			err = json.Unmarshal(data, &sets[i].Endpoints)
		}
		if err != nil {
			panic(fmt.Sprintf("reading the examples %s: %v", set.Name, err))
		}
	}
	return sets
}

// useExamples adds the endpoints of a list whose names are not taken.
func (c *Console) useExamples(w http.ResponseWriter, r *http.Request) {
	err := c.workspace.update(func(f *form) error {
		taken := map[string]bool{}
		for _, e := range f.Endpoints {
			taken[e.streamName()] = true
		}
		for _, set := range exampleSets {
			if set.Name != r.PostFormValue("set") {
				continue
			}
			for _, e := range set.Endpoints {
				if !taken[e.streamName()] {
					f.Endpoints = append(f.Endpoints, e)
				}
			}
		}
		return nil
	})
	if err != nil {
		c.failPage(w, r, http.StatusUnprocessableEntity, "The examples were not added", err)
		return
	}
	http.Redirect(w, r, "/configure", http.StatusSeeOther)
}
