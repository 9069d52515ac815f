package connector

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"

	"source-ovhcloud-api/connector/sandbox"
)

// fault stands between the connector and an account: it answers a call in the account's place,
// spoils its answer, or passes it on as it is. It is called from several goroutines.
type fault func(r *http.Request, account http.RoundTripper) (*http.Response, error)

// broken is the network to an account with a fault in it.
type broken struct {
	fault   fault
	account http.RoundTripper
}

func (b broken) RoundTrip(r *http.Request) (*http.Response, error) { return b.fault(r, b.account) }

func none(r *http.Request, account http.RoundTripper) (*http.Response, error) {
	return account.RoundTrip(r)
}

// forgetful makes the fault of each run of one that remembers nothing.
func (f fault) forgetful() func(*sandbox.Account) fault {
	return func(*sandbox.Account) fault { return f }
}

// on has the fault hit some calls only.
func (f fault) on(which calls) fault {
	return func(r *http.Request, account http.RoundTripper) (*http.Response, error) {
		if which(r) {
			return f(r, account)
		}
		return account.RoundTrip(r)
	}
}

// firstAttempt is a fault of the first attempt of each of some calls.
func firstAttempt(which calls, f fault) fault {
	var attempts attempts
	return f.on(func(r *http.Request) bool { return which(r) && attempts.next(r) == 1 })
}

// calls tells which calls a fault hits.
type calls func(*http.Request) bool

func anyCall(*http.Request) bool { return true }

// signed are the calls that carry a credential: not those for tokens, the clock and the
// descriptions, which are all that discover makes.
func signed(r *http.Request) bool {
	return r.Header.Get("X-Ovh-Signature") != "" || r.Header.Get("Authorization") != ""
}

// at are the calls of one path.
func at(path string) calls {
	return func(r *http.Request) bool { return r.URL.Path == path }
}

// attempts counts the attempts of each call. The zero value is ready.
type attempts struct{ counts sync.Map }

// next counts an attempt of a call and gives its number, 1 for the first.
func (a *attempts) next(r *http.Request) int {
	for {
		n, _ := a.counts.LoadOrStore(callKey(r), 0)
		if a.counts.CompareAndSwap(callKey(r), n, n.(int)+1) {
			return n.(int) + 1
		}
	}
}

// callKey tells calls apart, and not their attempts.
func callKey(r *http.Request) string {
	return r.Method + " " + r.URL.RequestURI() + " " + r.Header.Get("X-Pagination-Cursor")
}

// reply makes an answer of a status, with headers in pairs.
func reply(r *http.Request, status int, body string, headers ...string) *http.Response {
	h := http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	return withBody(&http.Response{StatusCode: status, Header: h, Request: r, ProtoMajor: 1, ProtoMinor: 1}, []byte(body))
}

func withBody(resp *http.Response, body []byte) *http.Response {
	resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return resp
}

// answering is a fault that answers so.
func answering(status int, body string, headers ...string) fault {
	return func(r *http.Request, _ http.RoundTripper) (*http.Response, error) {
		return reply(r, status, body, headers...), nil
	}
}

// failing is a fault of the network, met before an answer.
func failing(err error) fault {
	return func(*http.Request, http.RoundTripper) (*http.Response, error) { return nil, err }
}

// spoiling changes good answers, of which it is given the bodies, too.
func spoiling(spoil func(r *http.Request, resp *http.Response, body []byte)) fault {
	return func(r *http.Request, account http.RoundTripper) (*http.Response, error) {
		resp, err := account.RoundTrip(r)
		if err != nil || resp.StatusCode != http.StatusOK {
			return resp, err
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			return nil, err
		}
		spoil(r, withBody(resp, body), body)
		return resp, nil
	}
}

// rewriting changes the bodies of good answers.
func rewriting(change func(body []byte) []byte) fault {
	return spoiling(func(_ *http.Request, resp *http.Response, body []byte) { withBody(resp, change(body)) })
}

// isDocument tells a document from the number that the clock answers with.
func isDocument(body []byte) bool { return strings.IndexByte("[{", bytes.TrimSpace(body)[0]) >= 0 }
