//go:build image && clients

package acceptance

import (
	"maps"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
)

// faults answer some calls of an account badly, and let them through when they are repeated.
type faults struct {
	mu    sync.Mutex
	calls int
	met   map[string]int
}

// everyFifth call meets a fault: as many as the waits after them leave a test short.
const everyFifth = 5

// kinds are what goes wrong with OVH's API, in turns.
var kinds = []struct {
	name  string
	spoil func(w http.ResponseWriter)
}{
	{"a limit", func(w http.ResponseWriter) { refuse(w, http.StatusTooManyRequests, `{"message": "Too many requests"}`) }},
	{"an outage", func(w http.ResponseWriter) {
		refuse(w, http.StatusServiceUnavailable, `{"message": "Service unavailable"}`)
	}},
	{"a page of a proxy", func(w http.ResponseWriter) { refuse(w, http.StatusBadGateway, "<html>Bad Gateway</html>") }},
	{"half an answer", func(w http.ResponseWriter) { refuse(w, http.StatusOK, `[{"bill`) }},
	{"a broken connection", func(http.ResponseWriter) { panic(http.ErrAbortHandler) }},
}

func refuse(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body))
}

func (f *faults) intercept(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		f.calls++
		kind := kinds[f.calls/everyFifth%len(kinds)]
		spoiled := f.calls%everyFifth == 0
		if spoiled {
			if f.met == nil {
				f.met = map[string]int{}
			}
			f.met[kind.name]++
		}
		f.mu.Unlock()
		if spoiled {
			kind.spoil(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// done returns how often each kind was met.
func (f *faults) done() map[string]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	counts := map[string]int{}
	for _, kind := range kinds {
		counts[kind.name] = 0
	}
	maps.Copy(counts, f.met)
	return counts
}

// closedDoor refuses everything below a path, while it is shut, as OVH does to a key that does not
// have the right.
type closedDoor struct {
	path string
	shut atomic.Bool
}

func (d *closedDoor) intercept(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if d.shut.Load() && strings.HasPrefix(r.URL.Path, d.path) && !strings.HasSuffix(r.URL.Path, ".json") {
			refuse(w, http.StatusForbidden, `{"errorCode": "NOT_GRANTED_CALL", "httpCode": "403 Forbidden", "message": "This call has not been granted"}`)
			return
		}
		next.ServeHTTP(w, r)
	})
}
