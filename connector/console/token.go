package console

import (
	"crypto/rand"
	"crypto/subtle"
	"net"
	"net/http"
	"strings"
	"sync"
)

// sessionCookie returns the name of the cookie of a browser that has given the token. Browsers send
// a cookie to every port of a host, so that each console needs a name of its own.
func sessionCookie(r *http.Request) string {
	_, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		return "ovhcloud-console"
	}
	return "ovhcloud-console-" + port
}

// maxSessions is more than one person has browsers; the oldest goes first.
const maxSessions = 16

// sessions are the browsers that have given the token. The zero value has none.
type sessions struct {
	mu  sync.Mutex
	ids []string
}

// begin returns the id of a session that no one can guess.
func (s *sessions) begin() string {
	id := rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ids = append(s.ids, id)
	s.ids = s.ids[max(0, len(s.ids)-maxSessions):]
	return id
}

func (s *sessions) has(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, known := range s.ids {
		if same(known, id) {
			return true
		}
	}
	return false
}

// same compares without telling by the time it takes how much of a guess is right.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// admits reports whether the browser of a request has given the token.
func (c *Console) admits(r *http.Request) bool {
	cookie, err := r.Cookie(sessionCookie(r))
	return err == nil && c.sessions.has(cookie.Value)
}

// demandToken lets the requests of a session through. All others get what the
// token is asked with, whatever they ask for.
func (c *Console) demandToken(next http.Handler) http.Handler {
	guests := http.NewServeMux()
	guests.HandleFunc("GET /assets/{name}", asset)
	guests.HandleFunc("POST /token", c.takeToken)
	guests.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { c.askToken(w, r, "") })
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodGet && r.URL.Path == "/" && r.URL.Query().Has("token"):
			c.takeToken(w, r)
		case c.admits(r):
			next.ServeHTTP(w, r)
		default:
			guests.ServeHTTP(w, r)
		}
	})
}

// tokenView is the page for a browser that has not given the token.
type tokenView struct {
	Fault   string // of the token that it has given; "" for none
	Earlier bool   // it has a session of an earlier start
	Posted  bool   // it sent a form, which changed nothing
}

func (c *Console) askToken(w http.ResponseWriter, r *http.Request, fault string) {
	_, err := r.Cookie(sessionCookie(r))
	v := tokenView{Fault: fault, Earlier: err == nil, Posted: r.Method == http.MethodPost && r.URL.Path != "/token"}
	c.render(w, r, http.StatusUnauthorized, "token", "Token", v)
}

// takeToken takes the token of the address that was printed, or what was typed,
// and leads to an address without it. A wrong one costs nothing but itself: the
// token has 130 random bits.
func (c *Console) takeToken(w http.ResponseWriter, r *http.Request) {
	if !c.admits(r) {
		if !same(strings.TrimSpace(r.FormValue("token")), c.token) {
			c.askToken(w, r, "That is not the token which the console printed when it started.")
			return
		}
		http.SetCookie(w, &http.Cookie{
			Name: sessionCookie(r), Value: c.sessions.begin(), Path: "/",
			HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil,
		})
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
