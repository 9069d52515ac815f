package console

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"source-ovhcloud-api/connector/apischema"
)

// hitsAtOnce is how many operations a search shows at a time: what fits on two screens. The others
// follow on demand.
const hitsAtOnce = 50

// searchView is what was found.
type searchView struct {
	Query     string
	Criteria  []criterion
	Asked     bool // there is something to look for
	Words     []string
	Corrected bool
	Hits      []hitView
	From, To  int // the first and the last that is shown, counted from 1
	Total     int
	// Next and Before are where the other hits are; "" for none.
	Next, Before string
	Progress     progress
}

type hitView struct {
	operationRow

	Title       []piece
	Description []piece
	Where       string
}

// criterion narrows a search to operations that have one of its chosen values.
type criterion struct {
	Name, Title string
	Values      []chosenValue
}

type chosenValue struct {
	Value, Title string
	Chosen       bool
}

// criteria are all that a search can be narrowed by.
var criteria = []criterion{
	{Name: "in", Title: "Words in", Values: []chosenValue{
		{Value: "path", Title: "Path"}, {Value: "description", Title: "Description"}, {Value: "parameters", Title: "Parameters"},
		{Value: "body", Title: "Body fields"}, {Value: "response", Title: "Response"},
	}},
	{Name: "method", Title: "Verb", Values: []chosenValue{{Value: "GET"}, {Value: "POST"}, {Value: "PUT"}, {Value: "DELETE"}}},
	{Name: "state", Title: "State", Values: []chosenValue{
		{Value: "PRODUCTION", Title: "Production"}, {Value: "BETA", Title: "Beta"}, {Value: "ALPHA", Title: "Alpha"}, {Value: "DEPRECATED", Title: "Deprecated"},
	}},
	{Name: "branch", Title: "Version", Values: []chosenValue{{Value: "v1"}, {Value: "v2"}}},
}

// chosen returns the criteria with what a request has chosen.
func chosen(values url.Values) []criterion {
	all := slices.Clone(criteria)
	for i := range all {
		all[i].Values = slices.Clone(all[i].Values)
		for j := range all[i].Values {
			v := &all[i].Values[j]
			v.Chosen = slices.Contains(values[all[i].Name], v.Value)
			if v.Title == "" {
				v.Title = v.Value
			}
		}
	}
	return all
}

func (c *Console) search(w http.ResponseWriter, r *http.Request) {
	library := c.workspace.state().conn.library
	values := r.URL.Query()
	after, err := strconv.Atoi(values.Get("after"))
	if err != nil || after < 0 {
		after = 0
	}
	query := apischema.Query{Text: values.Get("q"), Parts: values["in"], Methods: values["method"], Branches: values["branch"], States: values["state"]}
	v := searchView{Query: query.Text, Criteria: chosen(values), Progress: library.progress()}
	library.again()
	found := library.index.Search(query, after, hitsAtOnce)
	v.Words, v.Corrected, v.Total = found.Words, found.Corrected, found.Total
	v.Asked = len(found.Words)+len(query.Methods)+len(query.Branches)+len(query.States) > 0
	for _, h := range found.Hits {
		v.Hits = append(v.Hits, newHitView(h, found.Words))
	}
	v.From, v.To = after+1, after+len(v.Hits)
	if v.To < v.Total {
		v.Next = searchLink(values, v.To)
	}
	if after > 0 {
		v.Before = searchLink(values, max(0, after-hitsAtOnce))
	}
	c.render(w, r, http.StatusOK, "search", "Search", v)
}

func newHitView(h apischema.Hit, words []string) hitView {
	path := h.Operation.Path
	if h.Operation.Branch == "v2" {
		path = "/v2" + path
	}
	v := hitView{operationRow: newOperationRow(h.Operation), Title: mark(path, words), Description: mark(h.Operation.Description, words)}
	if h.Where != "path" && h.Where != "description" && h.Where != "state" {
		v.Where = h.Where
	}
	return v
}

// searchLink returns the address of the same search after so many hits.
func searchLink(values url.Values, after int) string {
	other := url.Values{}
	for name := range values {
		if name != "after" {
			other[name] = values[name]
		}
	}
	if after > 0 {
		other.Set("after", strconv.Itoa(after))
	}
	return "/search?" + other.Encode()
}

// piece is a part of a text, marked where it is what was looked for.
type piece struct {
	Text   string
	Marked bool
}

// mark divides a text by the words in it, which are in lower case.
func mark(text string, words []string) []piece {
	lower := strings.ToLower(text)
	if len(lower) != len(text) { // letters whose lower case is longer: places would be wrong
		return []piece{{Text: text}}
	}
	marked := make([]bool, len(text))
	for _, word := range words {
		for from := 0; word != ""; {
			i := strings.Index(lower[from:], word)
			if i < 0 {
				break
			}
			for at := from + i; at < from+i+len(word); at++ {
				marked[at] = true
			}
			from += i + len(word)
		}
	}
	var pieces []piece
	for start := 0; start < len(text); {
		end := start
		for end < len(text) && marked[end] == marked[start] {
			end++
		}
		pieces = append(pieces, piece{text[start:end], marked[start]})
		start = end
	}
	return pieces
}
