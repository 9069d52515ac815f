package protocol

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// mask stands for a secret of any length.
const mask = "****"

// redactor replaces secrets in text. The zero value knows none. It is safe for concurrent use.
type redactor struct {
	mu    sync.RWMutex
	forms []string // all spellings of all secrets, sorted, none empty
}

func (r *redactor) add(secrets []string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	forms := slices.Clone(r.forms)
	for _, secret := range secrets {
		if secret != "" {
			forms = append(forms, spellings(secret)...)
		}
	}
	slices.Sort(forms)
	r.forms = slices.Compact(forms)
}

func (r *redactor) redact(text string) string {
	r.mu.RLock()
	forms := r.forms
	r.mu.RUnlock()
	return replaceSpans(text, find(text, forms))
}

// spellings returns a secret as it is, and as errors and logs of Go programs quote it: within a
// URL's path or query, within JSON, with and without escapes for HTML, and within %q.
func spellings(secret string) []string {
	json := quoteJSON(secret)
	goQuoted := strconv.Quote(secret)
	return []string{
		secret,
		url.PathEscape(secret),
		url.QueryEscape(secret),
		json[1 : len(json)-1],
		htmlEscaper.Replace(json[1 : len(json)-1]),
		goQuoted[1 : len(goQuoted)-1],
	}
}

var htmlEscaper = strings.NewReplacer("<", `\u003c`, ">", `\u003e`, "&", `\u0026`)

// span is the half-open range of bytes [start, end).
type span struct{ start, end int }

// find returns every place of every form in text, in order of their starts. Places may overlap.
func find(text string, forms []string) []span {
	var spans []span
	for _, form := range forms {
		for from := 0; ; {
			i := strings.Index(text[from:], form)
			if i < 0 {
				break
			}
			spans = append(spans, span{from + i, from + i + len(form)})
			from += i + 1
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	return spans
}

// replaceSpans masks spans of text. Those that overlap become one mask, so that a secret that
// contains another, or shares an end with it, leaves nothing behind.
func replaceSpans(text string, spans []span) string {
	if len(spans) == 0 {
		return text
	}
	var result strings.Builder
	done := 0
	for i, s := range spans {
		if i == 0 || s.start >= done {
			result.WriteString(text[done:s.start])
			result.WriteString(mask)
		}
		done = max(done, s.end)
	}
	result.WriteString(text[done:])
	return result.String()
}
