package console

import (
	"net/http"

	"source-ovhcloud-api/connector/config"
)

// exportView is the page of the files.
type exportView struct {
	Form    string // without secrets
	Signed  bool
	Faults  *failure // why the files cannot be used yet
	Streams []string
	Recipes []recipe
}

func (c *Console) export(w http.ResponseWriter, r *http.Request) {
	s := c.workspace.state()
	v := exportView{Form: string(s.form.withoutSecrets()), Signed: s.form.Credentials.Given(), Recipes: s.form.recipes()}
	if _, _, err := config.Load(s.form.JSON()); err != nil {
		v.Faults = newFailure("The configuration cannot be used yet", err)
	}
	for _, e := range s.form.Endpoints {
		v.Streams = append(v.Streams, e.streamName())
	}
	c.render(w, r, http.StatusOK, "export", "Export", v)
}

// exportForm gives config.json with gaps for the keys.
func (c *Console) exportForm(w http.ResponseWriter, _ *http.Request) {
	f := c.workspace.state().form
	attach(w, "config.json", f.withoutSecrets())
	c.exported(f)
}

// exportSecrets gives config.json as it is: the one answer that holds the keys,
// to a request that another site cannot make.
func (c *Console) exportSecrets(w http.ResponseWriter, _ *http.Request) {
	f := c.workspace.state().form
	attach(w, "config.json", f.JSON())
	c.exported(f)
}

// exported notes that the person has the form, where no file of the console's own is behind it.
func (c *Console) exported(f form) {
	if c.file == nil {
		c.workspace.saved(f)
	}
}

// exportCatalog gives the configured catalog of all streams.
func (c *Console) exportCatalog(w http.ResponseWriter, r *http.Request) {
	s := c.workspace.state()
	cfg, err := s.form.loadWithoutKeys()
	if err != nil {
		c.failPage(w, r, http.StatusUnprocessableEntity, "There is no catalog yet", err)
		return
	}
	planner := s.planner(cfg, c.Log)
	catalog, err := c.Connector.Catalog(r.Context(), cfg, planner)
	if err != nil {
		c.failPage(w, r, http.StatusUnprocessableEntity, "There is no catalog yet", err)
		return
	}
	text, err := catalog.JSON()
	if err != nil {
		c.failPage(w, r, http.StatusInternalServerError, "The catalog could not be written", err)
		return
	}
	attach(w, "configured_catalog.json", text)
}
