package ovhapi

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The keys are those of OVH's documentation, as far as it has any.
var testKeys = ApplicationKeys{
	ApplicationKey:    "7kbG7Bk7S9Nt7ZSV",
	ApplicationSecret: "EXEgWIz07P0HYwtQDs7cNIqCiQaWSuHF",
	ConsumerKey:       "MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1",
}

var testAccount = ServiceAccount{
	ClientID:     "EU.0123456789abcdef",
	ClientSecret: "ab12cd34ef56ab12cd34ef56ab12cd34",
	TokenURL:     "https://www.test/auth/oauth2/token",
}

// step is one expected request and the answer to it.
type step struct {
	want  string // method and URL
	reply func(*http.Request) (*http.Response, error)
}

// script is a transport that expects its steps in their order. A request that is missing, extra or
// another one fails the test.
type script struct {
	t     *testing.T
	mu    sync.Mutex
	steps []step
}

func newScript(t *testing.T, steps ...step) *script {
	s := &script{t: t, steps: steps}
	t.Cleanup(func() {
		for _, missing := range s.steps {
			t.Errorf("missing request: %s", missing.want)
		}
	})
	return s
}

func (s *script) RoundTrip(req *http.Request) (*http.Response, error) {
	s.mu.Lock()
	got := req.Method + " " + req.URL.String()
	if len(s.steps) == 0 {
		s.mu.Unlock()
		s.t.Errorf("extra request: %s", got)
		return nil, errors.New("the script has ended")
	}
	next := s.steps[0]
	s.steps = s.steps[1:]
	s.mu.Unlock()
	if got != next.want {
		s.t.Errorf("request:\n got %s\nwant %s", got, next.want)
	}
	resp, err := next.reply(req)
	if resp != nil {
		resp.Request = req
	}
	return resp, err
}

// answer returns a reply with a status, a body and headers in pairs.
func answer(status int, body string, headers ...string) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) {
		h := http.Header{"Content-Type": {"application/json; charset=utf-8"}}
		for i := 0; i < len(headers); i += 2 {
			h.Set(headers[i], headers[i+1])
		}
		return &http.Response{
			StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
		}, nil
	}
}

// broken returns a reply that is a network error.
func broken(err error) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// clockStep answers the question for OVH's clock with the (virtual) time.
func clockStep() step {
	return step{"GET https://api.test/1.0/auth/time", func(req *http.Request) (*http.Response, error) {
		return answer(http.StatusOK, strconv.FormatInt(time.Now().Unix(), 10))(req)
	}}
}

// transportFunc is a transport without a script.
type transportFunc func(*http.Request) (*http.Response, error)

func (f transportFunc) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// newTestClient returns a client with the test keys at https://api.test/1.0, changed by the given
// functions.
func newTestClient(t *testing.T, transport http.RoundTripper, change ...func(*Options)) *Client {
	t.Helper()
	o := Options{
		BaseURL: "https://api.test/1.0", Credentials: testKeys, Transport: transport,
		RequestsPerSecond: 20, Logger: zerolog.Nop(),
	}
	for _, f := range change {
		f(&o)
	}
	c, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// withoutAuth is for tests that are not about signatures.
func withoutAuth(o *Options) { o.Credentials = nil }

// get is an unauthenticated GET of the v1 branch.
func get(path string) Request {
	return Request{Method: http.MethodGet, Branch: "v1", Path: path, Route: path, NoAuth: true}
}

// signedGet is a GET of the v1 branch.
func signedGet(path string) Request {
	r := get(path)
	r.NoAuth = false
	return r
}
