package console

import (
	"net/http"

	"source-ovhcloud-api/connector/check"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/internal/words"
)

// configureView is the page of the configuration.
type configureView struct {
	Rows      []endpointRow
	Settings  []control
	File      string // that the configuration is saved to; "" for none
	Addresses addressesView
	Examples  []exampleSet
	Report    *reportView
	Failure   *failure
}

// endpointRow is an endpoint in the list.
type endpointRow struct {
	Number             int // counted from 1, as the form does
	Name, Method, Path string
	Chain              []stepView
	Faults             []string
	Notice             string
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
	if v.Settings == nil {
		v.Settings = s.form.settings()
	}
	v.Examples, v.Addresses, v.File = exampleSets, newAddressesView(s.form), c.fileName()
	c.render(w, r, status, "configure", "Configure", v)
}

func newEndpointRow(i int, e endpoint, j judged) endpointRow {
	row := endpointRow{Number: i + 1, Name: e.streamName(), Method: e.method(), Path: e.Path}
	for _, f := range j.Faults {
		row.Faults = append(row.Faults, f.Message)
	}
	if j.Unread != nil {
		row.Notice = words.Sentence(j.Unread.Error())
	}
	if j.Plan != nil {
		row.Chain, row.Notice = drawChain(j.Plan), words.Sentence(j.Plan.Notice())
	}
	return row
}

func (e endpoint) method() string {
	if e.Method == "" {
		return http.MethodGet
	}
	return e.Method
}

// streamName returns the name of the endpoint's stream; "" while the path is no path.
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
		c.renderConfigure(w, r, http.StatusOK, configureView{Report: newFormReport(err, s.form)})
		return
	}
	report := check.Run(r.Context(), cfg, s.conn.client, s.planner(cfg, c.Log), c.Log)
	report.Begin(warnings)
	if report.Account != "" {
		s.conn.accept(report.Account)
	}
	c.renderConfigure(w, r, http.StatusOK, configureView{Report: newReportView(report, s.form)})
}
