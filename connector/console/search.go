package console

import (
	"net/http"

	"source-ovhcloud-api/connector/apischema"
)

// mostHits is how many operations a search shows: who wants more types another word.
const mostHits = 50

// searchView is what was found.
type searchView struct {
	Query    string
	Hits     []hitView
	Total    int
	Progress progress
}

type hitView struct {
	operationRow

	Where string
}

func (c *Console) search(w http.ResponseWriter, r *http.Request) {
	library := c.workspace.state().conn.library
	v := searchView{Query: r.FormValue("q"), Progress: library.progress()}
	library.again()
	var hits []apischema.Hit
	hits, v.Total = library.index.Search(v.Query, mostHits)
	for _, h := range hits {
		v.Hits = append(v.Hits, hitView{newOperationRow(h.Operation), h.Where})
	}
	c.render(w, r, http.StatusOK, "search", "Search", v)
}
