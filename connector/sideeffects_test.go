package connector

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"source-ovhcloud-api/connector/sandbox"
)

const (
	newDocument = `{"name":"upload","path":"/me/document","method":"POST","allow_side_effects":true,"body":"{\"name\":\"a\"}"}`
	undescribed = `{"name":"nothing","path":"/me/nothing","method":"POST","allow_side_effects":true,"body":"{}"}`
)

// changes collects the calls that may change an account.
type changes struct {
	mu   sync.Mutex
	seen []string
}

func (c *changes) note(_ http.ResponseWriter, r *http.Request) bool {
	if r.Method != http.MethodGet && r.URL.Path != "/auth/oauth2/token" {
		body, _ := io.ReadAll(r.Body) // a body that was cut shows in the comparison
		r.Body = io.NopCloser(bytes.NewReader(body))
		c.mu.Lock()
		defer c.mu.Unlock()
		c.seen = append(c.seen, r.Method+" "+r.URL.Path+" "+string(body))
	}
	return false
}

func (c *changes) list() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.seen
}

// What changes an account is done by read alone, and once.
func TestSideEffectsHappenOncePerRead(t *testing.T) {
	t.Parallel()
	var done changes
	_, f := overSocket(t, sandbox.Options{Intercept: before(done.note)})
	f = f.with("/me", newDocument)
	runForm(t, "check", f).succeeded(t)
	runForm(t, "discover", f).succeeded(t)
	runRead(t.Context(), t, f, whole("me"), nil).succeeded(t)
	if seen := done.list(); len(seen) > 0 {
		t.Fatalf("before it was read: %q", seen)
	}
	o := runRead(t.Context(), t, f, whole("me", "upload"), nil).succeeded(t)
	if diff := cmp.Diff(complete(1), o.story("upload")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{`POST /1.0/me/document {"name":"a"}`}, done.list()); diff != "" {
		t.Error(diff)
	}
}

// An operation that OVH does not describe is not tried out to see what it answers.
func TestSideEffectsAreNotTriedOut(t *testing.T) {
	t.Parallel()
	var done changes
	_, f := overSocket(t, sandbox.Options{Intercept: before(done.note)})
	f = f.with(undescribed)
	for _, verb := range []string{"check", "discover"} {
		runForm(t, verb, f)
	}
	runRead(t.Context(), t, f, whole("nothing"), nil)
	if seen := done.list(); len(seen) > 0 {
		t.Errorf("%q", seen)
	}
}

// A call that may have been received is not sent again, whatever was answered.
func TestSideEffectsAreNotRepeated(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]func(w http.ResponseWriter){
		"busy":     func(w http.ResponseWriter) { http.Error(w, `{"message":"busy"}`, http.StatusServiceUnavailable) },
		"too many": func(w http.ResponseWriter) { http.Error(w, `{"message":"too many"}`, http.StatusTooManyRequests) },
		"cut off":  func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
		"not granted": func(w http.ResponseWriter) {
			http.Error(w, `{"errorCode":"NOT_GRANTED_CALL","message":"no"}`, http.StatusForbidden)
		},
		"stale token": func(w http.ResponseWriter) {
			http.Error(w, `{"class":"Client::Unauthorized","message":"no"}`, http.StatusUnauthorized)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var done changes
			_, f := overSocket(t, sandbox.Options{Intercept: before(func(w http.ResponseWriter, r *http.Request) bool {
				done.note(w, r)
				if r.Method != http.MethodPost {
					return false
				}
				fault(w)
				return true
			})})
			o := runRead(t.Context(), t, f.with(newDocument), whole("upload"), nil)
			if seen := done.list(); ExitCode(o.err) != 1 || len(seen) != 1 {
				t.Errorf("%v after %q", o.err, seen)
			}
			if story := o.story("upload"); !slices.Contains(story, "INCOMPLETE") || len(o.states()) > 0 {
				t.Errorf("%q", story)
			}
		})
	}
}
