package apischema

import (
	"cmp"
	"maps"
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
	// known has the words of all descriptions, to correct others by.
	known knownWords
}

// Hit is an operation that an [Index] found.
type Hit struct {
	Operation *Operation
	// Where is the least telling part of the description that was needed to find it:
	// "path", "state", "description", "parameters", "body" or "response"; "" without words.
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
	known := knownWords{}
	for _, o := range s.Operations {
		entries = append(entries, newEntry(o, known))
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.sections == nil {
		x.sections, x.known = map[string]bool{}, knownWords{}
	}
	if name := s.Branch + s.Path; !x.sections[name] {
		x.sections[name] = true
		x.entries = append(x.entries, entries...)
		maps.Copy(x.known, known)
	}
}

// Len returns the number of operations.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.entries)
}

// Query is what is looked for. Of each list that is not empty, an operation has to have one.
type Query struct {
	// Text is words, every one of which occurs in the description, whatever its case.
	Text string
	// Parts are where the words may occur: "path", "state", "description", "parameters", "body",
	// "response".
	Parts []string
	// Methods, Branches and States are "GET", "v1", "BETA" and the like.
	Methods, Branches, States []string
}

// everything reports whether nothing is asked for.
func (q Query) everything() bool {
	return strings.TrimSpace(q.Text) == "" && len(q.Methods)+len(q.Branches)+len(q.States) == 0
}

// Found is what a search found.
type Found struct {
	Hits []Hit
	// Total is how many operations there are in all.
	Total int
	// Words are what was looked for in lower case, corrected words among them.
	Words []string
	// Corrected tells that nothing has the words as they were written, and what has words that
	// differ from them by a letter was found instead.
	Corrected bool
}

// Search finds the operations that a query asks for: up to limit of them after so many, best first.
// A query that asks for nothing finds nothing.
func (x *Index) Search(q Query, after, limit int) Found {
	if q.everything() {
		return Found{}
	}
	x.mu.RLock()
	entries := x.entries // which are only ever appended to
	x.mu.RUnlock()
	var f Found
	var words [][]string
	for _, word := range strings.Fields(strings.ToLower(q.Text)) {
		words = append(words, []string{word})
	}
	found := q.find(entries, words)
	if len(found) == 0 && x.correct(words) {
		f.Corrected = true
		found = q.find(entries, words)
	}
	f.Words = slices.Concat(words...)
	slices.SortFunc(found, match.compare)
	f.Total = len(found)
	for _, m := range found[min(after, len(found)):min(after+limit, len(found))] {
		hit := Hit{Operation: m.operation}
		if len(words) > 0 {
			hit.Where = placeNames[m.farthest]
		}
		f.Hits = append(f.Hits, hit)
	}
	return f
}

// find returns the entries that have one spelling of every word.
func (q Query) find(entries []entry, words [][]string) []match {
	var open [places]bool
	for i, name := range placeNames {
		open[i] = len(q.Parts) == 0 || slices.Contains(q.Parts, name)
	}
	among := func(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }
	var found []match
	for i := range entries {
		o := entries[i].operation
		if !among(q.Methods, o.Method) || !among(q.Branches, o.Branch) || !among(q.States, o.Status.Value) {
			continue
		}
		if m, ok := entries[i].match(words, &open); ok {
			found = append(found, m)
		}
	}
	return found
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
func (e *entry) match(words [][]string, open *[places]bool) (match, bool) {
	m := match{operation: e.operation}
	for _, spellings := range words {
		at, word := e.find(spellings, open)
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

// find returns the first part that has a word, and in which of its spellings; places for none.
func (e *entry) find(spellings []string, open *[places]bool) (place int, word string) {
	for i, text := range e.texts {
		if !open[i] {
			continue
		}
		for _, word := range spellings {
			if strings.Contains(text, word) {
				return i, word
			}
		}
	}
	return places, ""
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

// newEntry returns the entry of an operation, and adds its words to those that are known.
func newEntry(o *Operation, known knownWords) entry {
	e := entry{operation: o}
	known.add(o.Path)
	known.add(o.Status.Value)
	known.add(o.Description)
	e.texts[inPath] = strings.ToLower("/" + o.Branch + o.Path)
	e.texts[inState] = strings.ToLower(o.Method + "\n" + o.Status.Value)
	e.texts[inDescription] = strings.ToLower(o.Description + "\n" + o.LongDescription)
	parameters, body, response := words{known: known}, words{known: known}, words{known: known}
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
type words struct {
	b     strings.Builder
	known knownWords
}

func (w *words) add(texts ...string) {
	for _, text := range texts {
		if text != "" {
			w.known.add(text)
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
