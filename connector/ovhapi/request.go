package ovhapi

import (
	"encoding/json"
	"net/http"
	"time"
)

// Request is one operation of the API, to be called once or, if it is a GET, as often as its answer
// takes.
type Request struct {
	Method string
	// Branch is v1 or v2.
	Branch string
	// Path is percent-encoded and without the branch: /ip/1.2.3.0%2F24.
	Path string
	// Route is the path's template, /ip/{ip}: calls of one route share its rate limit. Empty means
	// that only the common limit applies.
	Route string
	// Query is encoded and without the question mark.
	Query string
	// Header is sent in addition to what the client itself needs.
	Header http.Header
	// Body is sent as JSON, compacted, if it is not empty.
	Body json.RawMessage
	// Expects is what OVH describes the answer of a GET to be: another one is broken, or says that
	// there is no item.
	Expects Expectation
	// MaxBroken is how many answers that are not the API's are taken for hiccups, before the call
	// is given up; 0 means as many as of other failures.
	MaxBroken int
	// NoAuth leaves out the credentials, as the API descriptions and the clock need none.
	NoAuth bool
	// Attempts, if set, is asked after a failed attempt how many of them there may be, and may
	// answer 0 for as many as make sense. The caller may know what a failure means that others of
	// the operation did not meet.
	Attempts func(failed error) int
	// Stats, if set, counts what the call costs. Calls may share it.
	Stats *Stats
}

// Response is a 2xx answer.
type Response struct {
	Status int
	Header http.Header
	// Body is complete and syntactically valid JSON; it may be empty if the request was no GET, or
	// expects [Anything].
	Body []byte
	// Elements are those of the body if it is an array and the request expects a [Page]; else nil.
	Elements []json.RawMessage
	// Rest is what follows on Body where the request expects [Pieces] and the list is long: arrays,
	// none of them empty, as Body is one of the first elements.
	Rest [][]byte

	batch []element // of an answer to a batch
}

// bytes returns the size of what came.
func (r *Response) bytes() int {
	size := len(r.Body)
	for _, piece := range r.Rest {
		size += len(piece) - len("[") // of what came, "][" was one comma
	}
	return size
}

// call is a Request on its way through the chain. One goroutine at a time has it.
type call struct {
	Request
	url  string
	auth authority
	// started is when the call first had its turn: what the limit on waiting is measured from. The
	// queue before that is the caller's own. Zero until then.
	started time.Time

	broken  int           // how many answers were not the API's
	renewed bool          // this call has had its one new clock or token
	wire    *http.Request // the current attempt, set by sign for what follows it
	renew   func()        // forgets the clock or token that wire was made with, set by sign
}

// brokenBy counts an answer that is not the API's, and gives the call up with the last that it may
// have.
func (c *call) brokenBy(err error) error {
	if c.broken++; c.broken == c.MaxBroken {
		return &TransientError{Attempts: c.broken, Elapsed: c.elapsed(time.Now()), Err: err}
	}
	return err
}

// elapsed is how long the call has taken so far, without the queue before its first turn.
func (c *call) elapsed(now time.Time) time.Duration {
	if c.started.IsZero() {
		return 0
	}
	return now.Sub(c.started)
}

// name says which call it is, in every error and log line: the method and the path with its branch.
func (c *call) name() string { return c.Method + " " + c.path() }

// longestPath bounds, in bytes, a path that a person is to read: a batch has fifty ids in it, and
// what an id looks like is for the server to say. The longest of OVH's own, with identifiers of 36
// characters, has some 180.
const longestPath = 200

// path is the path as errors and log lines show it.
func (c *call) path() string {
	path := "/" + c.Branch + c.Path
	if len(path) > longestPath {
		return path[:longestPath] + "…"
	}
	return path
}
