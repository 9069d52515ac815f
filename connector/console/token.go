package console

import (
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"strings"
	"sync"
)

// sessionCookie is the name of the cookie of a browser that has given the token.
const sessionCookie = "ovhcloud-console"

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

// admits reports whether a request may see the console: there is no token, or
// its browser has given it.
func (c *Console) admits(r *http.Request) bool {
	if c.Token == "" {
		return true
	}
	cookie, err := r.Cookie(sessionCookie)
	return err == nil && c.sessions.has(cookie.Value)
}

// demandToken lets the requests of a session through. All others get what the
// token is asked with, whatever they ask for.
func (c *Console) demandToken(next http.Handler) http.Handler {
	guests := http.NewServeMux()
	guests.HandleFunc("GET /assets/{name}", asset)
	guests.HandleFunc("POST /token", c.takeToken)
	guests.HandleFunc("GET /process", c.tellProcess)
	guests.HandleFunc("/", c.askToken)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if c.admits(r) {
			next.ServeHTTP(w, r)
			return
		}
		guests.ServeHTTP(w, r)
	})
}

// tokenView is the page that asks for the token.
type tokenView struct {
	Next  string // the page that was asked for, which follows
	Fault string
}

func (c *Console) renderToken(w http.ResponseWriter, r *http.Request, v tokenView) {
	c.render(w, r, http.StatusUnauthorized, "token", "Token", v)
}

// next returns the page that a request without a session asks for; the first one for what is no page.
func next(r *http.Request) string {
	if r.Method != http.MethodGet || r.URL.Path == "/token" {
		return "/"
	}
	return local(r.URL.RequestURI())
}

// local returns an address of the console's own; its first page in the place of any other. Browsers
// take a second slash, of either kind, for the beginning of a host.
func local(address string) string {
	if !strings.HasPrefix(address, "/") || strings.ContainsAny(address[1:min(2, len(address))], `/\`) || strings.ContainsAny(address, "\t\r\n") {
		return "/"
	}
	return address
}

func (c *Console) askToken(w http.ResponseWriter, r *http.Request) {
	if c.Token == "" {
		c.notFound(w, r)
		return
	}
	c.renderToken(w, r, tokenView{Next: next(r)})
}

// takeToken compares what was typed. A wrong token costs nothing but itself:
// it has 130 random bits.
func (c *Console) takeToken(w http.ResponseWriter, r *http.Request) {
	if c.Token == "" {
		c.notFound(w, r)
		return
	}
	if !same(strings.TrimSpace(r.PostFormValue("token")), c.Token) {
		c.renderToken(w, r, tokenView{Next: local(r.PostFormValue("next")), Fault: "That is not the token that the console printed when it started."})
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: sessionCookie, Value: c.sessions.begin(), Path: "/",
		HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil,
	})
	http.Redirect(w, r, local(r.PostFormValue("next")), http.StatusSeeOther)
}
