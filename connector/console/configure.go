package console

import (
	"net/http"
	"slices"

	"source-ovhcloud-api/connector/check"
	"source-ovhcloud-api/connector/config"
)

// configureView is the page of the configuration.
type configureView struct {
	Streams   streamsView
	Settings  []control
	Was       string // the settings in the form, by their fingerprint
	Addresses addressesView
	Sets      []setView
	Place     string // where what is missing is missing
	Signed    bool   // there are keys
	Granted   granted
	Report    *reportView
	Failure   *failure
}

// Refused reports whether any of the ready sets has what the keys may not read.
func (v configureView) Refused() bool {
	return slices.ContainsFunc(v.Sets, func(set setView) bool { return set.Refused > 0 })
}

func (c *Console) configure(w http.ResponseWriter, r *http.Request) {
	c.renderConfigure(w, r, http.StatusOK, configureView{})
}

// renderConfigure completes a view with what the workspace has.
func (c *Console) renderConfigure(w http.ResponseWriter, r *http.Request, status int, v configureView) {
	s := c.workspace.state()
	v.Streams = c.newStreamsView(r, s, 0)
	if v.Settings == nil {
		v.Settings, v.Was = s.form.settings(), s.form.settingsFingerprint()
	}
	v.Place, v.Signed, v.Granted = "this region", s.conn.signed(), s.conn.grants()
	if s.conn.sandbox {
		v.Place = "the sandbox"
	}
	v.Sets, v.Addresses = setViews(r.Context(), s), newAddressesView(s.form)
	c.render(w, r, status, "configure", "Configure", v)
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
	s.conn.client.Readmit()
	report := check.Run(r.Context(), cfg, s.conn.client, s.planner(cfg, c.Log), c.Log)
	report.Begin(warnings)
	if report.Account != "" {
		s.conn.reported(report)
	}
	c.renderConfigure(w, r, http.StatusOK, configureView{Report: newReportView(report, s.form)})
}
