package crash_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"source-ovhcloud-api/connector/sandbox"
)

// server answers the calls of an account's bills; all others are the sandbox's, the clock and the
// description of the API among them.
type server struct {
	*account
	batches bool
}

// serve returns the address of an account on a port of its own.
func serve(t *testing.T, a *account, batches bool) string {
	t.Helper()
	s := &server{a, batches}
	account := sandbox.New(sandbox.Options{Clock: a.clock, RequestsPerSecond: -1, Intercept: func(next http.Handler) http.Handler {
		mux := http.NewServeMux()
		mux.Handle("/", next)
		mux.HandleFunc("GET /1.0/me/bill", s.whileItChanges(s.list))
		mux.HandleFunc("GET /1.0/me/bill/{bill}", s.whileItChanges(s.bill))
		mux.HandleFunc("GET /1.0/me/bill/{bill}/details", s.whileItChanges(s.detailsOf))
		mux.HandleFunc("GET /1.0/me/bill/{bill}/details/{detail}", s.whileItChanges(s.detail))
		return mux
	}})
	listener := httptest.NewServer(account)
	t.Cleanup(listener.Close)
	return listener.URL
}

// whileItChanges lets an answer take a while, and one in fifty calls change the account first.
func (s *server) whileItChanges(answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.oneIn(50) {
			s.change(2, 2, 3*time.Second)
		}
		select {
		case <-time.After(s.latency()):
			answer(w, r)
		case <-r.Context().Done():
		}
	}
}

func (a *account) oneIn(n int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.random.IntN(n) == 0
}

// latency is a millisecond mostly, and now and then long enough for calls that began later to
// overtake.
func (a *account) latency() time.Duration {
	most := time.Millisecond
	if a.oneIn(30) {
		most = 20 * time.Millisecond
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return time.Duration(a.random.Int64N(int64(most)))
}

func (s *server) list(w http.ResponseWriter, r *http.Request) {
	var bounds [2]time.Time
	for i, name := range []string{"date.from", "date.to"} {
		if text := r.URL.Query().Get(name); text != "" {
			var err error
			if bounds[i], err = time.Parse(time.RFC3339, text); err != nil {
				http.Error(w, `{"message":"a bound is no time"}`, http.StatusBadRequest)
				return
			}
		}
	}
	json.NewEncoder(w).Encode(s.account.list(bounds[0], bounds[1]))
}

func (s *server) bill(w http.ResponseWriter, r *http.Request) {
	s.each(w, r, r.PathValue("bill"), func(answer []byte, id string) ([]byte, *refusal) {
		b, ok := s.get(id)
		if !ok {
			return answer, gone
		}
		if s.isBroken(b) {
			return answer, locked
		}
		return fmt.Appendf(answer, `{"billId":"%s","category":"autorenew","date":"%s","orderId":%d,"url":"https://bill.example/%[1]s"}`, id, b.date.Format(time.RFC3339), b.added), nil
	})
}

func (s *server) detailsOf(w http.ResponseWriter, r *http.Request) {
	s.each(w, r, r.PathValue("bill"), func(answer []byte, id string) ([]byte, *refusal) {
		b, ok := s.get(id)
		if !ok {
			return answer, gone
		}
		if s.isBroken(b) {
			return answer, locked
		}
		answer = append(answer, '[')
		for n := range s.details {
			answer = fmt.Appendf(answer, `"%s",`, b.detail(n))
		}
		answer[len(answer)-1] = ']'
		return answer, nil
	})
}

func (s *server) detail(w http.ResponseWriter, r *http.Request) {
	b, ok := s.get(r.PathValue("bill"))
	s.each(w, r, r.PathValue("detail"), func(answer []byte, id string) ([]byte, *refusal) {
		if !ok || !b.has(id, s.details) {
			return answer, gone
		}
		return fmt.Appendf(answer, `{"billDetailId":"%s","description":"VPS","domain":"vps.example","quantity":"1"}`, id), nil
	})
}

// refusal is the answer for an item that there is none of.
type refusal struct {
	status int
	body   string
}

var (
	gone = &refusal{http.StatusNotFound, `{"message":"This item does not exist"}`}
	// locked is the one answer for an item that is broken now which the connector does not repeat
	// for half a minute, which here is real time, before it goes on without the item.
	locked = &refusal{http.StatusLocked, `{"message":"This item is locked"}`}
)

// each answers for one id, or for each of a batch. An item is appended to the answer by get, which
// tells why there is none.
func (s *server) each(w http.ResponseWriter, r *http.Request, ids string, get func(answer []byte, id string) ([]byte, *refusal)) {
	separator := r.Header.Get("X-Ovh-Batch")
	if separator == "" {
		answer, refused := get(nil, ids)
		if refused != nil {
			http.Error(w, refused.body, refused.status)
			return
		}
		w.Write(answer)
		return
	}
	if !s.batches {
		http.Error(w, `{"message":"X-Ovh-Batch is not available for this call"}`, http.StatusBadRequest)
		return
	}
	answer := []byte{'['}
	for id := range strings.SplitSeq(ids, separator) {
		answer = fmt.Appendf(answer, `{"key":"%s","value":`, id)
		var refused *refusal
		if answer, refused = get(answer, id); refused != nil {
			answer = fmt.Appendf(answer, `null,"error":%s`, refused.body)
		}
		answer = append(answer, "},"...)
	}
	answer[len(answer)-1] = ']'
	w.Write(answer)
}
