// Package sandbox is a sample OVH account behind the OVH API, in process or over a socket, without
// a network or a key of one's own. It is for first steps, for tests and for benchmarks, and it
// keeps a client honest: signatures, tokens, access rules, limits and parameters are checked as OVH
// checks them, and refused with OVH's own answers.
//
// The routes and the types are those of OVH's published API description (package descriptions);
// what the account owns is computed on demand and never changes (package inventory). The sandbox
// must not know the client that calls it: it imports nothing of the connector.
//
//	account := sandbox.New(sandbox.Options{})
//	client := &http.Client{Transport: sandbox.Transport(account)}        // in process
//	server := httptest.NewServer(account)                                // or over a socket, at server.URL + "/1.0"
//
// Where OVH documents nothing (the body of a 429, the width of the timestamp's window, the error
// element of a batch), the sandbox picks something plausible and says so beside it.
package sandbox
