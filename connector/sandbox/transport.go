package sandbox

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// errAborted is what a client sees of a connection that the other side has cut.
var errAborted = errors.New("the connection was reset before an answer")

// Transport hands requests to a handler without a port or a network. The handler runs in the
// caller's goroutine, and the response is there when it has returned, its body complete: waits in h
// have to end with the request's context, whose error RoundTrip then returns. A handler that panics
// with http.ErrAbortHandler cuts the connection: RoundTrip returns an error if it has written
// nothing yet, else a response whose body ends with io.ErrUnexpectedEOF.
func Transport(h http.Handler) http.RoundTripper { return inProcess{h} }

type inProcess struct{ handler http.Handler }

func (t inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		defer r.Body.Close()
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	answer := &recorder{header: http.Header{}}
	aborted := serve(t.handler, answer, received(r))
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if aborted && answer.status == 0 {
		return nil, errAborted
	}
	return answer.response(r, aborted), nil
}

// received is the request as a server has it after it came over a connection.
func received(r *http.Request) *http.Request {
	s := r.Clone(r.Context())
	s.RequestURI = r.URL.RequestURI()
	s.RemoteAddr = "127.0.0.1:0"
	if s.Host == "" {
		s.Host = r.URL.Host
	}
	if r.URL.Scheme == "https" {
		s.TLS = &tls.ConnectionState{}
	}
	if s.Body == nil {
		s.Body = http.NoBody
	}
	return s
}

func serve(h http.Handler, w http.ResponseWriter, r *http.Request) (aborted bool) {
	defer func() {
		if p := recover(); p == http.ErrAbortHandler {
			aborted = true
		} else if p != nil {
			panic(p)
		}
	}()
	h.ServeHTTP(w, r)
	return false
}

// recorder keeps a whole answer. It is not safe for concurrent use, as no http.ResponseWriter has
// to be.
type recorder struct {
	header http.Header
	sent   http.Header // the header as it was when the status was written
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status, w.sent = status, w.header.Clone()
	}
}

func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

func (w *recorder) response(r *http.Request, aborted bool) *http.Response {
	w.WriteHeader(http.StatusOK) // a handler that writes nothing has answered
	resp := &http.Response{
		Status: fmt.Sprintf("%d %s", w.status, http.StatusText(w.status)), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: w.sent, Request: r,
		Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()),
	}
	if aborted {
		resp.Body, resp.ContentLength = io.NopCloser(io.MultiReader(&w.body, cut{})), -1
	}
	return resp
}

// cut is the end of a connection that was cut.
type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
