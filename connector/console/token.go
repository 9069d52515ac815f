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
	guests.HandleFunc("GET /process", c.tellProcess)
	guests.HandleFunc("/", c.askToken)
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
	Next    string // the page that was asked for, which follows
	Fault   string // of the token that it has given; "" for none
	Earlier bool   // it has a session of an earlier start
	Posted  bool   // it sent a form, which changed nothing
}

func (c *Console) renderToken(w http.ResponseWriter, r *http.Request, v tokenView) {
	_, err := r.Cookie(sessionCookie(r))
	v.Earlier = err == nil
	c.render(w, r, http.StatusUnauthorized, "token", "Token", v)
}

func (c *Console) askToken(w http.ResponseWriter, r *http.Request) {
	c.renderToken(w, r, tokenView{Next: next(r), Posted: r.Method == http.MethodPost})
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

// takeToken takes the token of the address that was printed, or what was typed,
// and leads to an address without it. A wrong one costs nothing but itself: the
// token has 130 random bits.
func (c *Console) takeToken(w http.ResponseWriter, r *http.Request) {
	following := local(r.PostFormValue("next"))
	if !c.admits(r) {
		if !same(strings.TrimSpace(r.FormValue("token")), c.token) {
			c.renderToken(w, r, tokenView{Next: following, Fault: "That is not the token which the console printed when it started."})
			return
		}
		http.SetCookie(w, &http.Cookie{
			Name: sessionCookie(r), Value: c.sessions.begin(), Path: "/",
			HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil,
		})
	}
	http.Redirect(w, r, following, http.StatusSeeOther)
}
