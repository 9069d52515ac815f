package console

import (
	"context"
	"crypto/rand"
	"html/template"
	"net/http"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/protocol"
)

// Connector is what the console has of the connector that it belongs to.
type Connector interface {
	// Connect gives the client of a configuration's account. Its endpoints may be missing,
	// and its keys too, where only OVH's descriptions are to be read.
	Connect(cfg *config.Config) (*ovhapi.Client, error)
	// Catalog selects all streams of a configuration, typed as discover types them.
	Catalog(ctx context.Context, cfg *config.Config, planner *plan.Planner) (protocol.ConfiguredCatalog, error)
	// Mask keeps secrets out of every log from now on.
	Mask(secrets ...string)
}

// Options are what a console is made of.
type Options struct {
	Connector Connector
	// Form is the configuration to begin with, JSON that a person may not have finished.
	Form []byte
	// File is where Form was read from and is saved to; "" for nowhere.
	File string
	// Sandbox is the form of the sample account, without endpoints.
	Sandbox []byte
	// Loopback tells that only this machine can connect. Requests for any other host's name are
	// then refused.
	Loopback bool
	// Log gets one line per failure that is nobody's mistake.
	Log zerolog.Logger
}

// Console is the HTTP handler of the web console. It is safe for concurrent use.
type Console struct {
	Options

	workspace *workspace
	file      *configFile // nil without one
	token     string
	sessions  sessions
	handler   http.Handler
	pages     map[string]*template.Template
	// process tells this console from one that was started later.
	process string
}

// New makes a console. It begins to read OVH's descriptions at once and must be closed.
func New(o Options) (*Console, error) {
	opened, err := parseForm(o.Form)
	if err != nil {
		return nil, err
	}
	process := rand.Text()
	c := &Console{Options: o, pages: parsePages(process), process: process, token: rand.Text()}
	if o.File != "" {
		c.file = &configFile{path: o.File, known: o.Form}
	}
	c.workspace, err = newWorkspace(o.Connector, opened)
	if err != nil {
		return nil, err
	}
	c.handler = c.guard(c.routes())
	return c, nil
}

// ServeHTTP answers a request of the browser.
func (c *Console) ServeHTTP(w http.ResponseWriter, r *http.Request) { c.handler.ServeHTTP(w, r) }

// Token returns what a browser must give before it is shown anything: at POST /token, or in the
// query of the address, /?token=.
func (c *Console) Token() string { return c.token }

// Close ends what runs in the background.
func (c *Console) Close() { c.workspace.close() }
