package console

import "net/http"

// routes returns the pages. What changes something is a POST.
func (c *Console) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, handle := range map[string]http.HandlerFunc{
		"GET /{$}":                        c.home,
		"GET /explore/{branch}":           c.home,
		"GET /explore/{branch}/{path...}": c.section,

		"GET /operation/{branch}/{method}/{path...}": c.operation,
		"POST /try/{branch}/{method}/{path...}":      c.try,
		"GET /answers/{id}":                          c.answer,
		"GET /answers/{id}/value":                    c.answerValue,
		"GET /calls/{number}":                        c.pastCall,
		"GET /search":                                c.search,

		"GET /account":          c.account,
		"POST /account":         c.signIn,
		"POST /account/sandbox": c.useSandbox,
		"POST /account/forget":  c.forget,
		"POST /account/request": c.requestConsent,
		"POST /account/granted": c.confirmConsent,

		"GET /configure":                      c.configure,
		"POST /configure/check":               c.current(c.check),
		"POST /configure/settings":            c.current(c.saveSettings),
		"POST /configure/save":                c.current(c.save),
		"POST /configure/open":                c.open,
		"POST /configure/rights":              c.askRights,
		"POST /configure/examples":            c.current(c.useExamples),
		"POST /configure/undo":                c.current(c.undoRemoval),
		"GET /configure/several":              c.findSeveral,
		"POST /configure/several":             c.current(c.addSeveral),
		"GET /configure/new":                  c.newEndpoint,
		"POST /configure/new":                 c.saveEndpoint,
		"GET /configure/{number}":             c.editEndpoint,
		"POST /configure/{number}":            c.saveEndpoint,
		"POST /configure/{number}/remove":     c.current(c.removeEndpoint),
		"POST /configure/{number}/move":       c.current(c.moveEndpoint),
		"POST /configure/{number}/duplicate":  c.current(c.duplicateEndpoint),
		"GET /records/{id}":                   c.exportSample,
		"GET /export":                         c.export,
		"GET /export/config.json":             c.exportForm,
		"POST /export/config.json":            c.current(c.exportSecrets),
		"GET /export/configured_catalog.json": c.exportCatalog,

		"GET /assets/{name}": asset,
		"GET /process":       c.tellProcess,
		"GET /token":         c.askToken,
		"POST /token":        c.takeToken,
		"/":                  c.notFound,
	} {
		mux.HandleFunc(pattern, handle)
	}
	return mux
}
