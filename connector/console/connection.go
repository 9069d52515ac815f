package console

import (
	"sync"

	"source-ovhcloud-api/connector/check"
	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/read"
)

// connection is an account that calls can be made to, all within one budget,
// and OVH's descriptions of what there is to call.
type connection struct {
	cfg     *config.Config // without endpoints
	client  *ovhapi.Client
	library *library
	sandbox bool

	judgements judgements
	needs      needs

	mu      sync.Mutex
	account string
	granted granted
}

// connect makes a connection and begins to read the descriptions.
func connect(connector Connector, cfg *config.Config) (*connection, error) {
	client, err := connector.Connect(cfg)
	if err != nil {
		return nil, err
	}
	branches := []string{"v1"}
	if cfg.API().HasV2 {
		branches = append(branches, "v2")
	}
	c := &connection{
		cfg: cfg, client: client, sandbox: cfg.InProcess(),
		library: newLibrary(read.Descriptions(client), branches),
	}
	c.library.begin()
	return c, nil
}

// close ends the reading of the descriptions. Calls under way go on.
func (c *connection) close() {
	c.library.end()
	c.client.Close()
}

// serves reports whether this is the connection that a configuration asks for.
func (c *connection) serves(cfg *config.Config) bool {
	return c.cfg.API() == cfg.API() && c.cfg.Credentials == cfg.Credentials && c.cfg.RequestsPerSecond == cfg.RequestsPerSecond
}

// signed reports whether there are keys, right or wrong.
func (c *connection) signed() bool {
	return c.cfg.Credentials.Given()
}

func (c *connection) signedIn() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.account
}

// reported notes what a check has found out about the keys: whose they are, and what they may do
// where it could tell.
func (c *connection) reported(report *check.Report) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.account = report.Account
	if report.Rights != nil {
		c.granted = granted{Known: true, rules: report.Rights}
	}
}

// grant notes what OVH says that the keys may do.
func (c *connection) grant(g granted) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.granted = g
}

// grants returns what is known of what the keys may do.
func (c *connection) grants() granted {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.granted
}
