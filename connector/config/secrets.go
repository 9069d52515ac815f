package config

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"source-ovhcloud-api/connector/internal/bom"
	"source-ovhcloud-api/connector/internal/nearest"
)

// Secrets returns every value in the data whose key the form marks as secret, as
// it stands there and without surrounding blanks. It looks at keys alone, so it
// finds them in a form that is otherwise wrong, in the wrong place or spelt in
// another case, and in data that stops being JSON further on. The result has no
// empty value and none twice.
func Secrets(data []byte) []string {
	s := scanner{Decoder: json.NewDecoder(bytes.NewReader(bom.Trim(data)))}
	// A number keeps its digits: as a float64 it would be another text.
	s.UseNumber()
	s.value(false)
	slices.Sort(s.found)
	return slices.Compact(s.found)
}

var secretKeys = sync.OnceValue(func() map[string]bool {
	keys := map[string]bool{}
	var visit func(n *node)
	visit = func(n *node) {
		for name, p := range n.Properties {
			if p.Secret {
				keys[nearest.Fold(name)] = true
			}
			visit(p)
		}
		for _, variant := range n.OneOf {
			visit(variant)
		}
		if n.Items != nil {
			visit(n.Items)
		}
	}
	visit(formSpec())
	return keys
})

// deepest is where encoding/json itself gives up, so nothing that it accepts is
// left out; unlike its Unmarshal, its tokens have no limit.
const deepest = 10_000

type scanner struct {
	*json.Decoder
	depth int
	found []string
}

// value reads one value; false means that there is nothing more to read. What
// a secret key holds is secret whatever its shape.
func (s *scanner) value(secret bool) bool {
	token, err := s.Token()
	if err != nil {
		return false
	}
	switch t := token.(type) {
	case json.Delim:
		return s.members(t, secret)
	case string:
		if secret {
			s.keep(t)
		}
	case json.Number:
		if secret {
			s.keep(t.String())
		}
	}
	return true
}

func (s *scanner) members(open json.Delim, secret bool) bool {
	if s.depth++; s.depth > deepest {
		return false
	}
	for s.More() {
		inside := secret
		if open == '{' {
			key, err := s.Token()
			if err != nil {
				return false
			}
			name, _ := key.(string)
			inside = secret || secretKeys()[nearest.Fold(name)]
		}
		if !s.value(inside) {
			return false
		}
	}
	s.depth--
	_, err := s.Token()
	return err == nil
}

func (s *scanner) keep(text string) {
	for _, t := range []string{text, strings.TrimSpace(text)} {
		if t != "" {
			s.found = append(s.found, t)
		}
	}
}
