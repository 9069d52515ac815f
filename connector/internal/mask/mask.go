package mask

import (
	"slices"
	"sync"
)

// Mask stands for a secret of any length.
const Mask = "****"

// shortest is the length in bytes from which on a secret is masked, half that of OVHcloud's
// shortest key. Whatever is shorter opens nothing, and to mask it would blot out ordinary words.
const shortest = 8

// Secrets are what is kept out of texts. The zero value has none. It is safe for concurrent use.
type Secrets struct {
	mu    sync.RWMutex
	known []secret // only ever appended to, so that a reader may go on with what it has
}

// New returns a set of secrets. See [Secrets.Add].
func New(secrets ...string) *Secrets {
	s := &Secrets{}
	s.Add(secrets...)
	return s
}

// Add has secrets masked from now on, besides those that are already. What is shorter than a
// credential can be is ignored, as is what is empty.
func (s *Secrets) Add(secrets ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, text := range secrets {
		if len(text) >= shortest && !slices.ContainsFunc(s.known, func(k secret) bool { return k.text == text }) {
			s.known = append(s.known, newSecret(text))
		}
	}
}

// Redact returns a text with each secret masked, in whatever way it is spelt there. Where secrets
// overlap, or one is part of another, one mask covers all of them and nothing is left of either.
func (s *Secrets) Redact(text string) string {
	s.mu.RLock()
	known := s.known
	s.mu.RUnlock()
	var spans []span
	for _, k := range known {
		spans = k.find(spans, text)
	}
	return cover(text, spans)
}
