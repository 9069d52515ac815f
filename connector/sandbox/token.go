package sandbox

import (
	"crypto/subtle"
	"maps"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// tokenPath is where OAuth2 clients get their tokens, beside the API as at OVH.
const tokenPath = "/auth/oauth2/token"

// tokens are the access tokens that were given out and have not expired.
type tokens struct {
	lifetime time.Duration
	mu       sync.Mutex
	issued   int                  // ever, so that no two are the same
	expires  map[string]time.Time // by token
}

func newTokens(lifetime time.Duration) *tokens {
	return &tokens{lifetime: lifetime, expires: map[string]time.Time{}}
}

func (t *tokens) issue(now time.Time) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	maps.DeleteFunc(t.expires, func(_ string, expires time.Time) bool { return !now.Before(expires) })
	t.issued++
	token := secret("token", t.issued)
	t.expires[token] = now.Add(t.lifetime)
	return token
}

func (t *tokens) valid(token string, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return now.Before(t.expires[token])
}

// ExpireTokens ends the life of every OAuth2 token that was given out so far.
func (a *Account) ExpireTokens() {
	a.tokens.mu.Lock()
	defer a.tokens.mu.Unlock()
	clear(a.tokens.expires)
}

// oauthRefusal has the shape of RFC 6749, 5.2. OVH answers 400 to an unknown client, where others
// answer 401.
type oauthRefusal struct {
	Error       string `json:"error"`
	Description string `json:"error_description"`
}

type tokenAnswer struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"` // seconds
	Scope       string `json:"scope"`
}

// serveToken takes the client's credentials from the form or from the Authorization header, as
// clients do by turns.
func (a *Account) serveToken(w http.ResponseWriter, r *http.Request) {
	name := r.Method + " " + tokenPath
	if r.Method != http.MethodPost {
		a.refuse(w, name, errNoSuchMethod)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	var refused *oauthRefusal
	switch id, secret := clientOf(r); {
	case r.PostFormValue("grant_type") != "client_credentials":
		refused = &oauthRefusal{"unsupported_grant_type", "only client_credentials is supported"}
	case !same(id, ClientID):
		refused = &oauthRefusal{"invalid_client", "ovhcloud oauth2 client does not exists"}
	case !same(secret, ClientSecret):
		refused = &oauthRefusal{"invalid_client", "invalid client secret"}
	}
	if refused != nil {
		a.calls.count(name, http.StatusBadRequest)
		writeJSON(w, http.StatusBadRequest, refused)
		return
	}
	token := a.tokens.issue(a.options.Clock())
	a.calls.count(name, http.StatusOK)
	writeJSON(w, http.StatusOK, tokenAnswer{token, "Bearer", int(a.tokens.lifetime.Seconds()), "all"})
}

// clientOf returns a client's id and secret. In the header both are form-encoded before they are
// joined (RFC 6749, 2.3.1).
func clientOf(r *http.Request) (id, secret string) {
	id, secret, ok := r.BasicAuth()
	if !ok {
		return r.PostFormValue("client_id"), r.PostFormValue("client_secret")
	}
	id, _ = url.QueryUnescape(id)
	secret, _ = url.QueryUnescape(secret)
	return id, secret
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
