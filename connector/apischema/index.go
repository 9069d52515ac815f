package apischema

import (
	"cmp"
	"slices"
	"strings"
	"sync"
)

// Index finds operations by words over everything that their descriptions
// say. Sections may be added while it is searched; its zero value is empty and ready.
type Index struct {
	mu       sync.RWMutex
	sections map[string]bool
	entries  []entry
}

// Hit is an operation that an [Index] found.
type Hit struct {
	Operation *Operation
	// Where is the least telling part of the description that was needed to find it:
	// "path", "state", "description", "parameters", "body" or "response".
	Where string
}

// The parts of a description by which an operation is found, the most telling first.
const (
	inPath = iota
	inState
	inDescription
	inParameters
	inBody
	inResponse
	places
)

var placeNames = [places]string{"path", "state", "description", "parameters", "body", "response"}

// entry is an operation with the text of each part, in lower case.
type entry struct {
	operation *Operation
	texts     [places]string
}

// Add enters the operations of a section, unless it has been added before.
func (x *Index) Add(s *Section) {
	entries := make([]entry, 0, len(s.Operations))
	for _, o := range s.Operations {
		entries = append(entries, newEntry(o))
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.sections == nil {
		x.sections = map[string]bool{}
	}
	if name := s.Branch + s.Path; !x.sections[name] {
		x.sections[name] = true
		x.entries = append(x.entries, entries...)
	}
}

// Len returns the number of operations.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.entries)
}

// Search finds the operations in whose descriptions every word of the query
// occurs, whatever its case: up to limit of them, best first, and how many
// there are in all. A query without words finds nothing.
func (x *Index) Search(query string, limit int) (hits []Hit, total int) {
	words := strings.Fields(strings.ToLower(query))
	if len(words) == 0 {
		return nil, 0
	}
	x.mu.RLock()
	entries := x.entries // which are only ever appended to
	x.mu.RUnlock()
	var found []match
	for i := range entries {
		if m, ok := entries[i].match(words); ok {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, match.compare)
	for _, m := range found[:min(limit, len(found))] {
		hits = append(hits, Hit{m.operation, placeNames[m.farthest]})
	}
	return hits, len(found)
}

// match is an operation with how well it fits: less is better.
type match struct {
	operation *Operation
	score     int
	farthest  int
}

func (m match) compare(other match) int {
	return cmp.Or(
		cmp.Compare(m.score, other.score),
		cmp.Compare(len(m.operation.Path), len(other.operation.Path)),
		cmp.Compare(m.operation.Branch, other.operation.Branch),
		cmp.Compare(m.operation.Path, other.operation.Path),
		cmp.Compare(m.operation.Method, other.operation.Method),
	)
}

// match reports whether each word occurs in the entry. A word scores the part
// that it was found in, and a name of the path in full scores better than a piece of one.
func (e *entry) match(words []string) (match, bool) {
	m := match{operation: e.operation}
	for _, word := range words {
		at := e.find(word)
		if at == places {
			return match{}, false
		}
		m.farthest = max(m.farthest, at)
		m.score += 2 * at
		if at == inPath && !wholeName(e.texts[inPath], word) {
			m.score++
		}
	}
	return m, true
}

// find returns the first part that has the word; places for none.
func (e *entry) find(word string) int {
	for i, text := range e.texts {
		if strings.Contains(text, word) {
			return i
		}
	}
	return places
}

// wholeName reports whether a path ends with the word, or has it followed by the
// end of a segment's name.
func wholeName(path, word string) bool {
	for from := 0; ; {
		i := strings.Index(path[from:], word)
		if i < 0 {
			return false
		}
		if end := from + i + len(word); end == len(path) || path[end] == '/' || path[end] == '}' {
			return true
		}
		from += i + 1
	}
}

func newEntry(o *Operation) entry {
	e := entry{operation: o}
	e.texts[inPath] = strings.ToLower("/" + o.Branch + o.Path)
	e.texts[inState] = strings.ToLower(o.Method + "\n" + o.Status.Value)
	e.texts[inDescription] = strings.ToLower(o.Description + "\n" + o.LongDescription)
	var parameters, body, response words
	for _, p := range o.Parameters {
		if p.In == "body" {
			body.add(p.Name, p.Description)
			body.addType(o.Section.Type(p.Type), indexedBodyLevels)
			continue
		}
		parameters.add(p.Name, p.Description)
	}
	response.addType(o.Response(), indexedResponseLevels)
	e.texts[inParameters], e.texts[inBody], e.texts[inResponse] = parameters.text(), body.text(), response.text()
	return e
}

const (
	// indexedBodyLevels reaches the fields of what a body nests, which people look for by name.
	indexedBodyLevels = 2
	// indexedResponseLevels reaches the columns of a record. Beyond, answers share
	// their models, and every search would find half of the API.
	indexedResponseLevels = 1
)

// words collects text for an entry.
type words struct{ b strings.Builder }

func (w *words) add(texts ...string) {
	for _, text := range texts {
		if text != "" {
			w.b.WriteString(strings.ToLower(text))
			w.b.WriteByte('\n')
		}
	}
}

// addType adds what a type is called and described as, and so many levels of its properties.
func (w *words) addType(t *Type, levels int) {
	for t.Elem != nil {
		t = t.Elem
	}
	w.add(t.Name, t.Description)
	if levels == 0 {
		return
	}
	for _, p := range t.Properties() {
		w.add(p.Name, p.Description)
		if levels > 1 {
			w.addType(p.Type, levels-1)
		}
	}
}

func (w *words) text() string { return w.b.String() }
