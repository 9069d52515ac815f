package sandbox

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"sync"
	"time"
)

// credential is the right of an application to call, which its consumer key stands for.
type credential struct {
	ID          int64
	ConsumerKey string
	consent     string // what names the credential in the URL that validates it; empty once it was validated
	Status      string
	Rules       []AccessRule
	AllowedIPs  []string
	Creation    time.Time
	Expiration  time.Time // zero: never
}

// The states of OVH's auth.CredentialStateEnum that a credential here can have.
const (
	statusValidated = "validated"
	statusPending   = "pendingValidation"
	statusRefused   = "refused"
)

func (c credential) valid(now time.Time) bool {
	return c.Status == statusValidated && (c.Expiration.IsZero() || now.Before(c.Expiration))
}

type credentials struct {
	mu    sync.Mutex
	byKey map[string]*credential
}

// published is when the published consumer key was made: a fixed day, so that what is told about it
// is always the same.
var published = time.Date(2025, time.July, 5, 8, 0, 0, 0, time.UTC)

func newCredentials(o Options) *credentials {
	c := &credential{
		ID: 1_000_000_001, ConsumerKey: ConsumerKey, Status: statusValidated,
		Rules: slices.Clone(o.Rules), AllowedIPs: o.AllowedIPs, Creation: published, Expiration: o.Expiration,
	}
	return &credentials{byKey: map[string]*credential{ConsumerKey: c}}
}

// get returns a copy, since another call may change the status meanwhile.
func (s *credentials) get(consumerKey string) (credential, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, ok := s.byKey[consumerKey]
	if !ok {
		return credential{}, false
	}
	return *c, true
}

// request makes a credential that has to be validated before it is of use.
func (s *credentials) request(rules []AccessRule, allowedIPs []string, now time.Time) credential {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.byKey)
	c := credential{
		ID: 1_000_000_001 + int64(n), ConsumerKey: secret("consumer key", n), consent: secret("consent", n), Status: statusPending,
		Rules: rules, AllowedIPs: allowedIPs, Creation: now,
	}
	s.byKey[c.ConsumerKey] = &c
	return c
}

// secret is 32 characters that look random, always the same for the n-th of a kind.
func secret(kind string, n int) string {
	return fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s %d %s", kind, n, ApplicationSecret)))[:32]
}

// validate makes the credential that waits for this consent valid, and reports whether there is
// one.
func (s *credentials) validate(consent string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.byKey {
		if c.consent == consent && c.Status == statusPending {
			c.consent, c.Status = "", statusValidated
			return true
		}
	}
	return false
}

// Revoke withdraws a consumer key: calls with it are refused with INVALID_CREDENTIAL from now on.
func (a *Account) Revoke(consumerKey string) {
	a.credentials.mu.Lock()
	defer a.credentials.mu.Unlock()
	if c, ok := a.credentials.byKey[consumerKey]; ok {
		c.Status = statusRefused
	}
}
