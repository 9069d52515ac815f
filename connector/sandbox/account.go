package sandbox

import (
	"net/http"

	"source-ovhcloud-api/connector/sandbox/inventory"
)

// Account answers as the OVH API does: v1 below /1.0 and /v1, v2 below /v2, and OAuth2 tokens at
// /auth/oauth2/token. All its methods may be called concurrently.
type Account struct {
	options     Options
	handler     http.Handler
	routes      []*route
	credentials *credentials
	tokens      *tokens
	window      *window
	calls       *counters
}

// New returns an account of these options, whose history is the same in every run.
func New(o Options) *Account {
	o = o.withDefaults()
	a := &Account{
		options:     o,
		credentials: newCredentials(o),
		tokens:      newTokens(o.TokenLifetime),
		window:      newWindow(o.RequestsPerSecond),
		calls:       newCounters(),
	}
	a.routes = newRoutes(inventory.New(o.Sizes).Operations(), a.authOperations())
	a.handler = http.HandlerFunc(a.serve)
	if o.Intercept != nil {
		a.handler = o.Intercept(a.handler)
	}
	return a
}

func (a *Account) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.handler.ServeHTTP(w, r) }

func (a *Account) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Ovh-QueryID", queryID(r))
	switch branch, path := split(r.URL.EscapedPath()); {
	case r.URL.Path == tokenPath:
		a.serveToken(w, r)
	case r.URL.Path == consentPath:
		a.serveConsent(w, r)
	case branch == "":
		a.refuse(w, nowhere(r.Method), errNoSuchURL)
	case r.Method == http.MethodGet && describes(branch, path):
		a.serveDescription(w, branch, path)
	default:
		a.serveCall(w, r, branch, path)
	}
}

// serveCall is the way of a call of the API: what is asked, who asks, how often, with which rights,
// and only then whether it exists. An account without a credential cannot find out which URLs there
// are.
func (a *Account) serveCall(w http.ResponseWriter, r *http.Request, branch, path string) {
	c, err := newCall(w, r, branch, path)
	name := nowhere(r.Method)
	var missing error
	if c.route, c.values, missing = match(a.routes, r.Method, branch, path); missing == nil {
		name = c.route.name()
	}
	if err == nil && (missing != nil || !c.route.Public) {
		err = a.admit(&c)
	}
	if err == nil {
		err = missing
	}
	var answer any
	if err == nil {
		answer, err = a.answer(w, c)
	}
	if err != nil {
		a.refuse(w, name, err)
		return
	}
	a.calls.count(name, http.StatusOK)
	writeAnswer(w, answer)
}

// admit finds out who calls, and refuses a call that comes too soon or was not granted.
func (a *Account) admit(c *call) (err error) {
	if c.caller, err = a.identify(c); err != nil {
		return err
	}
	if !a.window.take(a.options.Clock()) {
		return errTooManyCalls
	}
	if !granted(c.caller.rules, c.request.Method, c.rulePath()) {
		return errNotGranted
	}
	return nil
}

func (a *Account) answer(w http.ResponseWriter, c call) (any, error) {
	if err := c.route.checkQuery(c.query); err != nil {
		return nil, err
	}
	if separator := c.request.Header.Get("X-Ovh-Batch"); separator != "" {
		return a.batch(c, separator)
	}
	answer, err := c.ask(c.values)
	if err != nil {
		return nil, err
	}
	return page(w, c, answer)
}
