// Package console is the web console: one local page on which a person
// explores OVHcloud's API, tries its operations, and builds a configuration.
//
// It is one person's: a process holds one form, one account and one budget of
// calls, all in memory. The parts, a file or a few each:
//
//	console.go, routes.go           what it needs, where its pages are
//	guard.go, token.go              who may open them
//	workspace.go, form.go           the form that is being filled in
//	connection.go, library.go       the form's account; OVH's descriptions, read in the background
//	explore.go, listing.go          the API on one screen: sections and operations,
//	  operation.go                  one of them with its request and response
//	  typeview.go, example.go       a type as a tree, and as an example
//	search.go                       the API by words
//	try.go, request.go, answer.go   a call, and what came of it
//	  tree.go, rawanswer.go         its JSON, as a tree and as it came
//	  itemlink.go                   from a list to its items
//	  calls.go, secretfield.go      the calls of this session, without secrets
//	  snippet.go, curl.go           the same call as a program
//	account.go, consent.go          region, keys, and asking OVH for a consumer key
//	  rights.go                     with the rights that the endpoints need
//	  granted.go                    what the keys may do
//	configure.go, settings.go       the configuration as a whole
//	  streams.go, arrange.go        the list of its endpoints, and changes of the list
//	  open.go, exampleset.go        where else it may come from
//	  several.go                    endpoints that are added together
//	  findings.go                   what a check found
//	  saving.go, configfile.go      back to the file that it came from
//	endpoint.go, dialog.go          one endpoint
//	  judge.go, judgements.go       what is wrong with it
//	  chain.go                      what it calls
//	preview.go, statistics.go       a stream's schema and first records
//	  sample.go                     the records as a file
//	resend.go                       a form of a page that is out of date
//	export.go, recipes.go           the files, and how to run them
//
// Pages are made here, whole, and work without JavaScript. The modules in
// assets only save loading: they post a form, and put the parts of the page
// that comes back (data-part) in the place of those that are shown.
//
// The package must not know the command line, the sandbox, or how a
// configuration is checked: package connector gives it a [Connector].
//
//	c, err := console.New(console.Options{Connector: connector, Form: form, Loopback: true})
//	...
//	defer c.Close()
//	err = http.Serve(listener, c)
package console
